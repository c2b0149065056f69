"""Text of UTF-16 is text, whoever hands it over; half a character costs only itself."""

import gzip
import io
import json
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.ingest.follow.tail import Tail
from graphsvc.ingest.record.record import read_records, records_of, split_body
from graphsvc.ingest.source.encoding import Utf8, as_utf8
from graphsvc.ingest.source.source import opened, unpacked
from graphsvc.web.reception import prepared
from tests.builders import an_event, raw

EVENTS = [an_event(auditID=f"id-{n}", userAgent="Zoë 😀 事件") for n in range(3)]
TEXT = "\n".join(json.dumps(event, ensure_ascii=False) for event in EVENTS) + "\n"
WIDE = {
    "little": b"\xff\xfe" + TEXT.encode("utf-16-le"),
    "big": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "little without mark": TEXT.encode("utf-16-le"),
    "big without mark": TEXT.encode("utf-16-be"),
}


def ids(found):
    return [json.loads(r.raw)["auditID"] for r in found if not r.problem]


@pytest.fixture(params=WIDE, ids=str)
def wide(request):
    return WIDE[request.param]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lambda data: gzip.compress(gzip.compress(data))])
def test_files(tmp_path, wide, pack):
    file = tmp_path / "audit.log"
    file.write_bytes(pack(wide))
    with opened(str(file)) as (stream, _):
        found = list(read_records(stream))
    assert [json.loads(r.raw)["userAgent"] for r in found] == ["Zoë 😀 事件"] * 3


@pytest.mark.parametrize("end", [b"\n", b"\xd8", b"\x3d\xd8", b"\xd8\x3d"])
def test_half_a_character_at_the_end_costs_only_itself(wide, end):
    found = list(read_records(unpacked(io.BufferedReader(io.BytesIO(wide + end)))))
    assert ids(found) == ["id-0", "id-1", "id-2"]
    assert len(found) <= 4


def test_half_a_character_within_stays_within():
    text = TEXT.replace("😀", "\ud83d", 1).encode("utf-16-le", "surrogatepass")
    found = list(read_records(unpacked(io.BufferedReader(io.BytesIO(text)))))
    assert [json.loads(r.raw)["userAgent"] for r in found] == ["Zoë \ufffd 事件", "Zoë 😀 事件", "Zoë 😀 事件"]


class Dripping(io.RawIOBase):
    """Gives a byte at a time, as a pipe may."""

    def __init__(self, data):
        self._data = io.BytesIO(data)

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self._data.read(1)
        buffer[: len(data)] = data
        return len(data)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_any_text_in_any_pieces(text, encoding):
    stream = Utf8(io.BufferedReader(Dripping(text.encode(encoding))), encoding)
    assert stream.read().decode() == text


def test_no_more_is_held_than_a_piece():
    asked = []

    class Endless:
        def read1(self, size):
            asked.append(size)
            return b"x\0" * (size // 2)

    assert Utf8(Endless(), "utf-16-le").read(10) == b"x" * 10
    assert asked == [1 << 20]


def test_posted_bodies(wide):
    class Sender:
        def owned(self, record):
            return "c", record

    ((_, _, records),) = prepared(wide, Sender(), "post", split_body, lambda record: record)
    assert ids(records) == ["id-0", "id-1", "id-2"]
    assert as_utf8(b"\xef\xbb\xbf{}") == b"{}"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_followed_file_of_plain_letters(tmp_path, encoding):
    file = tmp_path / "audit.log"
    file.write_bytes("\ufeff".encode(encoding) + "".join(raw(e).decode() + "\r\n" for e in PLAIN).encode(encoding))
    with closing(Tail(file, lambda _: 0)) as tail:
        lines = tail.block().lines
    assert ids(records_of(lines)) == ["id-0", "id-1", "id-2"]


PLAIN = [an_event(auditID=f"id-{n}") for n in range(3)]
LINES = b"".join(raw(event) + b"\n" for event in PLAIN)


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 5_000 + LINES,
        LINES.replace(b"\n", b"\n\0\0\0", 1),
        LINES[: LINES.index(b"\n") + 1] + LINES[LINES.index(b"\n") + 1 :].decode().encode("utf-16-le"),
        b"\xef\xbb\xbf" + LINES.replace(b"\n", b"\n\xef\xbb\xbf"),
        b"\xef\xbb\xbf" + LINES.strip().replace(b"\n", b"\xef\xbb\xbf"),
        b"\xef\xbb\xbf" + b"\xef\xbb\xbf".join(json.dumps(event, indent=1).encode() for event in PLAIN),
    ],
    ids=["cut while written", "crashed", "two encodings", "marks of lines", "marks between", "pretty, marks between"],
)
def test_what_is_no_letter_costs_no_event(data):
    found = list(read_records(io.BytesIO(data)))
    assert ids(found) == ["id-0", "id-1", "id-2"]
    assert len(found) == 3


def test_a_secret_does_not_hide_between_zeros():
    broken = '{"auditID": "x", "password": "hunter2hunter2"'.encode("utf-16-le")
    (found,) = read_records(io.BytesIO(b"text\0\n"[:4] + broken))
    assert b"\0" not in found.raw
