"""Cursors of pages: opaque to clients, checked when they come back."""

import base64
import re
from typing import TypeVar

import msgspec

from graphsvc.errors import BadCursor
from graphsvc.graph.read.acts import ActPlace
from graphsvc.graph.read.alerts import AlertPlace
from graphsvc.graph.read.rejected import RejectedPlace
from graphsvc.graph.read.stories import StoryPlace

Place = TypeVar("Place", ActPlace, AlertPlace, RejectedPlace, StoryPlace)

_CALL = re.compile(r"[0-9a-f]{12,28}")
_FOREIGN = "`after` is not a cursor of this list"


def call_cursor(id_: str) -> str:
    return id_


def read_call_cursor(text: str | None) -> str:
    """The call id in a cursor, empty for none; raises BadCursor."""
    if text and not _CALL.fullmatch(text):
        raise BadCursor(_FOREIGN)
    return text or ""


def place_cursor(place: ActPlace | AlertPlace | RejectedPlace | StoryPlace) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode()


def read_place_cursor(text: str | None, kind: type[Place]) -> Place | None:
    if not text:
        return None
    try:
        place = msgspec.json.decode(base64.urlsafe_b64decode(text.encode()), type=kind)
    except (ValueError, msgspec.MsgspecError):
        raise BadCursor(_FOREIGN) from None
    if any(isinstance(value, int) and value.bit_length() > 63 for value in vars(place).values()):
        raise BadCursor(_FOREIGN)
    return place
