"""Cursors of pages: opaque to clients, checked when they come back."""

import base64
import binascii
import json
import re

from graphsvc.errors import BadCursor
from graphsvc.graph.alerts import AlertPlace

_CALL = re.compile(r"[0-9a-f]{12,28}")


def call_cursor(id_: str) -> str:
    return id_


def read_call_cursor(text: str | None) -> str:
    """The call id in a cursor, empty for none; raises BadCursor."""
    if text and not _CALL.fullmatch(text):
        raise BadCursor("`after` is not a cursor of this list")
    return text or ""


def alert_cursor(place: AlertPlace) -> str:
    return base64.urlsafe_b64encode(json.dumps([place.last_seen, place.id]).encode()).decode()


def read_alert_cursor(text: str | None) -> AlertPlace | None:
    if not text:
        return None
    try:
        last_seen, id_ = json.loads(base64.urlsafe_b64decode(text.encode()))
        return AlertPlace(int(last_seen), str(id_))
    except (ValueError, TypeError, binascii.Error):
        raise BadCursor("`after` is not a cursor of this list") from None
