"""EKS by way of Amazon Security Lake: OCSF API activity with the event in `raw_data` or in `unmapped`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from graphsvc.ingest.wrapping import Format, Part, is_event, moment_of, text_at

_FIELDS = ("auditID", "stage", "verb")


def _recognises(value: Any) -> bool:
    return "class_uid" in value and ("raw_data" in value or "unmapped" in value)


def _unwrap(value: Any) -> Iterator[Part]:
    time = moment_of(value.get("time"))
    cluster = text_at(value, "cloud", "cluster", "name")
    raw = text_at(value, "raw_data")
    yield Part(raw, cluster, time) if raw else Part(_unmapped(value), cluster, time)


def _unmapped(value: Any) -> dict[str, Any]:
    found = value["unmapped"]
    event = json.loads(found) if isinstance(found, str) else found
    if isinstance(event, Mapping) and not is_event(event):
        event = {key: _parsed(item) for key, item in event.items()}
    if not is_event(event):
        raise ValueError(f"neither raw_data, nor {', '.join(_FIELDS)} in unmapped: this source drops the event itself")
    return dict(event)


def _parsed(item: Any) -> Any:
    return json.loads(item) if isinstance(item, str) and item.startswith(("{", "[")) else item


FORMAT = Format(
    "security-lake", "Amazon Security Lake: OCSF with the event in raw_data or unmapped", _recognises, _unwrap
)
