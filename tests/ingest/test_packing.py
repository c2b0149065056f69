"""Packed files: whole, cut, broken, one after the other, and with something else behind them."""

import gzip
import io
import random

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.ingest.record.record import read_records
from graphsvc.ingest.source.packing import Unpacked
from graphsvc.ingest.source.source import unpacked
from tests.builders import an_event, raw

LINES = b"".join(
    raw(an_event(auditID=f"id-{n}", userAgent=random.Random(n).randbytes(90).hex())) + b"\n" for n in range(900)
)
PACKS = {"gzip": gzip.compress, "zstd": zstandard.ZstdCompressor().compress}


def read(data):
    return list(read_records(unpacked(io.BufferedReader(io.BytesIO(data)))))


@pytest.fixture(params=PACKS.values(), ids=PACKS)
def pack(request):
    return request.param


@given(st.lists(st.tuples(st.sampled_from([*PACKS.values()]), st.binary(max_size=300)), max_size=5), st.integers(1, 9))
def test_members_of_any_kind_in_any_pieces(members, size):
    class Dripping(io.BytesIO):
        def read1(self, _=-1):
            return self.read(size)

    stream = Unpacked(Dripping(b"".join(pack(text) for pack, text in members)))
    assert stream.read() == b"".join(text for _, text in members)


def test_a_cut_file_gives_what_it_has_and_says_so(pack):
    found = read(pack(LINES)[:-2_000])
    assert [r.problem for r in found if r.problem] == [
        "the stream breaks off here: the packed file ends before its end"
    ]
    assert len(found) > 300


def test_a_cut_file_of_which_nothing_can_be_had_is_no_empty_one(pack):
    (found,) = read(pack(b"x" * 90)[:10])
    assert found.problem


def test_a_wrong_checksum_costs_no_line():
    *good, last = read(gzip.compress(LINES)[:-8] + bytes(8))
    assert len(good) == 900
    assert "incorrect data check" in last.problem


@pytest.mark.parametrize("between", [b"", b"\n", b"\0" * 512])
def test_text_behind_a_packed_file_is_text(pack, between):
    found = read(pack(LINES) + between + LINES)
    assert [r.problem for r in found] == [""] * 1_800


def test_zeros_behind_it_are_padding(pack):
    assert len(read(pack(LINES) + bytes(9_999))) == 900
    assert read(pack(b"")) == []


def test_a_bomb_comes_in_pieces(pack):
    stream = Unpacked(io.BufferedReader(io.BytesIO(pack(bytes(200 << 20)))))
    assert len(stream.read(64 << 20)) <= 33 << 20
