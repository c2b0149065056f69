"""Filebeat, Elastic Agent, OpenSearch: the line in `event.original` or `message`, else the event below its fields.

The pipelines behind them write dots in the keys of annotations as underscores, take metadata out of bodies, call the
core group v1 or core, and may make one value of a list of one. Kibana shows fields flat, every value a list.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graphsvc.ingest.record.dotted import flat_event, prefix_of, single
from graphsvc.ingest.record.formats.aks import AUDIT_CATEGORIES
from graphsvc.ingest.record.formats.aks import cluster_of as azure_cluster_of
from graphsvc.ingest.record.formats.cloudwatch import cluster_of
from graphsvc.ingest.record.wrapping import FOREIGN, Format, Part, at, is_event, items_of, moment_of, text_at

_PLACES = (("kubernetes", "audit"), ("aws", "eks", "audit"))
_USERS = ("user", "impersonatedUser")
_NO_GROUP = frozenset({"v1", "core", ""})
_HITS = ("hits", "rawResponse", "responses")
_ANSWERS = frozenset(_HITS)
_AZURE = "azure"
_LOG = ".properties.log"


def _recognises(value: Any) -> bool:
    if "_source" in value or not _ANSWERS.isdisjoint(value) or _is_shown(value):
        return True
    return "@timestamp" in value and (bool(_original(value)) or _event(value) is not None or bool(_azure(value)))


def _is_shown(value: Any) -> bool:
    """As Kibana shows and copies a document."""
    if "fields" not in value:
        return False
    fields = value["fields"]
    return isinstance(fields, Mapping) and ("_id" in value or "_index" in value or prefix_of(fields) is not None)


def _unwrap(value: Any) -> Iterator[Part]:
    if key := next((key for key in _HITS if key in value), ""):
        yield from _hits(value, key)
    elif "_source" in value or "fields" in value:
        yield Part(_document(value))
    elif (original := _original(value)) or not (record := _azure(value)):
        time, cluster = moment_of(value["@timestamp"]), _cluster(value)
        yield Part(original, cluster, time, may_be_cut=True) if original else Part(_found(value), cluster, time)
    else:
        yield _of_azure(value, record)


def _hits(value: Any, key: str) -> Iterator[Part]:
    """Of an answer, or of answers within one."""
    found = at(value[key], "hits") if key == "hits" else value[key]
    yield from map(Part, found if isinstance(found, list) else items_of({key: [found]}, key))


def _document(value: Any) -> Any:
    """`fields` have what a view without `_source` shows; a time that it leaves out is when there was none."""
    source, fields = value.get("_source"), value.get("fields")
    if not isinstance(fields, Mapping) or (isinstance(source, Mapping) and _has_event(source)):
        return source
    rest = source if isinstance(source, Mapping) else {}
    return {"@timestamp": "", **{key: item for key, item in rest.items() if key not in fields}, **single(fields)}


def _has_event(value: Mapping[str, Any]) -> bool:
    return bool(_original(value)) or _event(value) is not None or bool(_azure(value))


def _cluster(value: Any) -> str:
    group = (text_at(value, "aws", "cloudwatch", "log_group") or text_at(value, "@log")).rpartition(":")[2]
    names = (text_at(value, "orchestrator", "cluster", "name"), text_at(value, "orchestrator.cluster.name"))
    return next(filter(None, names), "") or text_at(value, "aws", "eks", "cluster", "name") or cluster_of(group)


def _original(value: Any) -> str:
    found = text_at(value, "event", "original") or text_at(value, "event.original") or text_at(value, "message")
    return found if found.lstrip().startswith("{") else ""


def _azure(value: Any) -> dict[str, Any]:
    """What Filebeat's module for Azure made of a diagnostic record: its name for such logs, then the record."""
    known = value.get(_AZURE)
    for name, found in known.items() if isinstance(known, Mapping) else ():
        if isinstance(found, Mapping) and at(found, "properties", "log") is not None:
            return {"category": text_at(found, "category"), "log": found["properties"]["log"], "name": name}
    for key in value:
        if key.startswith(f"{_AZURE}.") and key.endswith(_LOG):
            category = text_at(value, f"{key.removesuffix(_LOG)}.category")
            return {"category": category, "log": value[key]}
    return {}


def _of_azure(value: Any, record: dict[str, Any]) -> Part:
    resource = text_at(value, _AZURE, "resource", "id") or text_at(value, "azure.resource.id")
    cluster, time = azure_cluster_of(resource), moment_of(value["@timestamp"])
    if record["category"] and record["category"].lower() not in AUDIT_CATEGORIES:
        return Part(value, cluster, time, rule=FOREIGN)
    return Part(record["log"], cluster, time, may_be_cut=True)


def _event(value: Any) -> dict[str, Any] | None:
    for place in _PLACES:
        found = at(value, *place)
        event = dict(found) if isinstance(found, Mapping) else None
        if is_event(event):
            return event
    prefix = prefix_of(value)
    return None if prefix is None else flat_event(value, prefix)


def _found(value: Any) -> dict[str, Any]:
    event = _event(value)
    if event is None:
        raise ValueError(
            f"nothing below {' or '.join(map('.'.join, _PLACES))}, and no line in event.original or message"
        )
    return repaired(event, value["@timestamp"])


def repaired(event: dict[str, Any], time: Any) -> dict[str, Any]:
    """The event as an API server writes it; `time` is for one without."""
    if isinstance(notes := event.get("annotations"), dict):
        event["annotations"] = {_dotted(key): text for key, text in notes.items()}
    if isinstance(ref := event.get("objectRef"), dict) and ref.get("apiGroup", "") in _NO_GROUP:
        event["objectRef"] = {key: item for key, item in ref.items() if key != "apiGroup"}
    event |= {"user": {}} | {key: _with_groups(event[key]) for key in _USERS if key in event}
    if "sourceIPs" in event:
        event["sourceIPs"] = _listed(event["sourceIPs"])
    if time and not event.get("requestReceivedTimestamp"):
        event["requestReceivedTimestamp"] = time
    return event


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _with_groups(user: Any) -> Any:
    return user | {"groups": _listed(user["groups"])} if isinstance(user, dict) and "groups" in user else user


def _dotted(key: str) -> str:
    """No domain holds an underscore, so all before the slash were dots."""
    domain, slash, name = key.partition("/")
    return f"{domain.replace('_', '.')}{slash}{name}" if slash else key


FORMAT = Format(
    "elastic",
    "Filebeat, Elastic Agent, hits of Elasticsearch and OpenSearch, documents of Kibana",
    _recognises,
    _unwrap,
)
