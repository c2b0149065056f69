"""Lines of components and of systemd that stand between audit events. They are counted, and nothing else."""

import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.wrapping import KLOG_LINES, Format, Part

_SHAPES = re.compile(
    rb"[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ \S+:\d+\]"
    rb"|-- (?:Logs begin|Journal begins|Boot|Reboot|No entries)\b"
    rb"|(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) \S+ [\w@.-]+(?:/[\w-]+)?(?:\[\d+\])?: (?!\{)"
    rb"|\d{4}/\d\d/\d\d \d\d:\d\d:\d\d(?:\.\d+)? "
    rb"|time=\"[^\"]+\" level=\w+ msg="
    rb"|Flag --|Trace\[\d+\]:"
    rb"|panic: |goroutine \d+ \[|created by \S+|/\S+\.go:\d+(?: \+0x[0-9a-f]+)?$"
)


def _recognises(value: Any) -> bool:
    return _SHAPES.match(value) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    yield Part(value, rule=KLOG_LINES)


FORMAT = Format("klog", "Lines of components and systemd (skipped and counted)", _recognises, _unwrap, text=True)
