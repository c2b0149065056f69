"""Protobuf's wire format: the fields of a message, one after the other, without the types of anybody.

Ready-made types would decode a request as a whole: one record with a text that is no UTF-8, or with a body nested more
than 32 levels deep, would cost all others, and millions of empty ones would fill memory before anybody counts them.
"""

import struct
from collections.abc import Iterator

Found = int | memoryview
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10  # bytes


def fields(message: memoryview) -> Iterator[tuple[int, Found]]:
    """Numbers of fields and their values: numbers as they are, all else as bytes; raises ValueError."""
    at, end = 0, len(message)
    while at < end:
        tag, at = _varint(message, at)
        kind = tag & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            yield tag >> 3, value
            continue
        if kind == _BYTES:
            size, at = _varint(message, at)
        elif kind in (_FIXED64, _FIXED32):
            size = 8 if kind == _FIXED64 else 4
        else:
            raise ValueError(f"no protobuf: a field of the unknown kind {kind}")
        if at + size > end:
            raise ValueError("no protobuf, or cut short")
        yield tag >> 3, message[at : at + size]
        at += size


def signed(value: Found) -> int:
    """A number as protobuf's int64 has it."""
    number = value if isinstance(value, int) else int.from_bytes(value[:8], "little")
    return number - (1 << 64) if number >= 1 << 63 else number


def double(value: Found) -> float:
    return float(struct.unpack("<d", value)[0]) if isinstance(value, memoryview) and len(value) == 8 else 0.0


def text(value: Found) -> str:
    return str(value, "utf-8", "replace") if isinstance(value, memoryview) else ""


def written(found: dict[int, int | str | bytes]) -> bytes:
    """A message of these fields; what is 0 or empty is left out, as protobuf does."""
    parts: list[bytes] = []
    for number, value in found.items():
        if isinstance(value, int):
            parts += [_as_varint(number << 3 | _VARINT), _as_varint(value)] if value else []
        elif value:
            data = value.encode() if isinstance(value, str) else value
            parts += [_as_varint(number << 3 | _BYTES), _as_varint(len(data)), data]
    return b"".join(parts)


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    for place in range(at, min(len(message), at + _LONGEST_VARINT)):
        byte = message[place]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & (1 << 64) - 1, place + 1
        shift += 7
    raise ValueError("no protobuf, or cut short")


def _as_varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*found, value))
