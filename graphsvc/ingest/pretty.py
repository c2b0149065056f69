"""Documents over many lines with other lines between them, such as `aws logs tail --format json` prints.

Each begins with a line of nothing but a brace. A time and a name on the line before it belong to it.
"""

import re
from collections.abc import Iterator
from itertools import chain

from graphsvc.ingest.line import Line
from graphsvc.ingest.wrapping import is_json

_HEAD = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?[ \t]+[\w./:\[\]$-]+")
_MOST_LINES = 100_000  # of one document; an event of 1 MiB has 40,000


def join_pretty(lines: Iterator[Line]) -> Iterator[Line]:
    """Lines as they come, documents put together."""
    head: Line | None = None
    while (line := next(lines, None)) is not None:
        if line.raw == b"{":
            parts, behind = _parts(line, lines)
            yield from _document(head, parts)
            head, lines = None, chain(behind, lines)
            continue
        if head:
            yield head
        head = line if _is_head(line) else None
        if not head:
            yield line
    if head:
        yield head


def _is_head(line: Line) -> bool:
    return line.raw[:1].isdigit() and _HEAD.fullmatch(line.raw) is not None


def _parts(first: Line, lines: Iterator[Line]) -> tuple[list[Line], list[Line]]:
    """Lines up to where the document ends, and the one behind that shows that it does not end."""
    parts, depth = [first], 1
    for line in lines:
        if line.problem or _is_head(line):
            return parts, [line]
        parts.append(line)
        # Texts hold no line breaks, so what a line begins and ends with is structure.
        depth += line.raw.endswith((b"{", b"[")) - line.raw.startswith((b"}", b"]"))
        if depth <= 0 or len(parts) == _MOST_LINES:
            break
    return parts, []


def _document(head: Line | None, parts: list[Line]) -> Iterator[Line]:
    text = b" ".join(line.raw for line in parts)
    if is_json(text):
        yield Line(head.raw + b" " + text if head else text, parts[0].number)
    else:
        yield from (*([head] if head else ()), *parts)
