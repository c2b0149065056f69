"""JSON that is nested deeper than decoders go: without this, a deep body would hide the call that carries it."""

import re
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# Kubernetes' deepest own objects (schemas of custom resources) have some 60 levels. Walking costs three frames of
# Python's thousand a level.
DEEPEST = 150
TOO_DEEP = f'"[deeper than {DEEPEST} levels]"'.encode()

_MARKS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)


def decoded(decode: Callable[[bytes], T], raw: bytes) -> T:
    """What `decode` makes of a text; of one that is too deep for it, what it makes of the shallow text."""
    try:
        return decode(raw)
    except RecursionError:
        return decode(shallow(raw))


def shallow(raw: bytes) -> bytes:
    """The text with everything below level DEEPEST replaced by a word that says so. Never recurses."""
    parts, done, depth = [], 0, 0
    for found in _MARKS.finditer(raw):
        mark = raw[found.start()]
        if mark in b"[{":
            depth += 1
            if depth == DEEPEST + 1:
                parts += [raw[done : found.start()], TOO_DEEP]
        elif mark in b"]}":
            if depth == DEEPEST + 1:
                done = found.end()
            depth -= 1
    return b"".join((*parts, raw[done:] if depth <= DEEPEST else b""))
