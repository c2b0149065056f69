"""Logs that Grafana's Explore downloads as text: milliseconds, a time and the line. What is said above them is none."""

import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, moment_of

_LINE = re.compile(rb"(\d{13})\t\d{4}-\d\d-\d\dT[\d:.]+Z\t(.*)", re.DOTALL)
_ABOVE = re.compile(rb"(?:Common labels|Line limit|Limit|Total bytes processed|Deduplication count): ")


def _recognises(value: Any) -> bool:
    return (_LINE.match(value) or _ABOVE.match(value)) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    if found := _LINE.match(value):
        yield Part(found[2], time=moment_of(found[1].decode()), may_be_cut=True)
    elif not _ABOVE.match(value):
        yield Part(value)


FORMAT = Format("grafana-text", "Grafana: logs that Explore downloads as text", _recognises, _unwrap, text=True)
