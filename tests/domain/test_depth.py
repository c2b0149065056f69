"""Nesting beyond what decoders go: nothing crashes, and what stands around it is kept."""

import json
import threading

import msgspec
import pytest

from graphsvc.domain.depth import DEEPEST, decoded, shallow
from graphsvc.domain.event import parse_body, parse_event
from graphsvc.domain.redaction import redact_line
from tests.builders import an_event, raw
from tests.faults.targets import R14

pytestmark = R14


def deep(levels, opening=b'{"a":', closing=b"}"):
    return opening * levels + b"1" + closing * levels


def with_body(body, **given):
    """An event whose body is given as text: encoders do not go as deep either."""
    return raw(an_event(requestObject="BODY", **given)).replace(b'"BODY"', body)


def test_what_is_shallow_stays():
    text = raw(an_event(requestObject={"a": ["[{", '\\"}', {"b": []}]}))
    assert shallow(text) == text


def test_only_what_is_too_deep_goes():
    found = json.loads(shallow(b'{"x":' + deep(DEEPEST + 50) + b',"y":[{"z":"]}"}]}'))
    assert found["y"] == [{"z": "]}"}]
    for _ in range(DEEPEST - 1):
        found = found.get("x") or found["a"]
    assert found == {"a": f"[deeper than {DEEPEST} levels]"}


@pytest.mark.parametrize("levels", [500, 5_000, 1_000_000])
@pytest.mark.parametrize("kind", [(b'{"a":', b"}"), (b"[", b"]")])
def test_a_deep_body_does_not_hide_its_call(levels, kind):
    line = with_body(deep(levels, *kind), auditID="deep")
    assert parse_event(line).audit_id == "deep"
    assert parse_event(redact_line(line)).audit_id == "deep"
    unknown = line.replace(b'"requestObject"', b'"unheardOf"')
    assert parse_event(redact_line(unknown)).audit_id == "deep"


def test_a_deep_secret_is_redacted():
    body = b'{"data":{"password":"hunter2"},"x":' + deep(5_000) + b"}"
    line = redact_line(with_body(body, ref={"resource": "secrets", "namespace": "shop", "name": "s"}))
    assert b"hunter2" not in line
    assert parse_body(parse_event(line).request_object)["data"] == {"password": "[redacted]"}


def test_what_never_ends_is_no_json():
    with pytest.raises(msgspec.DecodeError):
        decoded(msgspec.json.decode, b"[" * 100_000)


def test_small_stacks_are_enough():
    line, found = with_body(deep(1_000_000)), []
    before = threading.stack_size(512 << 10)
    try:
        thread = threading.Thread(target=lambda: found.append(parse_event(redact_line(line))))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert len(found) == 1
