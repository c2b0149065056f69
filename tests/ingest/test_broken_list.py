"""Lists of records with one that cannot be read, and lists without an end."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.ingest.record import line
from graphsvc.ingest.record.broken_list import without_broken
from graphsvc.ingest.record.record import read_records
from tests.builders import an_event, raw

EVENTS = [an_event(auditID=f"id-{n}", userAgent='a}]{"[,') for n in range(4)]
MESSAGES = [{"id": str(n), "timestamp": 1, "message": json.dumps(event)} for n, event in enumerate(EVENTS)]
LISTS = {
    "array": EVENTS,
    "list": {"kind": "EventList", "metadata": {}, "items": EVENTS},
    "delivery": {"logGroup": "/aws/eks/prod/cluster", "logStream": "kube-apiserver-audit-1", "logEvents": MESSAGES},
    "hits": {
        "hits": {"total": 4, "hits": [{"_source": {"@timestamp": "2026", "message": json.dumps(e)}} for e in EVENTS]}
    },
    "batch": {"records": [{"category": "kube-audit", "properties": {"log": json.dumps(e)}} for e in EVENTS]},
}


@pytest.fixture(params=LISTS.values(), ids=LISTS)
def document(request):
    return request.param


@pytest.fixture(params=[None, 1], ids=["compact", "pretty"])
def text(request, document):
    return json.dumps(document, indent=request.param).encode()


def read(data):
    found = list(read_records(io.BytesIO(data)))
    return [json.loads(r.raw)["auditID"] for r in found if not r.problem], [r for r in found if r.problem]


def test_a_cut_list_gives_what_is_whole(text):
    ids, (broken,) = read(text[: text.index(b"id-2") + 20])
    assert ids == ["id-0", "id-1"]
    assert broken.problem.startswith("not valid JSON")
    assert b"id-2" in broken.raw


def test_one_that_cannot_be_read_costs_no_sibling(text):
    at = text.rindex(b"{", 0, text.index(b"id-1"))
    ids, broken = read(text[: at + 1] + b"broken " + text[at + 1 :])
    assert ids == ["id-0", "id-2", "id-3"]
    assert [b"broken" in r.raw for r in broken] == [True]


def test_the_wrapping_of_a_cut_list_is_known_still():
    text = json.dumps(LISTS["delivery"]).encode()
    found = list(read_records(io.BytesIO(text[: text.index(b"id-2")])))
    assert [r.cluster for r in found if not r.problem] == ["prod", "prod"]


def test_a_cut_event_is_no_list():
    """Its own lists are not taken for one of records, and what is left of it not for the whole."""
    body = {"kind": "PodList", "items": [{"a": 1}, {"b": 2}]}
    whole = raw(an_event(responseObject=body))
    for text in (whole[: whole.index(b'"b"')], raw({"user": {}, "responseObject": body, "auditID": "x"})[:-30]):
        assert read(text)[0] == []


@given(st.binary(max_size=60), st.sampled_from([b"[", b"{", b'{"items":[', b"}[", b"[]]}[{"]))
def test_whatever_it_is_nothing_is_raised(data, start):
    document, broken = without_broken(start + data)
    assert document == b"" or json.loads(document) is not None or broken


LINES = [raw(event) for event in EVENTS]


@pytest.mark.parametrize(
    "data",
    [
        b"[\n" + b",\n".join(LINES) + b"\n]\n",
        b"[\n" + b"\n,\n".join(LINES) + b"\n]",
        b",\n".join(LINES),
        b",\n".join(LINES) + b",\n",
        b"[\r\n" + b",\r\n".join(LINES),
        b" ".join(LINES),
        b"\r".join(LINES),
    ],
    ids=["list", "commas of their own", "no list", "commas at the end", "no end", "blanks", "returns"],
)
def test_items_with_lines_of_their_own(data):
    assert read(data) == (["id-0", "id-1", "id-2", "id-3"], [])


def test_a_list_of_lines_may_be_as_long_as_it_likes(monkeypatch):
    monkeypatch.setattr(line, "LONGEST", 2_000)
    monkeypatch.setattr("graphsvc.ingest.record.document.LARGEST", 4_000)
    ids, broken = read(b"[\n" + b",\n".join(LINES * 5) + b"\n]")
    assert (len(ids), broken) == (20, [])


def test_a_text_without_an_end_is_looked_at_once():
    """Minutes otherwise: each quote within it could be another one's start."""
    text = b'[{"a": 1}, {"b": "' + b'\\"' * 500_000
    document, (broken,) = without_broken(text)
    assert (document, broken) == (b'[{"a": 1}]', text[11:])
