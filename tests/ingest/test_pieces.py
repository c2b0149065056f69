"""Records that come in pieces: in any order, among others, with some missing, while the log is being written."""

import io
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.domain.batch import Rejection
from graphsvc.domain.call import Call
from graphsvc.domain.skew import Arrival
from graphsvc.ingest.decoding import cleaned, decode
from graphsvc.ingest.record import pieces as pieces_module
from graphsvc.ingest.record.formats import FORMATS
from graphsvc.ingest.record.record import read_records, split_body
from graphsvc.ingest.record.settled import settled
from tests.builders import an_event, raw

SECRET = "aHVudGVyMg-hunter2"


def event(number, note="x" * 50):
    body = {"kind": "Secret", "metadata": {"name": "s", "annotations": {"note": note}}, "data": {"k": SECRET}}
    return raw(an_event(auditID=f"id-{number}", verb="create", requestObject=body)).decode()


def cut(text, count):
    size = -(-len(text) // count)
    return [text[at : at + size] for at in range(0, len(text), size)]


def numbered(number, count=4, first=1, **fields):
    parts = cut(event(number), count)
    return [
        {
            "log": part,
            "container_id": "c",
            "time": "2026-11-24T09:00:01Z",
            "partial_id": f"p-{number}",
            "partial_ordinal": str(place),
            "partial_last": str(place == first + len(parts) - 1).lower(),
            **fields,
        }
        for place, part in enumerate(parts, first)
    ]


def split(number, count=3):
    parts = cut("registry.example/app", count)
    payload = {
        "serviceName": "k8s.io",
        "methodName": "io.k8s.core.v1.pods.create",
        "resourceName": "core/v1/namespaces/shop/pods/web",
        "authenticationInfo": {"principalEmail": "amira@retail.example"},
    }
    return [
        {
            "insertId": f"id-{number}-{place}",
            "operation": {"id": f"id-{number}", "first": True, "last": True},
            "timestamp": "2026-11-24T09:00:01Z",
            "split": {"uid": f"u-{number}", "index": place, "totalSplits": len(parts)},
            "protoPayload": {**payload, "request": {"kind": "Pod", "spec": {"containers": [{"image": part}]}}},
        }
        for place, part in enumerate(parts)
    ]


def lines(records):
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def read(records):
    return list(read_records(io.BytesIO(lines(records))))


def told(found):
    return [decode(cleaned(record), "c", "x", Arrival(1 << 46)) for record in found]


def ids(found):
    return sorted(call.properties["audit_id"] for call in told(found) if isinstance(call, Call))


@given(st.integers(2, 7), st.sampled_from([numbered, split]), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_any_order_and_anything_between(count, make, order):
    several = [make(number, count) for number in range(4)]
    records = [*(piece for pieces in several for piece in pieces), *(json.loads(event(9)) for _ in range(3))]
    order.shuffle(records)
    found = read(records)
    assert ids(found) == ["id-0", "id-1", "id-2", "id-3", "id-9", "id-9", "id-9"]
    assert all(b"truncated" not in record.raw for record in found)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("values", [{}, {"partial_message": True}, {"partial_message": "true"}])
def test_numbers_and_flags_of_any_type(first, values):
    records = numbered(1, first=first, **values)
    typed = [{**r, "partial_ordinal": int(r["partial_ordinal"]), "partial_last": r["partial_last"] == "true"}
             for r in records]  # fmt: skip
    assert ids(read(records)) == ids(read(typed)) == ["id-1"]


@pytest.mark.parametrize("make", [numbered, split])
@pytest.mark.parametrize("missing", range(4))
def test_what_is_missing_costs_as_little_as_can_be(make, missing):
    records = make(1, 4)
    del records[missing]
    found = read([*records, *make(2, 4)])
    answers = told(found)
    calls = {c.properties["audit_id"]: c.properties.get("truncated", False) for c in answers if isinstance(c, Call)}
    assert calls == ({"id-1": True, "id-2": False} if missing else {"id-2": False})
    rejected = [answer for answer in answers if isinstance(answer, Rejection)]
    assert len(rejected) == (missing == 0 or (make is numbered and missing < 3))
    assert all(answer.reason.startswith("a piece (") and SECRET not in answer.raw for answer in rejected)


def test_a_piece_that_is_sent_again_is_none_of_another_record():
    records = numbered(1)
    assert ids(found := read([*records, *records, records[1]])) == ["id-1"]
    assert len(found) == 1


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda records: json.dumps(records).encode(),
        lambda records: json.dumps({"entries": records}).encode(),
        lambda records: json.dumps([{"message": r, "beat": {}} for r in records]).encode(),
    ],
)
@pytest.mark.parametrize("make", [numbered, split])
def test_pieces_of_a_post(wrapped, make):
    body = wrapped([*make(1), *make(2)])
    if b"beat" not in body or make is numbered:
        assert ids(split_body(body, FORMATS["gke"] if b"entries" in body else None)) in (["id-1", "id-2"], [])


MARKS = [{"logtag": "P"}, {"partial_message": "true"}, {"_partial": True}, {"CONTAINER_PARTIAL_MESSAGE": "true"}]


@pytest.mark.parametrize("mark", MARKS, ids=str)
def test_streams_are_told_apart_and_a_lost_end_costs_one_record(mark):
    def stream(number, name):
        *parts, last = cut(event(number), 3)
        record = {"stream": name, "time": "2026-11-24T09:00:01Z"}
        return [*({"log": part, **record, **mark} for part in parts), {"log": last, **record}]

    one, two, lost = stream(1, "stdout"), stream(2, "stderr"), stream(3, "stdout")
    records = [one[0], two[0], two[1], one[1], one[2], two[2], *lost[:2], *stream(4, "stdout")]
    assert ids(read(records)) == ["id-1", "id-2", "id-3", "id-4"]
    assert ids(read([*lost[:2], {"log": event(5), "stream": "stdout"}])) == ["id-3", "id-5"]


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(pieces_module, "_MOST_RECORDS", 10)
    firsts = [numbered(number)[0] for number in range(100)]
    found = read(firsts)
    assert ids(found) == sorted(f"id-{number}" for number in range(100))
    monkeypatch.setattr(pieces_module, "_MOST_BYTES", 1)
    assert ids(read(firsts)) == sorted(f"id-{number}" for number in range(100))


def test_a_log_that_grows_is_read_up_to_what_can_be_joined():
    a, b, plain = numbered(1), numbered(2), [json.loads(event(9))]
    records = [*plain, a[0], b[0], *plain, a[1], a[2], a[3], *plain]
    text = [json.dumps(record).encode() for record in records]
    assert settled(text) == 1  # b is open, and a goes over its beginning
    assert settled([*text, *(json.dumps(record).encode() for record in b[1:])]) == len(text) + 3
    much = [raw(an_event(userAgent="x" * 1_000))] * 2_000
    assert settled([*text, *much]) == len(text) + len(much)  # b's others do not come any more


@pytest.mark.parametrize("seed", range(20))
def test_hostile_pieces_are_told_of(seed):
    chance = random.Random(seed)
    values = [None, -1, 0, 1, 3, 10**9, "x", [], {}, True, "true", "1"]
    names = ["partial_id", "partial_ordinal", "partial_last", "logtag", "split", "log", "stream", "partial_message"]
    records = [{name: chance.choice(values) for name in chance.sample(names, 4)} for _ in range(50)]
    records += [{"split": {"uid": "u", "index": chance.choice(values), "totalSplits": chance.choice(values)}}] * 5
    found = read([*records, json.loads(event(1))])
    assert "id-1" in ids(found)
