"""A record that is a piece of one: what says so, and which others belong to it.

Docker's log drivers number the pieces of a line; containerd, older Docker and Vector only mark that a line goes on, so
what follows of the same stream belongs to it; Google numbers the pieces of an entry and shares its fields out.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from graphsvc.ingest.record.wrapping import at

TEXTS = ("log", "message", "MESSAGE", "line", "msg", "body")
_NUMBERED = ("partial_id", "partial_ordinal", "partial_last")
_OF_JOURNAL = ("CONTAINER_PARTIAL_ID", "CONTAINER_PARTIAL_ORDINAL", "CONTAINER_PARTIAL_LAST")
# What marks a line that goes on, and with which values.
_MARKS = {
    "partial_message": {"true"},
    "CONTAINER_PARTIAL_MESSAGE": {"true"},
    "_partial": {"true"},
    "partial_flag": {"true"},
    "logtag": {"p"},
}
FLAGS = frozenset({_NUMBERED[0], _OF_JOURNAL[0], "split", *_MARKS})
# What tells one stream of lines from another.
_STREAM = (
    "container_id", "container_name", "source", "stream", "file", "filename", "path", "filepath", "tag", "host",
    "CONTAINER_ID_FULL", "CONTAINER_ID", "kubernetes", "labels", "source_type", "pod", "container",
)  # fmt: skip
_MOST = 1 << 20  # pieces of one record


class Piece(msgspec.Struct, frozen=True):
    """`place` is -1 where only the order tells; `count` is 0 as long as nobody knows. `first` is the first place."""

    key: tuple[str, str]
    place: int
    count: int
    goes_on: bool
    first: int = 0


def piece_of(value: Mapping[str, Any]) -> Piece | None:
    """None for what is a whole record, as far as it says itself."""
    if "split" in value:
        return _of_google(value["split"])
    for names in (_NUMBERED, _OF_JOURNAL):
        if names[0] in value and value[names[0]] and text_name(value):
            return _numbered(value, names)
    if any(name in value and str(value[name]).lower() in marks for name, marks in _MARKS.items()):
        return Piece(stream_of(value), -1, 0, goes_on=True) if text_name(value) else None
    return None


def stream_of(value: Mapping[str, Any]) -> tuple[str, str]:
    found = [(name, value[name]) for name in _STREAM if name in value]
    return "stream", msgspec.json.encode(found).decode("utf-8", "replace")


def text_name(value: Mapping[str, Any]) -> str:
    """The field with the line; empty where there is none."""
    return next((name for name in TEXTS if name in value and isinstance(value[name], str)), "")


def without_marks(value: Mapping[str, Any]) -> dict[str, Any]:
    marks = {*_NUMBERED, *_OF_JOURNAL, *_MARKS}
    return {key: value[key] for key in value if key not in marks}


def _of_google(split: Any) -> Piece | None:
    uid, place, count = (
        at(split, "uid"),
        _number(at(split, "index") or 0),
        _number(at(split, "totalSplits") or at(split, "total_splits")),
    )
    if not isinstance(uid, str) or count < 2 or not 0 <= place < count:
        return None
    return Piece(("split", uid), place, count, goes_on=place < count - 1)


def _numbered(value: Mapping[str, Any], names: tuple[str, str, str]) -> Piece | None:
    """Docker counts from 1; one that counts from 0 has a piece of that number."""
    id_, ordinal, last = (value.get(name) for name in names)
    place, is_last = _number(ordinal), str(last).lower() == "true"
    if not 0 <= place < _MOST:
        return None
    return Piece(("partial", str(id_)), place, place + 1 if is_last else 0, goes_on=not is_last, first=1)


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return -1
