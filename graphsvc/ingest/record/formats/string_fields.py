"""Alibaba SLS, Tencent CLS, OVH and others that flatten: nested objects are JSON texts, numbers are texts."""

import json
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part

_NESTED = frozenset(
    {"user", "impersonatedUser", "sourceIPs", "objectRef", "responseStatus", "requestObject", "responseObject",
     "annotations"}
)  # fmt: skip


def _recognises(value: Any) -> bool:
    return "auditID" in value and "stage" in value and "verb" in value and isinstance(value.get("user"), str)


def _unwrap(value: Any) -> Iterator[Part]:
    yield Part({key: _parsed(value[key]) if key in _NESTED else value[key] for key in value if value[key] != ""})


def _parsed(item: Any) -> Any:
    return json.loads(item) if isinstance(item, str) and item.startswith(("{", "[")) else item


FORMAT = Format("string-fields", "Alibaba SLS, Tencent CLS: nested objects as text", _recognises, _unwrap)
