"""What an API server posts: an EventList; a relay may post one event, an array of them, or one a line.
Nothing else is unwrapped.

A sender that may post for one cluster has no business with wrappings, and a bomb in one is not even looked at.
"""

from collections.abc import Iterator, Sequence

import msgspec

from graphsvc.domain.depth import decoded
from graphsvc.ingest.record.envelope import looks_plain
from graphsvc.ingest.record.record import REJECTED_KEPT, Record
from graphsvc.ingest.record.wrapping import Document, as_items, is_event, is_json

_BAD_JSON = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)


def posted_events(body: bytes) -> Iterator[Record]:
    """Records of a body, in order. What is no event is a record with a problem; its siblings are as if it were not."""
    text = body.removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        return
    try:
        items = decoded(_items, text)
    except _BAD_JSON as error:
        if not _is_lines(text):
            yield Record(text[:REJECTED_KEPT], 1, f"not an EventList: {error}")
            return
        items = [line for line in text.splitlines() if line.strip()]
    for item in items:
        yield _record(bytes(item))


def _items(text: bytes) -> Sequence[bytes | msgspec.Raw]:
    if text.startswith(b"["):
        return as_items.decode(text) or []
    found = Document(text)
    if "items" not in found or is_event(found):
        return [text]
    return found.raw_items_of("items")


def _is_lines(text: bytes) -> bool:
    """Relays of syslog post batches as lines; then one that is cut costs itself."""
    return b"\n" in text and any(map(is_json, text.splitlines()[:2]))


def _record(item: bytes) -> Record:
    if looks_plain(item) or _is_event(item):
        return Record(item, 1)
    start = item[:40].decode("utf-8", "replace")
    return Record(item[:REJECTED_KEPT], 1, f"not an audit event: it starts with {start!r}")


def _is_event(item: bytes) -> bool:
    try:
        return is_event(Document(item))
    except _BAD_JSON:
        return False
