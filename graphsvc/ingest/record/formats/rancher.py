"""Rancher's log of its own API looks like audit events and is none: no stage, no verb, no objects of Kubernetes."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part

_ADVICE = "the log of Rancher's own API, no Kubernetes audit log: take those of the clusters behind it"


def _recognises(value: Any) -> bool:
    return "auditID" in value and "method" in value and "stage" not in value


def _unwrap(value: Any) -> Iterator[Part]:
    yield Part(value, problem=_ADVICE)


FORMAT = Format("rancher", "Rancher's own API log (rejected with advice)", _recognises, _unwrap)
