"""Reads a cut event as far as its line goes. Clouds cut long lines, and what comes first says who did what.

Fields that are whole are kept; of `user` and the like also what stands before the cut.
Bodies that are cut are left out.
"""

import json
from typing import Any

from graphsvc.domain.truncation import marked_truncated
from graphsvc.ingest.record.wrapping import ESSENTIAL

_OPEN_FIELDS = frozenset({"user", "impersonatedUser", "objectRef", "responseStatus", "annotations"})
_CLOUDWATCH = "[Truncated...]"

_decoder = json.JSONDecoder()


def salvage_event(raw: bytes, time: str) -> dict[str, Any] | None:
    """The event that a cut line holds, or None when it was cut before it said what was done.

    Its own time stands at the line's end and is lost; `time` is what the wrapping says.
    """
    text = raw.decode("utf-8", "replace").rstrip().removesuffix(_CLOUDWATCH)
    event = _whole_fields(text, text.find("{") + 1)
    if not all(isinstance(event.get(key), str) for key in ESSENTIAL):
        return None
    user = event.get("user")
    if not isinstance(user, dict) or "username" not in user:
        event["user"] = None  # cut away: who called is unknown, which is not nobody
    if time and not event.get("requestReceivedTimestamp"):
        event["requestReceivedTimestamp"] = time
    event["annotations"] = marked_truncated(event.get("annotations"))
    return event


def _whole_fields(text: str, start: int) -> dict[str, Any]:
    """Fields of an object that starts before `start`, until the text ends or is no JSON."""
    fields: dict[str, Any] = {}
    while (found := _key(text, start)) is not None:
        key, start = found
        try:
            fields[key], start = _decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            if key in _OPEN_FIELDS and text.startswith("{", start):
                fields[key] = _whole_fields(text, start + 1)
            break
        start = _skip(text, start, ",")
    return fields


def _key(text: str, start: int) -> tuple[str, int] | None:
    start = _skip(text, start, "")
    if not text.startswith('"', start):
        return None
    try:
        key, end = _decoder.raw_decode(text, start)
    except ValueError:
        return None
    end = _skip(text, end, "")
    return (key, _skip(text, end + 1, "")) if text.startswith(":", end) else None


def _skip(text: str, start: int, mark: str) -> int:
    """After blanks, and after one mark between them."""
    while start < len(text) and (text[start].isspace() or (mark and text[start] == mark)):
        start += 1
    return start
