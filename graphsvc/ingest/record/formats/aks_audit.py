"""AKS by way of Log Analytics, tables AKSAudit and AKSAuditAdmin: the event in columns.

A body that was too large is a text that says so; it is left out, and the event marked as truncated.
"""

import json
from collections.abc import Iterator
from typing import Any

from graphsvc.domain.truncation import marked_truncated
from graphsvc.ingest.record.formats.aks import cluster_of, has_records
from graphsvc.ingest.record.wrapping import Format, Part, items_of, text_at

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
    "SourceIps": "sourceIPs",
    "UserAgent": "userAgent",
    "Annotations": "annotations",
    "RequestReceivedTime": "requestReceivedTimestamp",
    "StageReceivedTime": "stageTimestamp",
}
_BODIES = {"RequestObject": "requestObject", "ResponseObject": "responseObject"}
_CUT = object()


def _recognises(value: Any) -> bool:
    return ("AuditId" in value and "Stage" in value and "Verb" in value) or has_records(value, "AuditId")


def _unwrap(value: Any) -> Iterator[Part]:
    if "records" in value:
        yield from map(Part, items_of(value, "records"))
        return
    cluster = cluster_of(text_at(value, "_ResourceId") or text_at(value, "ResourceId"))
    try:
        event = {"kind": "Event", "apiVersion": "audit.k8s.io/v1", "user": {}} | _event(value)
        yield Part(event, cluster)
    except ValueError as error:
        yield Part(
            {key: value[key] for key in value if key not in _BODIES}, problem=f"a column holds no whole JSON: {error}"
        )


def _event(value: Any) -> dict[str, Any]:
    event = {name: _parsed(value[column]) for column, name in _COLUMNS.items() if value.get(column) not in (None, "")}
    bodies = {name: found for column, name in _BODIES.items() if (found := _body(value.get(column))) is not None}
    if any(found is _CUT for found in bodies.values()):
        event["annotations"] = marked_truncated(event.get("annotations"))
    return event | {name: found for name, found in bodies.items() if found is not _CUT}


def _parsed(item: Any) -> Any:
    """Columns hold objects, or their text."""
    return json.loads(item) if isinstance(item, str) and item.startswith(("{", "[")) else item


def _body(item: Any) -> Any:
    """What is no JSON was too large for the table, or for the spreadsheet that it went through."""
    if not isinstance(item, str):
        return item
    try:
        return json.loads(item) if item else None
    except (ValueError, RecursionError):
        return _CUT


FORMAT = Format("aks-audit", "Azure Log Analytics: AKSAudit and AKSAuditAdmin rows", _recognises, _unwrap)
