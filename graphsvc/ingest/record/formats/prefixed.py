"""An event with something unknown before or behind it: stern, docker compose, Kafka's console, `--output text`."""

import json
import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part

# No brace comes before it: of an event whose beginning is lost, objects within are none.
_BEGIN = re.compile(r'\{\s*"[^"{}]{1,100}"\s*:')
_LINE = re.compile(rb'(?!\[)[^{]{1,500}(?=\{\s*"[^"{}]{1,100}"\s*:)')
_TELLING = b"auditID"

_decoder = json.JSONDecoder()


def _recognises(value: Any) -> bool:
    found = _LINE.match(value)
    return found is not None and _TELLING not in found[0] and _TELLING in value


def _unwrap(value: Any) -> Iterator[Part]:
    """Whatever stands between several of them."""
    text, at = value.decode("utf-8", "replace"), 0
    while (found := _BEGIN.search(text, at)) is not None:
        try:
            _, at = _decoder.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            at = len(text)
        yield Part(text[found.start() : at], may_be_cut=True)
    if not at:
        yield Part(value)


FORMAT = Format(
    "prefixed", "Any other line with an event in it: stern, docker compose, `--output text`", _recognises, _unwrap,
    text=True, general=True,
)  # fmt: skip
