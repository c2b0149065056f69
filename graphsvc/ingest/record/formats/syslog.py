"""Lines that went through syslog or the journal: time, host and program stand before the event."""

import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part

_LINE = re.compile(
    rb"(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) \S+ "
    rb"[^{\[]{0,200}(?:\[\d+\])?:? ?[^{]{0,80}(\{\s*\".*)",
    re.DOTALL,
)


def _recognises(value: Any) -> bool:
    return _LINE.match(value) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    found = _LINE.match(value)
    yield Part(found[1] if found else value, may_be_cut=True)


FORMAT = Format("syslog", "syslog and the journal as text", _recognises, _unwrap, text=True, general=True)
