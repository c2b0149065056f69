"""R19: people ask the dearest questions there are, all at once, while an API server posts."""

import gzip
import threading
import time

import httpx
import pytest

from graphsvc.errors import StoreError
from graphsvc.ingest.noise_rules import load_noise_rules
from tests.builders import a_pipeline, records
from tests.faults.ledger import Ledger
from tests.faults.poster import Poster
from tests.faults.targets import R19
from tests.service import serving
from tests.web.posts import JSON, event_list, metric, wait_for

# Everything by name and nothing grouped; terms that nothing has, so that everything is looked at.
_POLYGRAPH = """query ($search: String!) { polygraph(search: $search, top: 10000, group: false) {
  calls columns { nodes { id calls members commands } } hops { source target calls } paths { id calls } } }"""
_CALLS = (
    "query ($search: String!) { apiCalls(search: $search, first: 200, errorsOnly: true) { edges { node { id } } } }"
)
QUESTIONS = [
    (_POLYGRAPH, ""),
    (_POLYGRAPH, "-absent -name:nothing-like-it"),
    (_POLYGRAPH, "name:*absent* OR cmd:*absent* OR (absent other)"),
    (_CALLS, "absent name:*a*b*c*d*e*"),
    (_CALLS, "-name:web* -code:<600"),
]
# Reads nothing and does not end by itself for many minutes.
_ENDLESS = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a WHERE a * b = -1 RETURN count(*)"
_ENDLESS_RUNS = """SHOW TRANSACTIONS YIELD currentQuery AS text
WHERE text CONTAINS 'a * b = -1' AND NOT text STARTS WITH 'SHOW'"""


class Person(threading.Thread):
    """Asks the questions in turn; each is answered, or refused with a code that says why."""

    def __init__(self, url, first, rounds):
        super().__init__()
        self._url = url
        self._questions = (QUESTIONS[first:] + QUESTIONS[:first]) * rounds
        self.answers, self.took = [], []

    def run(self):
        with httpx.Client(base_url=self._url, timeout=600) as client:
            for query, search in self._questions:
                began = time.monotonic()
                answer = client.post("/graphql", json={"query": query, "variables": {"search": search}})
                self.took.append(time.monotonic() - began)
                self.answers.append((answer.status_code, told(answer.json())))


def told(answer):
    return sorted(error["extensions"]["code"] for error in answer.get("errors", [])) or ["answered"]


@R19
def test_posts_go_on_while_people_ask_what_is_dear(store, neo4j_uri, tmp_path, long, record_property):
    people, rounds, filling = (50, 20, 200_000) if long else (4, 1, 2_000)
    before, live = Ledger("before"), Ledger("live", hours=1)
    a_pipeline(store, rules=load_noise_rules()).ingest(records(*before.take(filling)), cluster="made", name="before")
    with serving(neo4j_uri, tmp_path) as url, httpx.Client(base_url=url, timeout=60) as client:
        with Poster(url, live, rate=2_000 if long else 200) as poster:
            asking = [Person(url, n % len(QUESTIONS), rounds) for n in range(people)]
            for person in asking:
                person.start()
            packed = gzip.compress(event_list(*live.take(100)))
            acknowledged = poster.answers[200]
            answer = client.post("/v1/audit", content=packed, headers={**JSON, "content-encoding": "gzip"})
            assert answer.status_code == 200
            wait_for(lambda: poster.answers[200] > acknowledged + 1, seconds=60)
            for person in asking:
                person.join(timeout=1_200)
            assert not any(person.is_alive() for person in asking)
        wait_for(lambda: metric(client, "graphsvc_posts_waiting") == 0, seconds=240)
    answers = [answer for person in asking for answer in person.answers]
    assert len(answers) == people * rounds * len(QUESTIONS)
    assert {code for code, _ in answers} == {200}
    assert (200, ["answered"]) in answers
    assert {code for _, codes in answers for code in codes} <= {"answered", "STORE_ERROR", "STORE_UNAVAILABLE"}
    assert poster.answers.keys() == {200}
    (before + live).check(store)
    took, posts = sorted(t for person in asking for t in person.took), sorted(poster.took)
    record_property("questions", len(answers))
    record_property("slowest", f"{took[-1]:.1f} s")
    record_property("p99 of a post", f"{posts[int(len(posts) * 0.99)] * 1e3:.0f} ms")


@R19
def test_a_statement_that_does_not_end_is_ended(store):
    with pytest.raises(StoreError, match="terminated"):
        store.read_text(_ENDLESS, timeout=1)
    wait_for(lambda: store.read_text(_ENDLESS_RUNS) == [], seconds=60)
