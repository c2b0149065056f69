"""Vector: the line in `message`, with the source it came from."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, moment_of


def _recognises(value: Any) -> bool:
    return "source_type" in value and "message" in value


def _unwrap(value: Any) -> Iterator[Part]:
    yield Part(value["message"], time=moment_of(value.get("timestamp")), may_be_cut=True)


FORMAT = Format("vector", "Vector", _recognises, _unwrap)
