"""The index of a segment: one line a frame, beside the segment.

It answers what is where without unpacking anything, and finds the next frame behind a damaged one. It is written
after the frame is on disk and not waited for: what a crash took from it is read from the segment itself.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec


class Entry(msgspec.Struct, frozen=True):
    """A frame from `offset` up to `end`, archived `at` (milliseconds)."""

    offset: int
    end: int
    at: int
    cluster: str
    source: str
    records: int


_decoder = msgspec.json.Decoder(Entry)


def index_file(folder: Path, segment: str) -> Path:
    return folder / f"{Path(segment).name}.idx"


def read_index(folder: Path, segment: str) -> list[Entry]:
    """Entries as far as they are readable; a lost index has none."""
    try:
        lines = index_file(folder, segment).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    return list(_entries(lines))


def offsets_after(folder: Path, segment: str, offset: int) -> Iterator[int]:
    return (entry.offset for entry in read_index(folder, segment) if entry.offset > offset)


def _entries(lines: list[bytes]) -> Iterator[Entry]:
    for line in lines:
        try:
            yield _decoder.decode(line)
        except (msgspec.DecodeError, msgspec.ValidationError):
            return
