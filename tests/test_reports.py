"""What practitioners reported about tools of this kind, and what must come here: one small log each, in tests/reports.

Each stands for a kind of fault. The whole way is gone, from the file to the search's answer or to the alert.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.noise import noise_filter
from graphsvc.errors import BadSearch
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.write.renewal import empty
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.record.record import read_records

FOLDER = Path(__file__).parent / "reports"
NAMES = sorted(file.stem for file in FOLDER.iterdir())

# By report: searches and the audit ids of the calls that they find.
FOUND = {
    "as-group": {
        "group:system:masters": {"asgroup-1"},
        "system:masters": {"asgroup-1"},
        "group:=team": {"asgroup-1", "asgroup-2"},
    },
    "commands-through-nodes-proxy": {"cmd:shadow": {"np-1"}, "is:exec": {"np-1", "np-2"}},
    "cut-before-objectref": {
        "kind:secrets name:db-root": {"cut-1"},
        "is:exec ns:shop name:web-0 cmd:id": {"cut-2"},
        "kind:deployments verb:delete name:web": {"cut-3"},
    },
    "deprecated-callers": {"removed:*": {"dep-1"}, "removed:1.25": {"dep-1"}, "version:policy/v1beta1": {"dep-1"}},
    "dry-run": {"is:dryrun": {"dry-1", "dry-2"}, "verb:delete -is:dryrun": {"dry-3"}, "is:delete": {"dry-3"}},
    "events-the-server-lost": {
        "kind:secrets ns:shop verb:create code:201 user:nora ip:203.0.113.49 note:reported-lost": {"hole-2"},
        "note:reported-lost": {"hole-2"},
    },
    "field-names-people-type": {
        "verb:delete objectRef.resource:namespaces objectRef.name:gram": {"gram-1"},
        "namespace:gram verb:delete": {"gram-1"},
        "ns:gram verb:delete": {"gram-1"},
        "kind:secrets verb:update|patch": {"gram-2"},
        "kind:secrets verb:update,patch": {"gram-2"},
    },
    "gke-exec-command": {"cmd:shadow": {"gkecmd-1"}, "is:exec cmd:id": {"gkecmd-2"}},
    "grafana-csv": {"is:exec": {"graf-1"}},
    "kibana-fields": {"is:exec user:nora code:101": {"kib-1"}},
    "names-in-collections": {"name:gone-web-1": {"gone-1"}, "name:=gone-web-0": {"gone-1"}},
    "people-behind-proxies": {
        "kind:secrets is:human": {"human-1", "human-2", "human-4"},
        "group:platform": {"human-1"},
        "group:sre": {"human-2"},
        "tess": {"human-1"},
        "claim:tess": {"human-1"},
        "198.51.100.78": {"human-2"},
        "ip:198.51.100.77": {"human-1"},
    },
    "questions-of-one-call": {
        "pod:cart-6f9-abcde": {"ask-1"},
        "node:worker-7": {"ask-1"},
        "cred:7f3c7e0a": {"ask-1"},
        "refused:authorization": {"ask-2"},
        "refused:admission": {"ask-3"},
        "reason:relationship": {"ask-2"},
        "reason:PodSecurity": {"ask-3"},
        "took:>5s": {"ask-4"},
        "decision:forbid": {"ask-2"},
        "code:4xx": {"ask-2", "ask-3"},
    },
    "same-plural-other-group": {"kind:=pods": {"crd-3"}, "kind:=secrets": set()},
    "server-side-apply": {"is:create": {"ssa-1", "ssa-2"}, "action:create": {"ssa-1", "ssa-2"}},
    "spoofed-forwarded-for": {
        "ip:203.0.113.66": {"spoof-1"},
        "203.0.113.66": {"spoof-1"},
        "ip:10.0.0.5": {"spoof-1"},
        "ip:external": {"spoof-1", "spoof-3"},
        "network:external": {"spoof-1"},
        "ip:198.51.100.0/24": {"spoof-3"},
    },
}  # fmt: skip

# By report: detections, and the audit ids of the calls that they fire for; all others of the report are silent.
FIRED = {
    "autoscaled-nodes": {"OR-05": set()},
    "binding-grown": {"RB-01": {"grown-1", "grown-2"}},
    "cut-before-objectref": {"EX-01": {"cut-2"}},
    "dry-run": {"WL-28": set(), "WL-01": set()},
    "firelens-partial": {"WL-01": {"lens-1"}},
    "host-path-spelling": {"WL-06": {"path-1", "path-2"}},
    "json-patch-body": {"WL-01": {"jp-1"}, "RB-13": {"jp-2"}},
    "public-on-purpose": {"AN-01": {"pub-4"}},
    "same-plural-other-group": {"SE-03": set()},
    "server-side-apply": {"RB-01": {"ssa-1"}, "RB-05": {"ssa-1"}, "WL-28": {"ssa-2"}},
    "watch-is-list": {"SE-03": {"wl-1"}},
}

# Words that no field has are refused with what to do instead; they are never text that nothing fits.
REFUSED = ("since:1h", "requestURI:/api", "auditID:x", "objectRef.subresource:exec")

ALL_ARE_CALLS = {
    "side-fields": 4,
    "firelens-partial": 1,
    "grafana-csv": 1,
    "kibana-fields": 1,
    "cut-before-objectref": 3,
}


@dataclass
class Taken:
    calls: int
    rejected: int
    noise: int
    reader: Reader
    fired: dict[str, set[str]]

    def found(self, search):
        page = self.reader.calls(Question(search), first=100)
        return {call.properties["audit_id"] for call in page.calls}

    def counted(self, search):
        return self.reader.count(Question(search)).calls


@pytest.fixture(scope="module")
def take(session_store):
    taken = {}

    def once(name):
        if name not in taken:
            taken.clear()  # one graph at a time
            taken[name] = _take(session_store, name)
        return taken[name]

    return once


def _take(store, name):
    empty(store)
    (file,) = FOLDER.glob(f"{name}.*")
    pipeline = Pipeline(Writer(store), None, noise_filter(load_noise_rules()))
    with file.open("rb") as stream:
        account = pipeline.ingest(read_records(stream), cluster="reported", name=name)
    reader, fired = Reader(store), {}

    def tell(occurrences):
        for occurrence in occurrences:
            fired.setdefault(occurrence.detection.code, set()).add(occurrence.audit_id)

    Engine(store, reader, load_detections()).run_waiting(tell)
    return Taken(account.calls, account.rejected_total, sum(account.noise.values()), reader, fired)


def test_every_report_is_looked_at():
    looked_at = {*FOUND, *FIRED, *ALL_ARE_CALLS, "secrets-in-commands"}
    assert set(NAMES) == looked_at


@pytest.mark.parametrize(
    ("name", "search", "expected"),
    sorted((n, s, e) for n, searches in FOUND.items() for s, e in searches.items()),
)
def test_a_search_finds_what_was_asked_for_and_counts_it(take, name, search, expected):
    taken = take(name)
    assert taken.found(search) == expected
    assert taken.counted(search) == len(expected)
    assert taken.counted(f"-({search})") == taken.calls - len(expected)


@pytest.mark.parametrize("name", sorted(FIRED))
def test_detections_fire_for_what_it_is_and_for_nothing_else(take, name):
    fired = take(name).fired
    assert {code: fired.get(code, set()) for code in FIRED[name]} == FIRED[name]


@pytest.mark.parametrize("name", sorted(ALL_ARE_CALLS))
def test_every_record_becomes_a_call(take, name):
    taken = take(name)
    assert (taken.calls, taken.rejected, taken.noise) == (ALL_ARE_CALLS[name], 0, 0)


@pytest.mark.parametrize("search", REFUSED)
def test_what_cannot_be_asked_for_is_refused(take, search):
    with pytest.raises(BadSearch, match="cannot be asked for"):
        take("field-names-people-type").found(search)


def test_no_secret_of_a_command_is_kept(take):
    taken = take("secrets-in-commands")
    told = [call.properties for call in taken.reader.calls(Question(""), first=100).calls]
    assert taken.calls == len(told) > 0
    assert "Planted4Test9" not in str(told)
