"""Google Pub/Sub: what a push subscription posts and what a pull gives."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, at, unpacked


def _recognises(value: Any) -> bool:
    if "receivedMessages" in value:
        return True
    return "message" in value and isinstance(at(value, "message", "data"), str)


def _unwrap(value: Any) -> Iterator[Part]:
    if "receivedMessages" in value:
        yield from map(Part, value["receivedMessages"])
    else:
        yield Part(unpacked(value["message"]["data"]))


FORMAT = Format("pubsub", "Google Pub/Sub push envelopes and pulled messages", _recognises, _unwrap)
