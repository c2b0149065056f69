"""What a format is: a description that says whether a value is wrapped that way, and what lies inside.

A value is text (bytes: a line or a string that was found in something) or decoded JSON. A format looks at one
level only; `graphsvc.ingest.record.envelope` goes deeper and knows an audit event when it meets one.
"""

import base64
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from graphsvc.domain.moment import parse_moment

KLOG_LINES = "klog-lines"
FOREIGN = "foreign-categories"

ESSENTIAL = ("auditID", "stage", "verb")
LARGEST_PACKED = 64 << 20  # bytes of what one base64 text may hold
_MOST_TIMES = 100  # as long as it is packed; logs are 15 times, bombs are 1,000 times
_ALWAYS_TAKEN = 1 << 20
_GZIP = b"\x1f\x8b"
_PACKINGS = 3

_as_raw = msgspec.json.Decoder(msgspec.Raw)
as_items = msgspec.json.Decoder(list[msgspec.Raw] | None)


class Part(msgspec.Struct, frozen=True):
    """Something that lay in a wrapping. Empty or 0: the wrapping does not say.

    `time` is in milliseconds. With a `rule` it is no audit record, and counted as noise under that name; with a
    `problem` it cannot be read. What `may_be_cut` is read as far as it goes when its JSON does not end. `before` is
    what came before. An event that was `lost` is told by the server as text only; a line that is no record and says so
    announces such.
    """

    value: Any
    cluster: str = ""
    time: int = 0
    rule: str = ""
    problem: str = ""
    may_be_cut: bool = False
    before: "Before | None" = None
    lost: bool = False


class Before(Protocol):
    """What came before in the same stream, as far as it says something of what comes.

    `losses`: the server said that it lost events. `take` gathers records that are pieces of one: it gives those that
    are whole, or None for what is no piece.
    """

    losses: bool

    def take(self, value: Mapping[str, Any], part: Part) -> list[Part] | None: ...


@dataclass(frozen=True, slots=True)
class Format:
    """`text`: looks at lines that are no JSON. `general`: tried after all others, because it says little."""

    name: str
    title: str
    recognises: Callable[[Any], bool]
    unwrap: Callable[[Any], Iterator[Part]]
    text: bool = False
    general: bool = False


class Document(Mapping[str, Any]):
    """A JSON object whose values are decoded when somebody asks. Most are never read, and events inside stay raw."""

    __slots__ = ("_known", "_values", "source")
    _decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])

    def __init__(self, source: bytes) -> None:
        self.source = source
        self._values = self._decoder.decode(source)
        self._known: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._known:
            self._known[key] = msgspec.json.decode(self._values[key])
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def items_of(self, key: str) -> list[Any]:
        """The raw items of a list; null is an empty one, as Go writes it."""
        return [bytes(item) for item in self.raw_items_of(key)]

    def raw_items_of(self, key: str) -> list[msgspec.Raw]:
        """The same without a copy: each item holds the whole document."""
        return as_items.decode(self._values[key]) or []


def items_of(value: Mapping[str, Any], key: str) -> list[Any]:
    """Items of a list below a key, raw where they can be had so; raises ValueError when there is none."""
    found = value.items_of(key) if isinstance(value, Document) else value[key] or []
    if not isinstance(found, list):
        raise ValueError(f"{key} is not a list")  # noqa: TRY004  # wrong input, not a wrong call
    return found


def is_json(text: bytes) -> bool:
    """Whether a text is one JSON document and nothing else."""
    try:
        _as_raw.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def is_event(value: Any) -> bool:
    """An audit event is known by what every one has; `kind` is absent in lists and old logs.

    One that was flattened has no user, but keys with dots, which no event has.
    """
    if not isinstance(value, Mapping) or "auditID" not in value or "stage" not in value or "verb" not in value:
        return False
    return not isinstance(value["user"], str) if "user" in value else not any("." in key for key in value)


def at(value: Any, *keys: str) -> Any:
    """What lies below these keys, or None."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def text_at(value: Any, *keys: str) -> str:
    """The text below these keys; empty where there is none."""
    found = at(value, *keys)
    return found if isinstance(found, str) else ""


def moment_of(value: Any) -> int:
    """Milliseconds of a text or a number in seconds to nanoseconds; 0 when it is no time."""
    if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
        try:
            return max(0, parse_moment(value))
        except (ValueError, OverflowError):
            return 0
    try:
        number = float(value)
    except (TypeError, ValueError):
        return 0
    if not 0 < number < 1e20:
        return 0
    return int(
        number * 1_000 if number < 1e11 else number if number < 1e14 else number / 10 ** (3 if number < 1e17 else 6)
    )


def unpacked(text: str | bytes) -> bytes:
    """What a base64 text holds, gzip'd or not; raises ValueError."""
    data = base64.b64decode(text, validate=False)
    for _ in range(_PACKINGS):
        if not data.startswith(_GZIP):
            break
        data = _inflated(data)
    return data


def _inflated(data: bytes) -> bytes:
    """All members of a gzip."""
    largest = min(LARGEST_PACKED, max(_ALWAYS_TAKEN, _MOST_TIMES * len(data)))
    parts, size = [], 0
    while data.startswith(_GZIP):
        inflate = zlib.decompressobj(wbits=31)
        try:
            parts.append(inflate.decompress(data, largest - size + 1))
        except zlib.error as error:
            raise ValueError(f"not valid gzip: {error}") from None
        size += len(parts[-1])
        if size > largest:
            raise ValueError(f"holds more than {largest >> 20} MiB, or much more than its length lets expect")
        if not inflate.eof:
            raise ValueError("the gzip is cut short")
        data = inflate.unused_data
    return b"".join(parts)
