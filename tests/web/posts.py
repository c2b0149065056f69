"""What tests post, and how they wait for it."""

import time

from tests.builders import an_event, raw

JSON = {"content-type": "application/json"}


def event_list(*events):
    return raw({"kind": "EventList", "apiVersion": "audit.k8s.io/v1", "metadata": {}, "items": list(events)})


def bare(**given):
    """An item of an EventList has no kind and version of its own."""
    return {k: v for k, v in an_event(**given).items() if k not in {"kind", "apiVersion"}}


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def total(client):
    return client.get("/v1/polygraph").json()["calls"]


def metric(client, name):
    """The value of one line of /metrics, 0 when there is none."""
    lines = client.get("/metrics").text.splitlines()
    return next((float(line.rpartition(" ")[2]) for line in lines if line.rpartition(" ")[0] == name), 0.0)
