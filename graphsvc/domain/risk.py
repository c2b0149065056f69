"""How much an alert matters, from 0 to 100, so that the worst comes first. The points are ours: docs/alerts.md."""

from dataclasses import dataclass
from typing import Self

from graphsvc.domain.detection import Severity
from graphsvc.domain.who_kind import WhoKind

_MOST_THINGS = 20
_BASE = {Severity.CRITICAL: 70, Severity.HIGH: 50, Severity.MEDIUM: 30, Severity.LOW: 12, Severity.INFO: 4}


@dataclass(frozen=True)
class Stakes:
    """What is known of the calls of an alert. `ok`: one went through. `outside`: one came from an external address.

    `new`: who did it never did before, on a cluster that is known for longer. `astray`: by nobody, or by a machine's
    identity from outside. `system`: in a namespace of the system, or on what holds for the whole cluster.
    `things`: distinct objects, at most 20.
    """

    ok: bool = False
    outside: bool = False
    new: bool = False
    astray: bool = False
    system: bool = False
    things: tuple[str, ...] = ()

    def __or__(self, other: Self) -> "Stakes":
        return Stakes(
            self.ok or other.ok,
            self.outside or other.outside,
            self.new or other.new,
            self.astray or other.astray,
            self.system or other.system,
            tuple(sorted({*self.things, *other.things}))[:_MOST_THINGS],
        )


def risk_of(severity: Severity, stakes: Stakes) -> int:
    """Severity first; what failed counts half, what came from outside, is new, astray or broad counts more."""
    extra = 10 * stakes.outside + 5 * stakes.new + 10 * stakes.astray + 5 * stakes.system
    extra += min(5, len(stakes.things).bit_length())
    whole = _BASE[severity] + extra
    return min(100, whole if stakes.ok else whole // 2)


def is_astray(kind: WhoKind, network: str) -> bool:
    """Nobody's identity, or a machine's used from outside."""
    return kind == "anonymous" or (network == "external" and kind not in {"person", "unknown"})
