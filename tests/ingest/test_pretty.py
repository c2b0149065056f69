"""Pretty documents between other lines, as `aws logs tail --format json` prints them."""

import io
import json

from graphsvc.ingest.record.record import read_records
from tests.builders import an_event, raw

HEAD = b"2026-11-23T12:00:00.123000+00:00 kube-apiserver-audit-0123abcd \n"
OTHER = b"2026-11-23T12:00:01.123000+00:00 authenticator-0123abcd time=x level=info\n"


def read(data):
    return list(read_records(io.BytesIO(data)))


def ids(records):
    return [json.loads(record.raw)["auditID"] for record in records if not record.problem and not record.rule]


def pretty(name, **values):
    return json.dumps(an_event(auditID=name, **values), indent=4).encode() + b"\n"


def test_documents_behind_a_time_and_a_name():
    odd = {
        "userAgent": "}{][,",
        "annotations": {"a": "{", "b": "]", "c": "\n}\n"},
        "requestObject": {"l": [[], {}, [{}]]},
    }
    plain = HEAD.rstrip() + b" " + raw(an_event(auditID="c")) + b"\n"
    data = HEAD + pretty("a") + OTHER + HEAD + pretty("b", **odd) + plain + HEAD
    found = read(data)
    assert ids(found) == ["a", "b", "c"]
    assert [r.rule for r in found] == ["", "foreign-categories", "", "", ""]
    assert json.loads(found[2].raw)["requestObject"] == odd["requestObject"]


def test_documents_behind_other_lines():
    found = read(
        b"I1123 12:00:00.000000       1 x.go:1] y\n" + pretty("a") + raw(an_event(auditID="b")) + b"\n" + pretty("c")
    )
    assert ids(found) == ["a", "b", "c"]
    assert [r.rule for r in found] == ["klog-lines", "", "", ""]


def test_a_document_that_does_not_end_costs_only_itself():
    cut = b"\n".join(pretty("cut").splitlines()[:-4]) + b"\n"
    found = read(HEAD + pretty("a") + HEAD + cut + HEAD + pretty("b"))
    assert ids(found) == ["a", "b"]
    assert sum(bool(r.problem) for r in found) > 0


def test_braces_without_end_are_read_once():
    found = read(b"x\n" + b"{\n" * 120_000 + raw(an_event(auditID="last")) + b"\n")
    assert len(found) == 120_002
    assert ids(found[-1:]) == ["last"]


def test_many_documents_are_no_deeper_than_one():
    assert len(read((HEAD + pretty("a")) * 20_000)) == 20_000
