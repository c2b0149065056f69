"""Whatever wraps the events, and whatever is broken between them."""

import base64
import gzip
import io
import json

import pytest
import zstandard

from graphsvc.domain.event import parse_event
from graphsvc.errors import Unreadable
from graphsvc.ingest.record import line
from graphsvc.ingest.record.record import read_records, split_body
from graphsvc.ingest.source.source import find_source, opened
from tests.builders import an_event, raw
from tests.faults.targets import R12

pytestmark = R12

EVENTS = [an_event(auditID=f"id-{n}") for n in range(3)]
LINES = b"\n".join(map(raw, EVENTS)) + b"\n"
LIST = {"kind": "EventList", "apiVersion": "audit.k8s.io/v1", "metadata": {}, "items": EVENTS}


def ids(found):
    return [json.loads(r.raw)["auditID"] for r in found if not r.problem]


@pytest.mark.parametrize(
    "data",
    [
        LINES,
        LINES.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + LINES,
        b"\n\n" + LINES,
        LINES.rstrip(b"\n"),
        raw(LIST),
        raw(EVENTS),
        json.dumps(LIST, indent=2).encode(),
        json.dumps(EVENTS, indent=1).encode(),
        raw({**LIST, "items": EVENTS[:1]}) + b"\n" + raw({**LIST, "items": EVENTS[1:]}),
    ],
    ids=[
        "lines",
        "crlf",
        "bom",
        "blank lines",
        "no last newline",
        "list",
        "array",
        "pretty list",
        "pretty array",
        "lists",
    ],
)
def test_every_wrapping_gives_the_same_events(data):
    assert ids(read_records(io.BytesIO(data))) == ["id-0", "id-1", "id-2"]


def test_a_broken_line_does_not_stop_its_siblings():
    data = raw(EVENTS[0]) + b'\n{"kind": "Event", "auditID"\n' + raw(EVENTS[1])
    found = list(read_records(io.BytesIO(data)))
    assert [r.line for r in found] == [1, 2, 3]
    assert found[1].raw == b'{"kind": "Event", "auditID"'


def test_an_event_that_speaks_of_event_lists_is_an_event():
    event = an_event(auditID="x", requestObject={"kind": "EventList", "items": "y"})
    assert ids(read_records(io.BytesIO(raw(event)))) == ["x"]


def test_empty_input_is_no_record():
    assert list(read_records(io.BytesIO(b""))) == []
    assert list(read_records(io.BytesIO(b"\n \n"))) == []


@pytest.mark.parametrize(
    "pack",
    [
        gzip.compress,
        zstandard.ZstdCompressor().compress,
        lambda d: gzip.compress(d[:100]) + gzip.compress(d[100:]),
        lambda d: d,
    ],
    ids=["gzip", "zstd", "gzip members", "plain"],
)
def test_packed_files_are_unpacked_by_content(tmp_path, pack):
    file = tmp_path / "audit.log"
    file.write_bytes(pack(LINES))
    with opened(str(file)) as (stream, _):
        assert ids(read_records(stream)) == ["id-0", "id-1", "id-2"]


def test_a_cut_archive_gives_what_it_has_and_says_where_it_ends(tmp_path):
    file = tmp_path / "audit.log.gz"
    file.write_bytes(gzip.compress(LINES * 50)[:-20])
    with opened(str(file)) as (stream, _):
        found = list(read_records(stream))
    assert found[-1].problem.startswith("the stream breaks off here")
    assert ids(found)[:3] == ["id-0", "id-1", "id-2"]


@pytest.mark.parametrize(("name", "words"), [("absent.log", "is not there"), (".", "is a folder")])
def test_what_cannot_be_opened_says_why(tmp_path, monkeypatch, name, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unreadable, match=words):
        find_source(name)


