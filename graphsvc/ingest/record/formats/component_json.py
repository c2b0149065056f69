"""Components of Kubernetes that log JSON (`--logging-format=json`) into the stream that audit events go to."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.loss import tells_of_loss
from graphsvc.ingest.record.wrapping import KLOG_LINES, Format, Part, moment_of


def _recognises(value: Any) -> bool:
    return "ts" in value and "msg" in value and ("v" in value or "caller" in value or "level" in value)


def _unwrap(value: Any) -> Iterator[Part]:
    time = moment_of(value["ts"])
    if tells_of_loss(value["msg"]):
        yield Part(value["msg"], time=time)
    else:
        yield Part(value, time=time, rule=KLOG_LINES)


FORMAT = Format("component-json", "JSON logs of components (skipped and counted)", _recognises, _unwrap)
