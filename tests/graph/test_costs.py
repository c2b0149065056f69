"""What every read query touches in the database, in a small graph and in one that grew around the same calls.

A query may cost more when it answers more. What else may cost more, and with what, is declared here and nowhere else.
"""

import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.moment import DAY, HOUR, parse_moment, to_text
from graphsvc.domain.period import Period
from graphsvc.domain.viewer import EVERYTHING
from graphsvc.graph import queries
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.write.renewal import empty
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.record.record import Record
from tests.builders import a_pipeline, an_event, an_exec, ingest
from tests.graph.profiled import ProfiledStore

START = parse_moment("2026-11-02T00:00:00Z")
FIRST = START // HOUR
DAY_ONE = Period(START, START + DAY)
DAYS_SMALL, DAYS_LARGE = 3, 30

HITS_A_VALUE = 10  # for each value that an answer has more
SLACK = 40  # a level more in an index, one page more of it

# Queries that touch more than they answer, and what all of which they look at: in a larger graph they may cost more
# with the number of these nodes. None of them is asked whenever a page is loaded, but those on alerts, which are few.
LOOKS_AT = {
    "alert_counts": ("Alert",),
    "alerted_calls": ("Alert",),
    "alerted_paths": ("Alert",),
    "alerts_and_commands": ("Alert",),
    "calls_of_paths": ("ApiCall",),  # asked when counters say that the paths have few calls
    "calls_on_paths": ("PathHour",),
    "expired": (
        "ApiCall",
        "CallPath",
        "PathHour",
        "NoiseMarks",
        "NoiseHour",
        "Object",
        "Alert",
        "Sighting",
    ),  # --dry-run
    "rejected": ("Rejected",),
    "rejected_total": ("Rejected",),
}
HITS_A_NODE = 20


def a_day(day):
    """Regulars all the time, a newcomer with an object and a command of his own, who raises alerts; noise."""
    time = to_text(START + day * DAY + 5 * HOUR)
    run = f"/api/v1/namespaces/shop/pods/web-1/exec?command=echo&command=day-{day}"
    own = {"resource": "pods", "namespace": "shop", "name": f"object-of-day-{day}", "apiVersion": "v1"}
    lease = {"resource": "leases", "namespace": "kube-system", "name": "x"}
    return [
        *(an_event(auditID=f"{day}-{n}", user=f"regular-{n % 3}", time=time) for n in range(60)),
        *(an_event(auditID=f"{day}-n{n}", user=f"newcomer-{day}", ref=own, code=403, time=time) for n in range(3)),
        an_exec(auditID=f"{day}-exec", user=f"newcomer-{day}", requestURI=run, time=time),
        *(
            an_event(auditID=f"{day}-lease-{n}", verb="update", ref=lease, user="system:kube-scheduler", time=time)
            for n in range(2)
        ),
    ]


def grow(store, days):
    for day in days:
        ingest(store, *a_day(day), rules=load_noise_rules())
        bad = (Record(f"no JSON {day}-{n}".encode(), n) for n in range(3))
        a_pipeline(store).ingest(bad, cluster="test", name=f"bad {day}")
    Engine(store, Reader(store), load_detections()).run_waiting()


class Known:
    """What is asked for: always what the first day brought."""

    def __init__(self, store):
        within = {"oldest": DAY_ONE.first_id, "newest": DAY_ONE.stop_id}
        ids, _, paths, *_ = store.read("calls_named_between", whole=False, **within)[0]
        self.calls, self.paths = sorted(ids)[:10], sorted(set(paths))
        alerts, _ = store.read("alerts_and_commands", closed=False, paths=[], **EVERYTHING.lists)[0]
        self.alerts = sorted(alert["id"] for alert, _ in alerts)[:2]
        self.rejected = store.read("rejected", clusters=None, place=["", "", -1, ""], skip=0, limit=3)[0][0]