def test_the_same_content_has_the_same_digest(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(LINES)
    assert find_source(str(tmp_path / "a")).digest == find_source(str(tmp_path / "b")).digest


def test_a_posted_body_is_split():
    assert ids(split_body(raw(LIST))) == ["id-0", "id-1", "id-2"]
    assert [r.raw for r in split_body(b"no json")] == [b"no json"]
    assert list(split_body(b"  ")) == []


def test_documents_without_lines_are_not_one_long_line(monkeypatch):
    monkeypatch.setattr(line, "LONGEST", 2_000)
    events = [an_event(auditID=f"id-{n}", userAgent=f'a}}{{"{n}') for n in range(40)]
    assert ids(read_records(io.BytesIO(b"".join(map(raw, events))))) == [f"id-{n}" for n in range(40)]


def test_a_line_that_is_too_long_costs_only_itself(monkeypatch):
    monkeypatch.setattr(line, "LONGEST", 2_000)
    data = raw(EVENTS[0]) + b"\n" + raw(an_event(userAgent="x" * 90_000)) + b"\n" + raw(EVENTS[1])
    found = list(read_records(io.BytesIO(data)))
    assert [r.line for r in found] == [1, 2, 3]
    assert found[1].problem.startswith("line is longer than")
    assert ids(found) == ["id-0", "id-1"]


def test_an_array_in_one_line_may_be_longer_than_a_line(monkeypatch):
    monkeypatch.setattr(line, "LONGEST", 2_000)
    assert ids(read_records(io.BytesIO(raw([an_event(auditID=f"id-{n}") for n in range(9)])))) == [
        f"id-{n}" for n in range(9)
    ]


def test_pieces_of_docker_are_joined_though_they_end_like_lines():
    text = raw(an_event(auditID="long", requestObject={"a": "x" * 15_000, "b": [{"c": {}}] * 400})).decode()
    cut = text.index("}", 16_000)
    text = text.replace("x" * 15_000, "x" * (15_000 + 16_384 - cut - 1))
    pieces = [text[:16_384], text[16_384:] + "\n"]
    assert pieces[0].endswith("}")
    data = b"\n".join(
        json.dumps({"log": piece, "stream": "stdout", "time": "2026-11-23T12:00:00Z"}, separators=(",", ":")).encode()
        for piece in pieces
    )
    assert ids(read_records(io.BytesIO(data))) == ["long"]


def test_a_first_line_that_breaks_off_at_an_opening_does_not_swallow_the_rest():
    data = b'{"kind":"Event","user":{\n' + LINES
    found = list(read_records(io.BytesIO(data)))
    assert found[0].problem.startswith("not valid JSON")
    assert ids(found) == ["id-0", "id-1", "id-2"]


def test_nor_when_the_second_is_broken_too():
    data = b'{"kind":"Event","user":{\n{"kind":"Event","groups":["\n' + LINES
    assert ids(read_records(io.BytesIO(data))) == ["id-0", "id-1", "id-2"]


def test_a_pretty_event_that_does_not_end_is_one_rejection():
    (found,) = read_records(io.BytesIO(json.dumps(EVENTS[0], indent=1).encode()[:-5]))
    assert found.problem.startswith("not valid JSON")


CONTAINERS = {
    b"PK\x03\x04": "zip",
    b"\x04\x22\x4d\x18": "lz4",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"PAR1": "Parquet",
    b"Obj\x01": "Avro",
    b"---\n": "YAML",
}


@pytest.mark.parametrize(("start", "word"), CONTAINERS.items(), ids=CONTAINERS.values())
def test_a_file_without_lines_is_told_once(start, word):
    (found,) = read_records(io.BytesIO(start + b"\n\x00".join([b"{}"] * 90)))
    assert (found.line, found.problem.startswith("this is no log but"), word in found.problem) == (1, True, True)


def test_letters_of_another_encoding_cost_no_event():
    for pack in (raw, lambda event: json.dumps(event).encode()):
        data = pack(an_event(auditID="x", userAgent="caf*")).replace(b"*", b"\xe9")
        (found,) = read_records(io.BytesIO(data))
        assert json.loads(found.raw)["userAgent"] == "caf\ufffd"


def test_a_cut_event_with_half_a_character_is_read():
    """Collectors cut between the halves."""
    text = json.dumps(an_event(auditID="cut", userAgent="\ud83d", responseObject={"a": "b"}))
    (found,) = read_records(io.BytesIO(raw({"log": text[:-9], "time": "2026-11-23T12:00:00Z", "stream": "stdout"})))
    assert parse_event(found.raw).audit_id == "cut"


def test_rejections_say_what_is_missing():
    (found,) = read_records(io.BytesIO(b'{"auditID":"x","verb":"get","user":{}}'))
    assert found.problem.startswith("JSON without stage, in no known wrapping; it has: auditID, verb, user")


def test_plain_lines_get_the_name_of_last_resort():
    assert [r.cluster for r in read_records(io.BytesIO(LINES), None, "mine")] == ["mine"] * 3


def test_names_of_clusters_hold_no_control_characters():
    body = {"logGroup": "/aws/eks/a\x1fb/cluster", "logStream": "", "logEvents": [{"message": json.dumps(EVENTS[0])}]}
    (found,) = read_records(io.BytesIO(raw(body)))
    assert found.cluster == "a\ufffdb"


def test_a_bomb_in_a_wrapping_costs_one_rejection():
    bomb = base64.b64encode(gzip.compress(b"0" * (70 << 20))).decode()
    good = base64.b64encode(gzip.compress(LINES)).decode()
    found = list(split_body(raw({"records": [{"data": bomb}, {"data": good}]})))
    assert "holds more than" in found[0].problem
    assert ids(found) == ["id-0", "id-1", "id-2"]
