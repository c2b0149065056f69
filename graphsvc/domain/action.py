"""Names of actions, in the two forms that people know: CreateJob in the graph, CreateJobs in the table."""

from typing import Literal

from graphsvc.domain.resource import plural_kind, singular_kind

Did = Literal["exec", "connect", "read", "create", "change", "delete", "nothing"]
ActionClass = Literal["exec", "read", "create", "change", "delete"]

# HTTP GET over WebSocket, POST over SPDY: one action, whatever the verb.
SESSIONS = {"exec": "exec", "attach": "attach", "portforward": "port-forward"}

# What an action's name says of how it was done: a command through a node's proxy, a watch that hands out everything
# there is, as a list does, and a request that only asked what would happen.
THROUGH_PROXY, FROM_START, DRY_RUN = "_WithExec", "_FromStart", "_DryRun"

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


def done_verb(verb: str, resource: str, subresource: str, code: int) -> str:
    """The verb of what a write did: a patch or update that made its object is answered with 201, and is a create."""
    made = verb in {"patch", "update", "put", "apply"} and code == 201 and resource and not subresource
    return "create" if made else verb


def what_was_done(verb: str, resource: str, subresource: str, code: int, action: str) -> Did:
    """What a request asked to do, whatever its verb. Reviews of rights make no object: they read."""
    if action.endswith(DRY_RUN):
        return "nothing"
    if subresource in SESSIONS or action.endswith(THROUGH_PROXY):
        return "exec"
    if subresource == "proxy" or verb == "connect":
        return "connect"
    if verb in _READS or resource.endswith("reviews"):
        return "read"
    if verb in {"delete", "deletecollection"} or subresource == "eviction":
        return "delete"
    verb = done_verb(verb, resource, subresource, code)
    return "create" if verb in {"create", "post"} and subresource in {"", "token"} else "change"


def classify_action(verb: str, did: Did) -> ActionClass:
    if did in {"connect", "nothing"}:
        return "read" if verb in _READS else "change"
    return did  # type: ignore[return-value]  # the others are classes


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
