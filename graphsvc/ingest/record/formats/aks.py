"""AKS diagnostic records, alone (storage account) or in batches (Event Hubs).

`properties.log` is the event, as text or as an object; Azure cuts the text at 16 KiB. Other categories of one hub
are logs of components.
"""

import json
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.loss import tells_of_loss
from graphsvc.ingest.record.wrapping import FOREIGN, Format, Part, at, items_of, moment_of, text_at

AUDIT_CATEGORIES = frozenset({"kube-audit", "kube-audit-admin"})


def _recognises(value: Any) -> bool:
    if "records" in value:
        return value["records"] == [] or has_records(value, "category")
    return "category" in value and "properties" in value


def _unwrap(value: Any) -> Iterator[Part]:
    if "records" in value:
        yield from map(Part, items_of(value, "records"))
        return
    cluster, time = cluster_of(text_at(value, "resourceId")), moment_of(value.get("time"))
    if value["category"] not in AUDIT_CATEGORIES and not tells_of_loss(_any_log(value["properties"])):
        yield Part(value, cluster, time, rule=FOREIGN)
        return
    yield Part(_log(value["properties"]), cluster, time, may_be_cut=True)


def has_records(value: Any, key: str) -> bool:
    """Whether it is a batch whose records have such a key: Log Analytics exports rows of its tables in batches, too."""
    records = value.get("records")
    return isinstance(records, list) and any(at(record, key) is not None for record in records)


def _log(properties: Any) -> Any:
    """Some exports make a text of the properties."""
    log = at(json.loads(properties) if isinstance(properties, str) else properties, "log")
    if log is None:
        raise ValueError("no properties.log")
    return log


def _any_log(properties: Any) -> Any:
    try:
        return _log(properties)
    except ValueError:
        return None


def cluster_of(resource: str) -> str:
    """The last name of a resource id; Azure writes it in capitals or not, as it likes."""
    head, _, name = resource.lower().rpartition("/managedclusters/")
    return name.strip("/") if head else ""


FORMAT = Format("aks", "Azure AKS: diagnostic records and Event Hub batches", _recognises, _unwrap)
