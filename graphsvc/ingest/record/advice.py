"""What to export instead, where somebody exported less than events."""

from collections.abc import Iterable, Mapping
from typing import Any

from graphsvc.ingest.record.wrapping import at

# Fields by which one who chose columns shows that they are of audit events.
_FIELDS = (
    "auditID", "stage", "verb", "requestURI", "user.username", "objectRef.resource", "objectRef.namespace",
    "objectRef.name", "responseStatus.code", "sourceIPs", "userAgent",
)  # fmt: skip
_BODIES = ("requestObject", "responseObject", "RequestObject", "ResponseObject")
_OF_INSIGHTS = frozenset({"@message", "@log", "@logStream", "@ptr", "@ingestionTime"})
_OF_GRAFANA = frozenset({"labels", "tsNs", "Line", "Time"})
_OF_KIBANA = frozenset({"_index", "_id", "_score", "@timestamp"})
_INSIGHTS = "in Logs Insights ask for `fields @timestamp, @message`, and export that"
_GRAFANA = "in Grafana download the logs themselves, as JSON, TXT, or CSV with the column Line"
_KIBANA = (
    "in Discover show the column event.original (or message, or all of auditID, stage and verb with the rest), and "
    "export that; or copy documents as JSON"
)
_ANY = "export the column that holds the whole event, or at least auditID, stage, verb and requestReceivedTimestamp"


def has_fields(names: Iterable[str]) -> bool:
    """Whether several of them are of audit events, whatever stands before."""
    found = {field for name in names for field in _FIELDS if name == field or name.endswith(f".{field}")}
    return len(found) > 1


def without_bodies(value: Mapping[str, Any]) -> dict[str, Any]:
    """What of such a row may be shown: what a body holds is not known for what it is in a column of any name."""
    return {key: value[key] for key in value if not any(body in key for body in _BODIES)}


def advice_for(value: Mapping[str, Any]) -> str:
    """Empty for what does not look like an export of audit events."""
    if not has_fields(value) and at(value, "kubernetes", "audit") is None:
        return _GRAFANA if len(_OF_GRAFANA.intersection(value)) > 1 else ""
    for names, told in ((_OF_KIBANA, _KIBANA), (_OF_INSIGHTS, _INSIGHTS), (_OF_GRAFANA, _GRAFANA)):
        if not names.isdisjoint(value) or (told == _KIBANA and any(".audit." in key for key in value)):
            return told
    return _ANY
