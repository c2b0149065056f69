"""Heartbeats: calls that nodes and the control plane make all the time, so that a minute without any is a hole.

Noise rules drop them; they are counted by minute first. Whoever could make them up at will does not count.
"""

from graphsvc.domain.call import Call
from graphsvc.domain.moment import MINUTE
from graphsvc.domain.path import Path
from graphsvc.domain.skew import is_skewed
from graphsvc.domain.who_kind import is_controller, kind_of

_RENEWED = frozenset({"update", "patch"})
_BEATING = frozenset({"node", "controlplane"})


def is_heartbeat(path: Path) -> bool:
    """A lease renewed by a node or by a part of the control plane under its own certificate."""
    return (
        path.resource == "leases"
        and path.verb in _RENEWED
        and not path.is_denied
        and not path.impersonated_user
        and kind_of(path.user, path.groups) in _BEATING
        and not is_controller(path.user)
    )


def beat_of(call: Call) -> int | None:
    """The minute since 1970 of a heartbeat whose event the log has, None of all other calls."""
    if not is_heartbeat(call.path) or call.is_reported_lost or is_skewed(call):
        return None
    return call.time // MINUTE
