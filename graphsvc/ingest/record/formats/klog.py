"""Lines of components and of systemd that stand between audit events. They are counted, and nothing else."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from graphsvc.domain.moment import DAY, from_datetime, to_datetime
from graphsvc.ingest.record.loss import announces_loss
from graphsvc.ingest.record.wrapping import KLOG_LINES, Format, Part

_SHAPES = re.compile(
    rb"[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ \S+:\d+\]"
    rb"|==> \S.* <==$"
    rb"|-- (?:Logs begin|Journal begins|Boot|Reboot|No entries)\b"
    rb"|(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) \S+ [\w@.-]+(?:/[\w-]+)?(?:\[\d+\])?: (?!\{)"
    rb"|\d{4}/\d\d/\d\d \d\d:\d\d:\d\d(?:\.\d+)? "
    rb"|time=\"[^\"]+\" level=\w+ msg="
    rb"|Impacted events:|Error in audit plugin '"
    rb"|Flag --|Trace\[\d+\]:"
    rb"|panic: |goroutine \d+ \[|created by \S+|/\S+\.go:\d+(?: \+0x[0-9a-f]+)?$"
)


_TIME = re.compile(rb"[IWEF](\d\d)(\d\d) (\d\d):(\d\d):(\d\d)")


def klog_time(line: bytes, received: int) -> int:
    """When such a line was written, in milliseconds: it has no year. `received` when it does not tell at all."""
    found = _TIME.match(line)
    if not found:
        return received
    year = to_datetime(received).year
    try:
        month, day, hour, minute, second = map(int, found.groups())
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        in_future = from_datetime(moment) > received + DAY
        return from_datetime(moment.replace(year=year - 1) if in_future else moment)
    except ValueError:  # 29 February, or no date at all
        return received


def _recognises(value: Any) -> bool:
    return _SHAPES.match(value) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    yield Part(value, rule=KLOG_LINES, lost=announces_loss(value))


FORMAT = Format("klog", "Lines of components and systemd (skipped and counted)", _recognises, _unwrap, text=True)
