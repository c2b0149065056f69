"""Readable data: events with what a test is about, defaults for the rest."""

import itertools
import json
from dataclasses import astuple

from graphsvc.domain.atlas import Atlas
from graphsvc.domain.noise import noise_filter
from graphsvc.graph.read.dictionary import snapshot_of
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.record.record import Record

_number = itertools.count(1)


def an_event(**given):
    """An audit event as a dict; `ref`, `user` and `code` are shortcuts, everything else replaces a field as it is."""
    number = next(_number)
    code, user, ref = given.pop("code", 200), given.pop("user", "alice@corp.example"), given.pop("ref", None)
    time = given.pop("time", "2026-11-23T12:00:00.000000Z")
    event = {
        "kind": "Event",
        "apiVersion": "audit.k8s.io/v1",
        "level": "Metadata",
        "auditID": f"test-{number}",
        "stage": "ResponseComplete",
        "verb": "get",
        "requestURI": "/api/v1/namespaces/shop/pods/web-1",
        "user": {"username": user, "groups": ["dev", "system:authenticated"]} if isinstance(user, str) else user,
        "sourceIPs": ["10.1.2.3"],
        "userAgent": "kubectl/v1.36.3 (linux/amd64) kubernetes/abc",
        "objectRef": {"resource": "pods", "namespace": "shop", "name": "web-1", "apiVersion": "v1"},
        "responseStatus": {"metadata": {}, "code": code},
        "requestReceivedTimestamp": time,
        "stageTimestamp": time,
    }
    if ref is not None:
        event["objectRef"] = ref
    event.update(given)
    return {key: value for key, value in event.items() if value is not None}


def an_exec(**given):
    uri = "/api/v1/namespaces/shop/pods/web-1/exec?command=sh&command=-c&command=id%3B+ls&container=app"
    ref = {"resource": "pods", "namespace": "shop", "name": "web-1", "subresource": "exec"}
    return an_event(**{"verb": "get", "requestURI": uri, "ref": ref, "code": 101, **given})


def raw(event) -> bytes:
    return json.dumps(event).encode()


def records(*events) -> list[Record]:
    return [Record(raw(event), line) for line, event in enumerate(events, 1)]


def a_pipeline(store, *, rules=(), archive=None, batch=2_000, atlas=None) -> Pipeline:
    return Pipeline(Writer(store, atlas=atlas or Atlas()), archive, noise_filter(rules), batch=batch)


def ingest(store, *events, cluster="test", **options):
    """Take events into the graph; returns the account."""
    learn = options.pop("learn", False)
    return a_pipeline(store, **options).ingest(records(*events), cluster=cluster, name="test", learn=learn)


def a_snapshot(paths, first_seen=None):
    """A dictionary of these paths as if a graph had them, in this order."""
    seen = first_seen or [0] * len(paths)
    return snapshot_of([[number, seen[number - 1], *astuple(path)] for number, path in enumerate(paths, 1)])
