"""Names of actions, in the two forms that people know: CreateJob in the graph, CreateJobs in the table."""

from typing import Literal

from graphsvc.domain.resource import plural_kind, singular_kind

ActionClass = Literal["exec", "read", "create", "change", "delete"]

# HTTP GET over WebSocket, POST over SPDY: one action, whatever the verb.
SESSIONS = {"exec": "exec", "attach": "attach", "portforward": "port-forward"}

_VERBS = {"deletecollection": "DeleteCollection"}
_MANY = frozenset({"list", "watch", "deletecollection"})
_READS = frozenset({"get", "list", "watch", "head", "options"})
_SUBRESOURCES = {
    "ephemeralcontainers": "EphemeralContainers",
    "nodeinfo": "NodeInfo",
    "serviceaccountnames": "ServiceAccountNames",
}


def action_name(verb: str, resource: str, subresource: str, suffix: str = "") -> str:
    """The graph's name. `resource` is plural, empty for a non-resource URL; `suffix` is such as `_WithPodExec`."""
    if subresource in SESSIONS:
        return SESSIONS[subresource]
    if not resource:
        return _capital(verb) + "URL"
    kind = plural_kind(resource) if verb in _MANY else singular_kind(resource)
    tail = _SUBRESOURCES.get(subresource) or _capital(subresource)
    return (_VERBS.get(verb) or _capital(verb)) + kind + tail + suffix


def event_name(verb: str, resource: str, subresource: str, suffix: str = "") -> str:
    """The table's name: verb and plural, plainly capitalised. A session is CreatePods whatever its verb."""
    if not resource:
        return _capital(verb) + "URL"
    return _capital("create" if subresource in SESSIONS else verb) + _capital(resource) + suffix


def classify_action(verb: str, subresource: str) -> ActionClass:
    if subresource in SESSIONS:
        return "exec"
    if verb in _READS:
        return "read"
    if verb in {"create", "post"}:
        return "create"
    return "delete" if verb in {"delete", "deletecollection"} else "change"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
