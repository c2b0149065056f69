"""AKS by way of Log Analytics, table AzureDiagnostics: the event is text in `log_s`, cut at 32,766 bytes."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.formats.aks import AUDIT_CATEGORIES, cluster_of, has_records
from graphsvc.ingest.record.wrapping import FOREIGN, Format, Part, items_of, moment_of, text_at


def _recognises(value: Any) -> bool:
    return "log_s" in value or has_records(value, "log_s")


def _unwrap(value: Any) -> Iterator[Part]:
    if "records" in value:
        yield from map(Part, items_of(value, "records"))
        return
    cluster = cluster_of(text_at(value, "ResourceId") or text_at(value, "_ResourceId"))
    time = moment_of(value.get("TimeGenerated"))
    if value.get("Category", "kube-audit") not in AUDIT_CATEGORIES:
        yield Part(value, cluster, time, rule=FOREIGN)
    else:
        yield Part(text_at(value, "log_s"), cluster, time, may_be_cut=True)


FORMAT = Format("azure-diagnostics", "Azure Log Analytics: AzureDiagnostics rows", _recognises, _unwrap)
