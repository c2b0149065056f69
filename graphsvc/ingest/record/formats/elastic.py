"""Filebeat and Elastic Agent: the line in `event.original` or `message`, else the event below `kubernetes.audit`.

The pipelines behind them write dots in the keys of annotations as underscores, take metadata out of bodies, call the
core group v1 or core, and may make one value of a list of one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graphsvc.ingest.record.formats.cloudwatch import cluster_of
from graphsvc.ingest.record.wrapping import Format, Part, at, is_event, moment_of, text_at

_PREFIXES = ("kubernetes.audit", "aws.eks.audit")
_MAPS = ("annotations", "user.extra", "impersonatedUser.extra", "requestObject", "responseObject")
_USERS = ("user", "impersonatedUser")
_NO_GROUP = frozenset({"v1", "core", ""})


def _recognises(value: Any) -> bool:
    if "_source" in value or "hits" in value:
        return True
    return "@timestamp" in value and (bool(_original(value)) or _event(value) is not None)


def _unwrap(value: Any) -> Iterator[Part]:
    if "hits" in value:
        yield from map(Part, value["hits"]["hits"])
    elif "_source" in value:
        yield Part(value["_source"])
    else:
        original, time, cluster = _original(value), moment_of(value["@timestamp"]), _cluster(value)
        yield Part(original, cluster, time, may_be_cut=True) if original else Part(_repaired(value), cluster, time)


def _cluster(value: Any) -> str:
    group = text_at(value, "aws", "cloudwatch", "log_group").rpartition(":")[2]
    names = (text_at(value, "orchestrator", "cluster", "name"), text_at(value, "orchestrator.cluster.name"))
    return next(filter(None, names), "") or text_at(value, "aws", "eks", "cluster", "name") or cluster_of(group)


def _original(value: Any) -> str:
    found = text_at(value, "event", "original") or text_at(value, "event.original") or text_at(value, "message")
    return found if found.lstrip().startswith("{") else ""


def _event(value: Any) -> dict[str, Any] | None:
    for prefix in _PREFIXES:
        found = at(value, *prefix.split("."))
        event = dict(found) if isinstance(found, Mapping) else _nested(value, prefix + ".")
        if is_event(event):
            return event
    return None


def _nested(value: Any, prefix: str) -> dict[str, Any]:
    """An object out of keys with dots; keys of maps hold dots of their own and stay whole."""
    event: dict[str, Any] = {}
    for key in value:
        if key.startswith(prefix):
            *way, last = _way(key.removeprefix(prefix))
            place = event
            for step in way:
                place = place.setdefault(step, {})
            place[last] = value[key]
    return event


def _way(key: str) -> list[str]:
    whole = next((name for name in _MAPS if key.startswith(name + ".")), None)
    return key.split(".") if whole is None else [*whole.split("."), key[len(whole) + 1 :]]


def _repaired(value: Any) -> dict[str, Any]:
    event = _event(value)
    if event is None:
        raise ValueError(f"nothing below {' or '.join(_PREFIXES)}, and no line in event.original or message")
    if isinstance(notes := event.get("annotations"), dict):
        event["annotations"] = {_dotted(key): text for key, text in notes.items()}
    if isinstance(ref := event.get("objectRef"), dict) and ref.get("apiGroup", "") in _NO_GROUP:
        event["objectRef"] = {key: item for key, item in ref.items() if key != "apiGroup"}
    event |= {"user": {}} | {key: _with_groups(event[key]) for key in _USERS if key in event}
    if "sourceIPs" in event:
        event["sourceIPs"] = _listed(event["sourceIPs"])
    if not event.get("requestReceivedTimestamp"):
        event["requestReceivedTimestamp"] = value["@timestamp"]
    return event


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _with_groups(user: Any) -> Any:
    return user | {"groups": _listed(user["groups"])} if isinstance(user, dict) and "groups" in user else user


def _dotted(key: str) -> str:
    """No domain holds an underscore, so all before the slash were dots."""
    domain, slash, name = key.partition("/")
    return f"{domain.replace('_', '.')}{slash}{name}" if slash else key


FORMAT = Format("elastic", "Filebeat, Elastic Agent, Elasticsearch hits", _recognises, _unwrap)
