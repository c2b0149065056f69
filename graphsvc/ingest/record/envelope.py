"""Goes through wrappings to the audit events inside. What cannot be read never stops what lies beside it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from graphsvc.domain.depth import shallow
from graphsvc.domain.moment import to_text
from graphsvc.ingest.record.advice import advice_for, without_bodies
from graphsvc.ingest.record.boundary import split_documents
from graphsvc.ingest.record.broken_list import without_broken
from graphsvc.ingest.record.formats import JSON_FORMATS, TEXT_FORMATS
from graphsvc.ingest.record.loss import ADVICE
from graphsvc.ingest.record.salvage import salvage_event
from graphsvc.ingest.record.wrapping import ESSENTIAL, KLOG_LINES, Document, Format, Part, as_items, is_event, is_json

DEEPEST = 4  # wrappings around an event
_BOM = b"\xef\xbb\xbf"
_CUT = b"[Truncated...]"
_KEYS_SHOWN = 6

# The first fields of an event always come in this order.
_PLAIN = re.compile(
    rb'\{(?:"kind":"Event","apiVersion":"[^"]*",)?"level":"\w*","auditID":"[^"]*","stage":"\w*","requestURI":"'
)
_USER = b'"user":'

_BAD_JSON = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)


def events_in(part: Part, forced: Format | None = None, depth: int = 0) -> Iterator[Part]:
    """Parts whose value is the raw JSON of one event, or that say by `rule` or `problem` why they are none.

    `forced` is the outermost wrapping; without it, and further in, the content decides.
    """
    value = part.value
    if part.rule or part.problem:
        yield replace(part, value=_dated(part))
    elif isinstance(value, str | bytes):
        text = value.encode("utf-8", "replace") if isinstance(value, str) else value
        text = text.removeprefix(_BOM).strip()
        if is_plain_event(text):
            yield replace(part, value=text)
        else:
            yield from _of_text(replace(part, value=text), forced, depth)
    elif isinstance(value, list):
        yield from _of_items(part, value, forced, depth)
    else:
        yield from _of_record(part, forced, depth)


def is_plain_event(text: bytes) -> bool:
    """As an API server writes it: no need to look at its keys."""
    return looks_plain(text) and is_json(text)


def looks_plain(text: bytes) -> bool:
    """The same of what is known to be JSON."""
    return _PLAIN.match(text) is not None and not has_flat_user(text)


def has_flat_user(text: bytes) -> bool:
    """Relays that flatten make texts of objects. What comes before the user are texts, which hold no bare quote."""
    at = text.find(_USER) + len(_USER)
    return text[at : at + 1] == b'"'


def _of_text(part: Part, forced: Format | None, depth: int) -> Iterator[Part]:
    text: bytes = part.value
    if not text:
        return
    if not text.startswith((b"{", b"[")):
        yield from _of_lines(part, forced, depth) if b"\n" in text else _of_value(part, forced, depth)
        return
    try:
        value = Document(text) if text.startswith(b"{") else [bytes(item) for item in as_items.decode(text) or ()]
    except _BAD_JSON as error:
        flat = shallow(text) if isinstance(error, RecursionError) else text
        if flat != text:
            yield from events_in(replace(part, value=flat), forced, depth)
        else:
            yield from _of_broken(part, str(error), forced, depth)
        return
    yield from events_in(replace(part, value=value), forced, depth)


def _of_lines(part: Part, forced: Format | None, depth: int) -> Iterator[Part]:
    for line in part.value.split(b"\n"):
        yield from events_in(replace(part, value=line), forced, depth)


def _of_items(part: Part, items: list[Any], forced: Format | None, depth: int) -> Iterator[Part]:
    for item in items:
        if isinstance(item, list) or (isinstance(item, bytes) and item.startswith(b"[")):
            yield replace(
                part, value=_raw(item), problem="a list in a list: neither an audit event nor a known wrapping"
            )
        else:
            yield from events_in(replace(part, value=item), forced, depth)


def _of_record(part: Part, forced: Format | None, depth: int) -> Iterator[Part]:
    """A JSON object, which may be a piece of one."""
    whole = _whole_of(part) if part.before and isinstance(part.value, Mapping) else None
    if whole is None:
        yield from _of_value(part, forced, depth)
        return
    for record in whole:
        yield from events_in(record, forced, depth)


def _of_value(part: Part, forced: Format | None, depth: int) -> Iterator[Part]:
    """A JSON object, or a line that is none."""
    try:
        form = None if is_event(part.value) else _format_of(part.value, forced)
    except _BAD_JSON as error:
        yield replace(part, value=_raw(part.value), problem=f"not readable: {type(error).__name__} {error}")
        return
    if form is None and is_event(part.value):
        yield replace(part, value=_raw(part.value))
    elif form is None:
        yield replace(part, value=_shown(part), problem=_what_it_is(part))
    elif depth == DEEPEST:
        yield replace(part, value=_raw(part.value), problem=f"wrapped more than {DEEPEST} times; unwrap it first")
    else:
        for inner in _inside(form, part.value):
            yield from events_in(_heard(_inherit(part, inner)), None, depth + 1)


def _whole_of(part: Part) -> list[Part] | None:
    """Keys may hold anything: what cannot be told for a piece is none."""
    assert part.before
    try:
        return part.before.take(part.value, part)
    except _BAD_JSON:
        return None


def _format_of(value: Any, forced: Format | None) -> Format | None:
    if not isinstance(value, Mapping | bytes):
        return None
    is_text = isinstance(value, bytes)
    if forced and forced.text is is_text:
        return forced
    return next((f for f in (TEXT_FORMATS if is_text else JSON_FORMATS) if _recognises(f, value)), None)


def _recognises(form: Format, value: Any) -> bool:
    """Keys may hold anything: what a format stumbles over is not its own."""
    try:
        return form.recognises(value)
    except Exception:  # noqa: BLE001  # values are hostile, and formats are many and small
        return False


def _inside(form: Format, value: Any) -> Iterator[Part]:
    """What a format finds; that it breaks on a value is told and costs this value only."""
    try:
        yield from form.unwrap(value)
    except Exception as error:  # noqa: BLE001  # as above; the rejection says what it was
        text = str(error) if isinstance(error, ValueError) else f"{type(error).__name__} {error}"
        yield Part(value, problem=f"not a whole record of the format {form.name} ({form.title}): {text}")


def _inherit(outer: Part, inner: Part) -> Part:
    return Part(
        inner.value,
        inner.cluster or outer.cluster,
        inner.time or outer.time,
        inner.rule,
        inner.problem,
        inner.may_be_cut or outer.may_be_cut,
        outer.before,
        inner.lost,
    )


def _heard(part: Part) -> Part:
    """A line of text is an event that was lost where the server said before that it lost some."""
    before = part.before
    if before and part.rule and part.lost:
        before.losses = True
    elif part.lost and not (before and before.losses):
        return replace(part, problem=ADVICE)
    return part


def _of_broken(part: Part, error: str, forced: Format | None, depth: int) -> Iterator[Part]:
    """Text that is not one JSON document: several, or one that was cut."""
    text: bytes = part.value
    pieces = split_documents(text)
    if len(pieces) > 1:
        for piece in pieces:
            yield from events_in(replace(part, value=piece), forced, depth)
        return
    if b"\n" in text and is_json(text.partition(b"\n")[0]):
        yield from _of_lines(part, forced, depth)
        return
    if text.endswith(b","):  # of lines that were items of a list
        yield from events_in(replace(part, value=text.rstrip(b", \t\r\n")), forced, depth)
        return
    if any(form.recognises(text) for form in TEXT_FORMATS):
        yield from _of_value(part, forced, depth)
        return
    if part.may_be_cut or text.endswith(_CUT):
        event = salvage_event(text, to_text(part.time) if part.time else "")
        problem = (
            "" if event else "cut before it says auditID, stage and verb; raise the limit of what carries the logs"
        )
        yield replace(part, value=_encoded(event) if event else text, problem=problem)
        return
    document, broken = without_broken(text)
    if document:
        yield from events_in(replace(part, value=document), forced, depth)
        yield from (replace(part, value=item, problem="not valid JSON, in a list of others") for item in broken)
        return
    yield replace(part, problem=f"not valid JSON: {error}")


def _shown(part: Part) -> bytes:
    """Of what has lost its beginning nobody can tell what is secret in it."""
    value = part.value
    if _is_rest(part):
        return f"({len(value)} bytes that are not shown)".encode()
    return _raw(without_bodies(value) if isinstance(value, Mapping) and advice_for(value) else value)


def _is_rest(part: Part) -> bool:
    """The end, or a middle, of a text of JSON whose beginning is another record."""
    text = part.value
    return part.may_be_cut and isinstance(text, bytes) and (b'":' in text or text.endswith((b"}", b"]")))


def _what_it_is(part: Part) -> str:
    value = part.value
    if _is_rest(part):
        return "the rest of a line that was cut, and nothing says which: the record with its beginning has the call"
    if isinstance(value, Mapping):
        keys = ", ".join(map(str, list(value)[:_KEYS_SHOWN])) or "nothing"
        told = f"JSON without {_missing(value)}, in no known wrapping; it has: {keys}. "
        return told + (f"What to do: {advice}" if (advice := advice_for(value)) else "See docs/formats.md")
    if isinstance(value, bytes):
        start = value[:40].decode("utf-8", "replace")
        return f"not valid JSON, nor a line of a known format: it starts with {start!r}. See docs/formats.md"
    return f"a JSON {type(value).__name__} where an audit event should be"


def _missing(value: Mapping[str, Any]) -> str:
    """Of an event that lacks one of what all have, which one; a relay may have left it out."""
    *first, last = [key for key in ESSENTIAL if key not in value] or ["a user that is an object"]
    return f"{', '.join(first)} and {last}" if first else last


def _dated(part: Part) -> bytes:
    """A line that is no record, with the time that its wrapping gave: the archive keeps no more than this of it."""
    raw = _raw(part.value)
    return (
        f"{to_text(part.time)} stdout F ".encode() + raw
        if part.rule == KLOG_LINES and part.time and not raw.startswith(b"{")
        else raw
    )


def _raw(value: Any) -> bytes:
    if isinstance(value, Document):
        return value.source
    if isinstance(value, bytes):
        return value
    return value.encode("utf-8", "replace") if isinstance(value, str) else _encoded(value)


def _encoded(value: Any) -> bytes:
    try:
        return msgspec.json.encode(value)
    except (ValueError, OverflowError, TypeError, RecursionError):  # halves of characters, numbers of any length
        return json.dumps(value, default=str, ensure_ascii=False).encode("utf-8", "replace")
