"""The index of a segment: one line a frame, beside the segment.

It answers what is where without unpacking anything, finds the next frame behind a damaged one, and tells other
processes how much of a segment the disk has while it is written. It is written after the frame is on disk and not
waited for: what a crash took from it is read from the segment itself.
"""

import os
from collections.abc import Iterable, Iterator
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


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Entry)
_TAIL = 1 << 16  # bytes that hold the last entry, whatever its source is called


def index_file(folder: Path, segment: str) -> Path:
    return folder / f"{Path(segment).name}.idx"


def read_index(folder: Path, segment: str) -> list[Entry]:
    """Entries as far as they are readable; a lost index has none."""
    try:
        lines = index_file(folder, segment).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    return list(_entries(lines))


def last_entry(folder: Path, segment: str) -> Entry | None:
    try:
        with index_file(folder, segment).open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
            lines = file.read().splitlines()
    except FileNotFoundError:
        return None
    return next(_entries(reversed(lines)), None)


def append_entries(folder: Path, segment: str, entries: list[Entry]) -> None:
    """All of them or none: half a line would spoil the next. Raises OSError."""
    with index_file(folder, segment).open("ab", buffering=0) as file:
        before = file.seek(0, os.SEEK_END)
        lines = b"".join(_encoder.encode(entry) + b"\n" for entry in entries)
        if file.write(lines) != len(lines):
            file.truncate(before)


def offsets_after(folder: Path, segment: str, offset: int) -> Iterator[int]:
    return (entry.offset for entry in read_index(folder, segment) if entry.offset > offset)


def _entries(lines: Iterable[bytes]) -> Iterator[Entry]:
    for line in lines:
        try:
            yield _decoder.decode(line)
        except (msgspec.DecodeError, msgspec.ValidationError):
            continue
