"""Parquet and Avro: rows as lines, cut files, and machines without their readers."""

import io
import json
from pathlib import Path

import duckdb
import fastavro
import pytest

from graphsvc.ingest.record.record import read_records
from graphsvc.ingest.source import row_files
from graphsvc.ingest.source.source import opened, unpacked
from tests.builders import an_event, raw

FORMATS = Path(__file__).parents[1] / "formats"
LAKE, CAPTURE = FORMATS / "security-lake" / "fields.parquet", FORMATS / "capture" / "capture.avro"
EVENTS = [an_event(auditID=f"row-{n}") for n in range(100)]
SCHEMA = {"type": "record", "name": "row", "fields": [{"name": "Body", "type": "bytes"}, *(
    {"name": name, "type": "string"} for name in ("EnqueuedTimeUtc", "Offset")
)]}  # fmt: skip


def read(data):
    return list(read_records(unpacked(io.BufferedReader(io.BytesIO(data)))))


def captured(events):
    file = io.BytesIO()
    rows = [{"Body": raw(event), "EnqueuedTimeUtc": "", "Offset": ""} for event in events]
    fastavro.writer(file, SCHEMA, rows, sync_interval=2_000)
    return file.getvalue()


def test_many_rows_of_events_in_a_column(tmp_path):
    number, file = 5_000, tmp_path / "many.parquet"
    event = raw(EVENTS[0]).decode()
    query = "COPY (SELECT replace($e, $id, n::VARCHAR) AS raw_data, 6003 AS class_uid FROM range($n) r(n)) TO $to"
    duckdb.execute(query, {"e": event, "id": EVENTS[0]["auditID"], "n": number, "to": str(file)})
    with opened(str(file)) as (stream, _):
        found = [(r.line, r.problem, json.loads(r.raw)["auditID"]) for r in read_records(stream)]
    assert found == [(n, "", str(n - 1)) for n in range(1, number + 1)]


def test_a_cut_capture_gives_what_comes_before_the_cut():
    data = captured(EVENTS)
    found = read(data[: len(data) // 2])
    assert 10 < len(found) < 90
    assert [r.problem for r in found[:-1]] == [""] * (len(found) - 1)
    assert found[-1].problem.startswith("the stream breaks off here: Avro")


@pytest.mark.parametrize("file", [LAKE, CAPTURE], ids=lambda file: file.suffix)
@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_cut_and_damaged_files_are_told_in_one_line(file, share):
    data = file.read_bytes()
    at = max(4, int(len(data) * share))
    for broken in (data[:at], data[:at] + b"\xff" * 40 + data[at + 40 :], data[:4] + b"\n{}" * 99):
        found = read(broken)
        assert all("\n" not in r.problem for r in found)
        assert found[-1].problem or len(found) == len(read(data))


@pytest.mark.parametrize(("file", "module"), [(LAKE, "duckdb"), (CAPTURE, "fastavro")], ids=["Parquet", "Avro"])
def test_without_the_extra_it_is_told_what_to_install(monkeypatch, file, module):
    monkeypatch.setattr(row_files, "find_spec", lambda name: None if name == module else object)
    (found,) = read(file.read_bytes())
    assert found.problem.endswith("pip install 'graphsvc[lake]'")
