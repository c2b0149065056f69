"""Components of Kubernetes that log JSON (`--logging-format=json`) into the stream that audit events go to."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import KLOG_LINES, Format, Part, moment_of


def _recognises(value: Any) -> bool:
    return "ts" in value and "msg" in value and ("v" in value or "caller" in value or "level" in value)


def _unwrap(value: Any) -> Iterator[Part]:
    yield Part(value, time=moment_of(value["ts"]), rule=KLOG_LINES)


FORMAT = Format("component-json", "JSON logs of components (skipped and counted)", _recognises, _unwrap)
