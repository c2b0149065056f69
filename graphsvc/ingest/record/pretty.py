"""Documents over many lines with other lines between them, such as `aws logs tail --format json` prints.

Each begins with a line of nothing but a brace. A time and a name on the line before it belong to it.
"""

import re
from collections import deque
from collections.abc import Iterator

from graphsvc.ingest.record.line import Line, next_line
from graphsvc.ingest.record.wrapping import is_json

_HEAD = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?[ \t]+[\w./:\[\]$-]+")
_MOST_LINES = 100_000  # of one document; an event of 1 MiB has 40,000


def join_pretty(lines: Iterator[Line]) -> Iterator[Line]:
    """Lines as they come, documents put together."""
    ahead: deque[Line] = deque()
    head: Line | None = None
    while (line := next_line(ahead, lines)) is not None:
        if line.raw == b"{":
            yield from _document(head, _parts(line, ahead, lines))
            head = None
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


def _parts(first: Line, ahead: deque[Line], lines: Iterator[Line]) -> list[Line]:
    """Lines up to where the document ends, or to one that shows that it does not, which stays ahead."""
    parts, depth = [first], 1
    while depth > 0 and len(parts) < _MOST_LINES and (line := next_line(ahead, lines)) is not None:
        if line.problem or _is_head(line):
            ahead.append(line)
            break
        parts.append(line)
        # Texts hold no line breaks, so what a line begins and ends with is structure.
        depth += line.raw.endswith((b"{", b"[")) - line.raw.startswith((b"}", b"]"))
    return parts


def _document(head: Line | None, parts: list[Line]) -> Iterator[Line]:
    text = b" ".join(line.raw for line in parts)
    if is_json(text):
        yield Line(head.raw + b" " + text if head else text, parts[0].number)
    else:
        yield from (*([head] if head else ()), *parts)
