"""Event Hubs' capture: rows of Avro that hold each message, AKS batches, as they were sent."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part


def _recognises(value: Any) -> bool:
    return "Body" in value and "EnqueuedTimeUtc" in value


def _unwrap(value: Any) -> Iterator[Part]:
    if body := value["Body"]:  # a message may be empty
        yield Part(body)


FORMAT = Format("capture", "Azure Event Hubs: what its capture wrote", _recognises, _unwrap)
