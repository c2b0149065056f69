"""Rows of CSV below their head."""

import csv
import io
import json

import pytest

from graphsvc.ingest.record.line import Line
from graphsvc.ingest.record.record import read_records
from graphsvc.ingest.record.table import join_rows
from tests.builders import an_event, raw

HEAD = ["AuditId", "Stage", "Verb", "User", "RequestObject", "RequestReceivedTime [UTC]"]


def table(rows, head=HEAD, **how):
    text = io.StringIO()
    csv.writer(text, **how).writerows([head, *rows])
    return text.getvalue().encode()


def row(number, body="", at="1/2/2026, 12:00:00.5 AM"):
    return [f"id-{number}", "ResponseComplete", "get", '{"username":\n\n "amira"}', body, at]


def ids(found):
    return [json.loads(r.raw)["auditID"] for r in found if not r.problem]


def read(data):
    return list(read_records(io.BytesIO(data)))


@pytest.mark.parametrize("how", [{}, {"lineterminator": "\n"}, {"quoting": csv.QUOTE_ALL}])
@pytest.mark.parametrize("order", [range(6), [5, 3, 1, 0, 2, 4], [4, 5, 0, 1, 2, 3]])
def test_columns_of_any_order(how, order):
    rows = [[row(n, '{"a": "}{,\\"\n"}')[i] for i in order] for n in range(3)]
    assert ids(read(table(rows, [HEAD[i] for i in order], **how))) == ["id-0", "id-1", "id-2"]


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("1/2/2026, 12:00:00.5 AM", "2026-01-02T00:00:00.5Z"),
        ("11/12/2026, 12:07:09.123 PM", "2026-11-12T12:07:09.123Z"),
        ("11/12/2026, 1:07:09\u202fPM", "2026-11-12T13:07:09Z"),
        ("2026-11-12T13:07:09Z", "2026-11-12T13:07:09Z"),
        ("31.12.2026 13:07", "31.12.2026 13:07"),
    ],
)
def test_times_of_the_portal(cell, time):
    (found,) = read(table([row(0, at=cell)]))
    assert json.loads(found.raw)["requestReceivedTimestamp"] == time


BROKEN = [
    b'id-x,"Response',
    b'a,b,c,d,e,"f',
    b"one,two",
    b'"""","",""',
    b'"a',
    b'x,"y"z"',
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_row_costs_only_itself(broken):
    rows = table([row(n) for n in range(3)], lineterminator="\n").split(b"\nid-")
    for place in range(1, 4):
        found = read(b"\nid-".join(rows[:place]) + b"\n" + broken + b"\nid-" + b"\nid-".join(rows[place:]))
        assert ids(found) == ["id-0", "id-1", "id-2"]
        assert [r.problem for r in found if r.problem] == ["a row of CSV that has not the 6 cells of its head"]


def test_all_rows_broken_are_each_told_of():
    found = read(table([]) + b"\n".join(BROKEN * 50))
    assert len(found) == 50 * len(BROKEN)
    assert all(r.problem for r in found)


def test_an_open_quote_does_not_gather_the_whole_file():
    taken = 0

    def lines():
        nonlocal taken
        for number in range(1, 100_000):
            taken += 1
            yield Line(b"AuditId,Stage,Verb" if number == 1 else b'"open' if number == 2 else b"a,b,c", number)

    rows = join_rows(lines())
    assert next(rows).problem
    assert taken < 2_000


def test_a_row_that_needs_no_head_is_read_without_where_it_does_not_fit():
    text = raw(an_event(auditID="x")).decode().replace('"', '""')
    head, fits, does_not = (
        "@timestamp,@message",
        f'2026-01-01 00:00:00.000,"{text}"',
        f'2026-01-01 00:00:00.000,"{text}",one,more',
    )
    assert ids(read(f"{head}\n{fits}\n{does_not}".encode())) == ["x", "x"]


def test_another_head_and_other_lines_between():
    data = (
        table([row(0)])
        + raw(an_event(auditID="id-1"))
        + b"\r\n"
        + table([["Panic", "id-2", "get", "2026-11-12T13:07:09Z"]], ["Stage", "AuditId", "Verb", "RequestReceivedTime"])
    )
    assert ids(read(data)) == ["id-0", "id-1", "id-2"]


def test_a_body_that_was_cut_is_left_out():
    (found,) = read(table([row(0, '{"kind":"Secret","data":{"a":"aHVudGVyMg=='.ljust(9_000, "x"))]))
    event = json.loads(found.raw)
    assert event["annotations"] == {"audit.k8s.io/truncated": "true"}
    assert "requestObject" not in event


def test_bodies_of_rows_that_cannot_be_read_are_not_shown():
    secret = '{"kind":"Secret","data":{"a":"aHVudGVyMg=="}}'
    rows = [[*row(0, secret), "one more"], [*row(1, secret)[:3], '{"cut', secret, ""]]
    found = read(table(rows))
    assert all(r.problem for r in found)
    assert not any(b"aHVudGVyMg" in r.raw for r in found)


OTHER = '{"job":"audit","note":"an auditID, a stage and a verb"}'
DIALECTS = [
    {},
    {"delimiter": ";"},
    {"delimiter": "\t", "quoting": csv.QUOTE_ALL},
    {"delimiter": "|", "lineterminator": "\n"},
    {"doublequote": False, "escapechar": "\\", "quoting": csv.QUOTE_ALL},
    {"doublequote": False, "escapechar": "\\", "delimiter": ";", "quoting": csv.QUOTE_ALL},
    {"quotechar": "'", "quoting": csv.QUOTE_ALL},
]


@pytest.mark.parametrize("how", DIALECTS, ids=str)
@pytest.mark.parametrize("before", ["", "\ufeff", "\ufeffsep={}\r\n"])
@pytest.mark.parametrize("head", [["labels", "Time", "Line", "id"], None])
def test_the_event_in_any_column_of_any_dialect(how, before, head):
    events = [an_event(auditID=f"id-{n}", userAgent='a "b", c;\t|\\ d') for n in range(3)]
    for place in range(4):
        text = io.StringIO()
        rows = [[OTHER, "2026-11-24 09:00:01.000", "x,y;z"] for _ in events]
        for cells, event in zip(rows, events, strict=True):
            cells.insert(place, raw(event).decode())
        names = head and head[:2] + head[3:]
        if names:
            names.insert(place, head[2])
        csv.writer(text, **how).writerows([*([names] if names else []), *rows])
        data = before.format(how.get("delimiter", ",")) + text.getvalue()
        found = read(data.encode())
        assert ids(found) == ["id-0", "id-1", "id-2"], found
        assert len(found) == 3


@pytest.mark.parametrize("name", ["Line", "a name nobody knows", "", "Time"])
def test_documents_over_several_lines_in_cells(name):
    pretty = json.dumps(an_event(auditID="id-0"), indent=2)
    data = table([["2026-11-24 09:00:01.000", pretty], ["2026-11-24 09:00:01.000", pretty]], ["Time", name])
    assert ids(read(data)) == ["id-0", "id-0"]


def test_what_is_no_table_has_no_head():
    lines = [
        b"I1124 09:00:02.958464       1 a.go:1] one, two",
        b"hello, world",
        b"foo, bar",
        raw(an_event(auditID="x")),
    ]
    found = read(b"\n".join(lines[1:]))
    assert [bool(r.problem) for r in found] == [True, True, False]
    assert [r.rule for r in read(b"\n".join([lines[0]] * 3))] == ["klog-lines"] * 3
