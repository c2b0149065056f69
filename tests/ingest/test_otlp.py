"""Log records of OpenTelemetry's protocol, as its own types write them, and as nobody should."""

import base64
import json

import pytest
from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse

from graphsvc.ingest.record.otlp import parts_of_json, parts_of_protobuf
from graphsvc.ingest.record.record import records_of_parts
from graphsvc.ingest.record.wire import written
from tests.builders import an_event, raw

EVENT = an_event(auditID="id-1", sourceIPs=["10.0.0.1", "10.0.0.2"], responseStatus={"code": 403, "metadata": {}})


def put(any_value, found):
    """A value of JSON as an AnyValue."""
    if isinstance(found, dict):
        any_value.kvlist_value.SetInParent()
        for key, item in found.items():
            pair = any_value.kvlist_value.values.add()
            pair.key = key
            put(pair.value, item)
    elif isinstance(found, list):
        any_value.array_value.SetInParent()
        for item in found:
            put(any_value.array_value.values.add(), item)
    elif found is not None:
        name = {bool: "bool", int: "int", float: "double", str: "string", bytes: "bytes"}[type(found)]
        setattr(any_value, f"{name}_value", found)


def request(*bodies, **attributes):
    found = ExportLogsServiceRequest()
    records = found.resource_logs.add().scope_logs.add().log_records
    for body in bodies:
        record = records.add()
        record.time_unix_nano = 1795510801000000000
        put(record.body, body)
        for key, item in attributes.items():
            pair = record.attributes.add()
            pair.key = key
            put(pair.value, item)
    return found


def records(message):
    """Of both encodings, which must be the same."""
    of_protobuf = list(records_of_parts(parts_of_protobuf(message.SerializeToString())))
    text = json_format.MessageToJson(message).encode()
    of_json = list(records_of_parts(parts_of_json(text)))
    assert [(r.raw, r.problem, r.rule, r.time) for r in of_json if not r.problem] == [
        (r.raw, r.problem, r.rule, r.time) for r in of_protobuf if not r.problem
    ]
    assert [r.problem for r in of_json] == [r.problem for r in of_protobuf]
    return of_protobuf


@pytest.mark.parametrize(
    "body",
    [
        EVENT,
        raw(EVENT).decode(),
        raw(EVENT),
        {"log": raw(EVENT).decode(), "stream": "stdout"},
        {"message": EVENT},
        "2026-11-24T09:00:01.000000001Z stdout F " + raw(EVENT).decode(),
    ],
    ids=["map", "text", "bytes", "record of Fluent Bit", "map in a map", "line of CRI"],
)
def test_bodies_of_any_kind(body):
    (found,) = records(request(body))
    assert not found.problem
    assert json.loads(found.raw) == EVENT


def test_a_parsed_event_in_the_attributes():
    for body in (None, "", "parsed", raw(EVENT).decode()):
        (found,) = records(request(body, **EVENT))
        assert json.loads(found.raw) == EVENT


def test_other_lines_and_what_cannot_be_read():
    klog = "I1124 09:00:02.958464       1 a.go:1] one"
    found = records(request(klog, None, 5, ["x"], {"a": 1}, "text", EVENT))
    assert [record.rule for record in found if record.rule] == ["klog-lines"]
    assert sum(bool(record.problem) for record in found) == 5
    assert not found[-1].problem


def test_pieces_are_joined():
    text = raw(EVENT).decode()
    parts = [text[:100], text[100:300], text[300:]]
    marked = [{"log": part, "stream": "stdout", "logtag": "P" if n < 2 else "F"} for n, part in enumerate(parts)]
    (found,) = records(request(*marked))
    assert json.loads(found.raw) == EVENT


def test_what_the_official_types_would_lose_a_request_for():
    """Deep bodies and texts that are no UTF-8: collectors written in Go send both."""
    deep = "x"
    for _ in range(60):
        deep = {"a": [deep]}
    good = request(EVENT).SerializeToString()
    bad_text = request("x" * 9).SerializeToString().replace(b"x" * 9, b"\xff" * 9)
    parts = list(parts_of_protobuf(good + request({**EVENT, "requestObject": deep}).SerializeToString() + bad_text))
    found = list(records_of_parts(parts))
    assert [bool(record.problem) for record in found] == [False, False, True]
    assert json.loads(found[1].raw)["requestObject"] == deep
    deeper = deep
    for _ in range(2_000):
        deeper = {"a": deeper}
    body = nested(2_000)
    (found,) = records_of_parts(parts_of_protobuf(body))
    assert found.problem


def nested(levels):
    value = written({1: "x"})
    for _ in range(levels):
        value = written({6: written({1: written({1: "a", 2: value})})})
    return written({1: written({2: written({2: written({5: value})})})})


def test_a_broken_record_costs_only_itself():
    record = written({5: b"\x0a\xff\xff"})
    good = request(EVENT).SerializeToString()
    body = good + written({1: written({2: written({2: record})})}) + good
    assert [bool(found.problem) for found in records_of_parts(parts_of_protobuf(body))] == [False, True, False]


@pytest.mark.parametrize("body", [b"{}x", b"\x0a\xff", b"\xff" * 30, b"text that is no message"])
def test_what_is_no_request_is_said_so(body):
    with pytest.raises(ValueError, match="protobuf"):
        list(parts_of_protobuf(body))


@pytest.mark.parametrize("body", [b"", b"no", b"[5]", b'{}\n{"a":1}', b'{"kind":"EventList","items":[]}', b"[" * 9_000])
def test_what_is_no_json_request_is_said_so(body):
    with pytest.raises(ValueError, match=r"JSON|resourceLogs"):
        list(parts_of_json(body))


def test_nothing_is_a_request_of_nothing():
    assert list(parts_of_protobuf(b"")) == list(parts_of_json(b"{}")) == list(parts_of_json(b"[]")) == []
    assert list(parts_of_json(b'{"resourceLogs":[{"scopeLogs":[null,{"logRecords":5}]},7,null]}')) == []


@given(st.binary(max_size=300), st.integers(0, 400))
def test_any_bytes_are_read_or_said_to_be_none(noise, place):
    good = request(EVENT, "text").SerializeToString()
    for body in (noise, good[:place] + noise + good[place:]):
        try:
            list(records_of_parts(parts_of_protobuf(body)))
        except ValueError as error:
            assert "protobuf" in str(error)  # noqa: PT017


def test_several_requests_of_json():
    one = json_format.MessageToJson(request(EVENT), indent=None).encode()
    for body in (one + b"\n" + one + b"\n", b"[" + one + b"," + one + b"]"):
        assert len(list(parts_of_json(body))) == 2


def test_bytes_of_json_are_base64():
    body = {
        "resourceLogs": [
            {"scopeLogs": [{"logRecords": [{"body": {"bytesValue": base64.b64encode(raw(EVENT)).decode()}}]}]}
        ]
    }
    (found,) = records_of_parts(parts_of_json(raw(body)))
    assert json.loads(found.raw) == EVENT


def test_answers_are_what_the_official_types_read():
    answer = ExportLogsServiceResponse.FromString(written({1: written({1: 300, 2: "é" * 100})}))
    assert (answer.partial_success.rejected_log_records, answer.partial_success.error_message) == (300, "é" * 100)