def parameters(known):
    """Of every read query: sensible ones, whose answer is about the first day or the newest of something."""
    ids = {"oldest": DAY_ONE.first_id, "newest": DAY_ONE.stop_id}
    hours, days = {"start": FIRST, "stop": FIRST + 24}, {"start": FIRST // 24, "stop": FIRST // 24 + 1}
    filters = dict.fromkeys(["statuses", "severities", "kinds", "clusters"])
    page = {"clusters": None, "place": ["", "", -1, ""], "skip": 0, "limit": 3}
    ranges, few = [[ids["oldest"], ids["newest"]]], {"paths": known.paths, "limit": 5, "whole": True}
    return {
        "acts_newest": {"before_time": Period().stop, "before_id": "", "limit": 3},
        "alert_calls": {"id": known.alerts[0], "limit": 5},
        "alert_counts": {},
        "alert_facets": {"id": known.alerts[0]},
        "alert_paths": {"ids": known.alerts},
        "alerted_calls": {},
        "alerted_paths": {},
        "alerts_and_commands": {"closed": True, "paths": known.paths},
        "alerts_by_id": {"ids": known.alerts},
        "alerts_newest": {**filters, "before_time": Period().stop, "before_id": "", "limit": 3},
        "alerts_of_stories": {"statuses": None, "clusters": None, "limit": 3},
        "alerts_of_calls": {"calls": known.calls},
        "arrivals": {"start": FIRST + 24 * DAYS_LARGE},
        "batches_waiting": {},
        "born": {},
        "calls_between": ids,
        "calls_by_id": {"ids": known.calls},
        "calls_in_order": {"after": ids["oldest"], "stop": ids["newest"], "limit": 20},
        "calls_in_ranges": {"ranges": ranges, **few},
        "calls_named_between": {"whole": True, **ids},
        "calls_of_few": {"most": 20, **ids, **few},
        "calls_of_paths": {"paths": known.paths, "whole": True, **ids},
        "calls_on_paths": {"paths": known.paths, "hour": FIRST, "day": FIRST // 24},
        "checkpoint": {"source": "test"},
        "checkpoints": {"sources": ["test"]},
        "cluster_starts": {},
        "clusters": {},
        "detection_states": {},
        "evidence_of_alerts": {"ids": known.alerts, "limit": 5, "whole": True},
        "expired": dict.fromkeys(queries.load("read/expired").parameters, 0) | {"calls": "", "evidence": ""},
        "extent": {},
        "hour_versions": hours,
        "kept_from": {},
        "known_among": {"ids": known.calls},
        "log_facts": {"clusters": None},
        "log_hours": {**hours, "clusters": None},
        "migrations": {},
        "newest_call": {},
        "noise_hours": {**hours, "clusters": None},
        "noise_marks_of": {"cluster": "test", "hours": [FIRST + 5]},
        "now": {},
        "oldest_claim": {},
        "origins": {},
        "postponed": {"detection": "none"},
        "postponed_calls": {},
        "oldest_path_hour": {},
        "path_days": days,
        "path_days_by_hour": days,
        "path_hours": hours,
        "paths_after": {"after": max(known.paths)},
        "paths_telling": {"fields": ["ip"], "text": "192.0.2.1"},
        "paths_touching": {"text": "object-of-day-0"},
        "rejected": page,
        "rejected_among": {"ids": [known.rejected]},
        "rejected_newest": {**page, "written": Period().stop},
        "rejected_record": {"id": known.rejected},
        "rejected_total": {"clusters": None},
        "turns": {},
    }


def values_in(answer):
    """How much an answer holds."""
    if isinstance(answer, list | dict):
        return sum(map(values_in, answer.values() if isinstance(answer, dict) else answer))
    return 1


def nodes_by_label(store):
    return dict(store.read_text("MATCH (n) UNWIND labels(n) AS label RETURN label, count(*)"))


@pytest.fixture(scope="module")
def measured(session_store, neo4j_uri):
    """Of both graphs: nodes by label; by query its hits, and how many values it answers with."""
    empty(session_store)
    grow(session_store, range(DAYS_SMALL))
    known, found = Known(session_store), []
    with ProfiledStore(neo4j_uri) as store:
        for more in (range(0), range(DAYS_SMALL, DAYS_LARGE)):
            grow(session_store, more)
            costs = {}
            for name, own in parameters(known).items():
                given = {**EVERYTHING.lists, **own}
                store.hits = 0
                answer = store.read(name, **given)
                costs[name] = store.hits, values_in(answer)
            found.append((nodes_by_label(session_store), costs))
    return found


NAMES = sorted(file.stem for file in (queries.cypher_folder() / "read").glob("*.cypher"))


@pytest.mark.parametrize("name", NAMES)
def test_a_query_costs_what_it_answers_however_large_the_graph_is(measured, name):
    (few, small), (many, large) = measured
    hits, values = (large[name][n] - small[name][n] for n in range(2))
    nodes = sum(many.get(label, 0) - few.get(label, 0) for label in LOOKS_AT.get(name, ()))
    assert hits <= SLACK + HITS_A_VALUE * values + HITS_A_NODE * nodes, (small[name], large[name])


def test_the_graph_grew_in_everything_that_queries_look_at(measured):
    (few, _), (many, _) = measured
    assert set(LOOKS_AT) <= set(NAMES)
    for label in {label for labels in LOOKS_AT.values() for label in labels} | {"Hour", "Command"}:
        assert many[label] >= few[label] * 4, label
