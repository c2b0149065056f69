"""Huge events keep who did what."""

from graphsvc.domain.call import project_call
from graphsvc.domain.event import UNSET, parse_event
from graphsvc.domain.truncation import LARGEST_EVENT, truncated
from tests.builders import an_event, raw
from tests.faults.targets import R13

HUGE = "x" * LARGEST_EVENT


def test_an_event_that_is_not_huge_stays():
    line = raw(an_event(requestObject={"a": "x" * 1_000}))
    assert truncated(line) is line


@R13
def test_a_huge_event_loses_its_bodies_and_says_so():
    notes = {"authorization.k8s.io/decision": "allow"}
    line = truncated(raw(an_event(auditID="h", requestObject={"a": HUGE}, responseObject=[], annotations=notes)))
    event = parse_event(line)
    assert len(line) < 1_000
    assert (event.request_object, event.response_object) == (UNSET, UNSET)
    call = project_call(event, "c")
    assert (call.properties["audit_id"], call.properties["truncated"]) == ("h", True)
    assert call.properties["decision"] == "allow"


def test_a_body_that_is_huge_and_deep():
    body = b'{"a":' * 200_000 + b"1" + b"}" * 200_000
    line = truncated(raw(an_event(auditID="h", requestObject="BODY")).replace(b'"BODY"', body))
    assert parse_event(line).audit_id == "h"
    assert b"requestObject" not in line


def test_what_is_huge_otherwise_stays():
    for line in (raw(an_event(annotations={"a": HUGE})), HUGE.encode(), b"[" + HUGE.encode()):
        assert truncated(line) == line
    assert truncated(raw(an_event(requestObject=HUGE, annotations="none"))).endswith(b'"true"}}')
