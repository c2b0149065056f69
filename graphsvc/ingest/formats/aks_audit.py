"""AKS by way of Log Analytics, tables AKSAudit and AKSAuditAdmin: the event in columns.

A body that was too large is a text that says so; it is left out, and the event marked as truncated.
"""

import json
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.formats.aks import cluster_of
from graphsvc.ingest.wrapping import Format, Part, text_at

_COLUMNS = {
    "AuditId": "auditID",
    "Level": "level",
    "Stage": "stage",
    "Verb": "verb",
    "RequestUri": "requestURI",
    "User": "user",
    "ImpersonatedUser": "impersonatedUser",
    "ObjectRef": "objectRef",
    "ResponseStatus": "responseStatus",
    "RequestObject": "requestObject",
    "ResponseObject": "responseObject",
    "SourceIps": "sourceIPs",
    "UserAgent": "userAgent",
    "Annotations": "annotations",
    "RequestReceivedTime": "requestReceivedTimestamp",
    "StageReceivedTime": "stageTimestamp",
}
_TOO_LARGE = "skipped-too-big-size-object"


def _recognises(value: Any) -> bool:
    return "AuditId" in value and "Stage" in value and "Verb" in value


def _unwrap(value: Any) -> Iterator[Part]:
    event = {name: _parsed(value[column]) for column, name in _COLUMNS.items() if value.get(column) not in (None, "")}
    event = {"kind": "Event", "apiVersion": "audit.k8s.io/v1", "user": {}} | event
    if any(text_at(value, column) == _TOO_LARGE for column in ("RequestObject", "ResponseObject")):
        notes = event.get("annotations")
        event["annotations"] = {**(notes if isinstance(notes, dict) else {}), "audit.k8s.io/truncated": "true"}
        event = {key: item for key, item in event.items() if item != _TOO_LARGE}
    yield Part(event, cluster_of(text_at(value, "_ResourceId") or text_at(value, "ResourceId")))


def _parsed(item: Any) -> Any:
    """Columns hold objects, or their text."""
    return json.loads(item) if isinstance(item, str) and item.startswith(("{", "[")) else item


FORMAT = Format("aks-audit", "Azure Log Analytics: AKSAudit and AKSAuditAdmin rows", _recognises, _unwrap)
