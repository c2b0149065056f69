"""What a webhook takes, and what it does not."""

import base64
import gzip
import json

import pytest

from graphsvc.ingest.record.posted import posted_events
from graphsvc.ingest.record.record import split_body
from tests.builders import an_event, raw

EVENTS = [an_event(auditID=f"id-{n}") for n in range(3)]
LIST = {"kind": "EventList", "apiVersion": "audit.k8s.io/v1", "metadata": {}, "items": EVENTS}


def ids(found):
    return [json.loads(r.raw)["auditID"] for r in found if not r.problem]


@pytest.mark.parametrize("body", [LIST, EVENTS], ids=["list", "array"])
def test_lists_and_arrays(body):
    for text in (raw(body), b"\xef\xbb\xbf" + raw(body), json.dumps(body, indent=1).encode()):
        assert ids(posted_events(text)) == ["id-0", "id-1", "id-2"]


def test_lines():
    lines = [raw(event) for event in EVENTS]
    assert ids(posted_events(b"\n".join(lines))) == ["id-0", "id-1", "id-2"]
    found = list(posted_events(b"\r\n".join([b"no json", lines[0], b"", lines[1][:-9], lines[2], b"{}"])))
    assert [bool(record.problem) for record in found] == [True, False, True, False, True]


def test_one_event_and_none():
    assert ids(posted_events(raw(EVENTS[0]))) == ["id-0"]
    assert list(posted_events(b" ")) == []
    assert list(posted_events(b'{"kind":"EventList","items":null}')) == []


@pytest.mark.parametrize(
    "body",
    [
        b"no json",
        b"{}",
        b"[1]",
        b'{"items":5}',
        b'{"items":[{"a":1}]}',
        b"null",
        raw(LIST)[:-9],
        b"\xff\xfe",
        b"[" * 9_000,
    ],
)
def test_what_is_no_event_is_one_record_with_a_problem(body):
    (found,) = posted_events(body)
    assert found.problem


@pytest.mark.parametrize(
    "wrapped",
    [
        {"records": [{"data": base64.b64encode(gzip.compress(raw(EVENTS[0]))).decode()}]},
        {"message": {"data": base64.b64encode(raw(EVENTS[0])).decode()}},
        {"items": [{"log": raw(EVENTS[0]).decode()}]},
    ],
)
def test_wrappings_are_for_other_doors(wrapped):
    assert len(ids(split_body(raw(wrapped)))) == 1
    (found,) = posted_events(raw(wrapped))
    assert found.problem.startswith("not an audit event")


@pytest.mark.parametrize("levels", [500, 5_000, 1_000_000])
def test_a_deep_event_costs_no_sibling(levels):
    deep = b'{"a":' * levels + b"1" + b"}" * levels
    body = raw({**LIST, "items": [EVENTS[0], {**EVENTS[1], "requestObject": "BODY"}, EVENTS[2]]})
    assert ids(posted_events(body.replace(b'"BODY"', deep))) == ["id-0", "id-1", "id-2"]
    assert ids(split_body(body.replace(b'"BODY"', deep))) == ["id-0", "id-1", "id-2"]
