"""What GKE tells of a detection's cases is the same call, but for what Google leaves out: so conditions hold alike."""

import json
from pathlib import Path

import pytest

from graphsvc.domain.call import project_call
from graphsvc.domain.event import parse_event
from graphsvc.domain.standing import Surroundings, standing_of
from graphsvc.ingest.record.formats.gke import FORMAT
from tests.builders import raw
from tests.detection.gke import entry_of

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.ndjson"))
PATH = (
    "verbs", "resource_type", "subresource", "namespace", "user", "impersonated_user", "source_ip", "client", "action",
    "code", "did",
)  # fmt: skip
SAID = ("name", "command", "issued_credential", "credential", "removed_release", "notes", "impersonated_groups", "pod")

# What Google leaves out, and whose cases cannot be told apart without it.
LEFT_OUT = {
    "all-secrets-listed": {"verbs", "action"},  # whether a watch hands out everything stands in the URI
    "command-through-node-proxy": {"action", "did", "command"},  # the way behind a proxy does too
    "impersonation-chain": {"credential"},
    "token-lineage": {"credential"},
    "privileged-identity-impersonated": {"impersonated_groups"},
}


def told(line):
    call = project_call(parse_event(line), "test")
    standing = standing_of(call.path, Surroundings())
    is_session = call.path.did in {"exec", "connect"}  # its options are a body with Google, and a query elsewhere
    return {
        **{name: getattr(call.path, name) for name in PATH},
        **{name: call.properties.get(name) for name in SAID},
        **{name: getattr(standing, name) for name in ("who", "who_kind", "network", "ok", "system_namespace")},
        "submitted": None if is_session else call.submitted,
    }


def told_by_gke(event):
    entry = json.loads(entry_of(event))
    assert FORMAT.recognises(entry)
    (part,) = FORMAT.unwrap(entry)
    return told(raw(part.value))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_gke_tells_the_same(file):
    differing = set()
    for line in file.read_text().splitlines():
        event = json.loads(line)["event"]
        native, google = told(raw(event)), told_by_gke(event)
        differing |= {name for name, value in native.items() if google[name] != value}
    assert differing == LEFT_OUT.get(file.stem, set())
