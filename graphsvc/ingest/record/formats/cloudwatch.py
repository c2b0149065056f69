"""EKS by way of CloudWatch Logs: answers of its API, and what subscriptions deliver.

Only streams named `kube-apiserver-audit-…` hold audit events; the others of the group are logs of components.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graphsvc.ingest.record.loss import tells_of_loss
from graphsvc.ingest.record.wrapping import FOREIGN, Format, Part, at, moment_of, text_at, unpacked

_AUDIT_STREAM = "kube-apiserver-audit-"
_GROUP = ("/aws/eks/", "/cluster")


def _recognises(value: Any) -> bool:
    return (
        "logEvents" in value
        or "awslogs" in value
        or ("events" in value and isinstance(value["events"], list) and _has_message(value["events"]))
        or _is_answer(value)
        or ("message" in value and ("logStreamName" in value or "ingestionTime" in value))
        or "@message" in value
    )


def _has_message(events: list[Any]) -> bool:
    return not events or any(at(event, "message") is not None for event in events)


def _is_answer(value: Any) -> bool:
    """Rows of Logs Insights: `[{"field": "@message", "value": "…"}, …]`."""
    rows = value.get("results")
    return isinstance(rows, list) and any(isinstance(row, list) for row in rows)


def _unwrap(value: Any) -> Iterator[Part]:
    if "awslogs" in value:
        yield Part(unpacked(value["awslogs"]["data"]))
    elif "logEvents" in value:
        yield from _delivery(value)
    elif "@message" in value:
        yield _of_insights(value)
    elif "results" in value:
        yield from map(_row, value["results"])
    elif "events" in value:
        cluster = cluster_of(text_at(value, "logGroupName") or text_at(value, "logGroup"))
        yield from (_message(event, text_at(event, "logStreamName"), cluster) for event in value["events"])
    else:
        yield _message(value, text_at(value, "logStreamName"), cluster_of(text_at(value, "logGroupName")))


def _delivery(value: Any) -> Iterator[Part]:
    """A CONTROL_MESSAGE only asks whether somebody listens."""
    if value.get("messageType") == "CONTROL_MESSAGE":
        return
    cluster = cluster_of(text_at(value, "logGroup") or text_at(value, "logGroupName"))
    stream = text_at(value, "logStream") or text_at(value, "logStreamName")
    for event in value["logEvents"]:
        yield _message(event, stream, cluster)


def _message(event: Any, stream: str, cluster: str) -> Part:
    time = moment_of(at(event, "timestamp"))
    message = at(event, "message")
    if stream and not stream.startswith(_AUDIT_STREAM) and not tells_of_loss(message):
        foreign = {"logStreamName": stream, "timestamp": at(event, "timestamp"), "message": message}
        return Part(foreign, cluster, time, rule=FOREIGN)
    return Part(message, cluster, time, may_be_cut=True)


def _row(row: Any) -> Part:
    """One that is no row is told when its message is looked at."""
    fields = {text_at(cell, "field"): text_at(cell, "value") for cell in row} if isinstance(row, list) else {}
    return _of_insights(fields)


def _of_insights(fields: Mapping[str, Any]) -> Part:
    """The console shows messages that are JSON as objects."""
    cluster = cluster_of(text_at(fields, "@log").rpartition(":")[2])
    event = {"message": fields.get("@message"), "timestamp": fields.get("@timestamp")}
    return _message(event, text_at(fields, "@logStream"), cluster)


def cluster_of(group: str) -> str:
    """The cluster of `/aws/eks/<cluster>/cluster`."""
    head, tail = _GROUP
    return group[len(head) : -len(tail)] if group.startswith(head) and group.endswith(tail) else ""


FORMAT = Format("cloudwatch", "Amazon EKS: CloudWatch Logs, subscriptions, Logs Insights", _recognises, _unwrap)
