"""The Polygraph as the page and GraphQL know it: eight columns of nodes, hops between them, and what is grouped.

Pure: from counted values of columns and hops to what is shown. At most `top` values of a column are shown by
name, those with alerts first, then the busiest; the rest stands behind a `+`, by class where the column has any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graphsvc.domain.path import COLUMNS

TITLES = ("Source IP", "Group", "AWS user", "Kubernetes user", "Impersonated user", "Resource", "Action", "Status")
_CLASS_NAMES = {"sourceIp": {"internal": "Internal IP", "external": "External IP"}}
_GROUPED = frozenset({"sourceIp", "resource"})

Spot = tuple[int, int]  # column, code of a value in it


@dataclass(frozen=True)
class Value:
    """One value of a column, counted."""

    code: int
    name: str
    class_: str
    calls: int
    errors: int
    alerts: int = 0
    first_seen: int = 0

    def with_alerts(self, alerts: int) -> "Value":
        return replace(self, alerts=alerts) if alerts else self


@dataclass(frozen=True)
class CountedHop:
    source: Spot
    target: Spot
    calls: int
    errors: int


@dataclass
class Node:
    id: str
    name: str
    calls: int = 0
    errors: int = 0
    alerts: int = 0
    first_seen: int = 0
    members: list[str] = field(default_factory=list)
    expandable: bool = False

    def add(self, value: Value) -> None:
        self.calls += value.calls
        self.errors += value.errors
        self.alerts += value.alerts
        self.first_seen = min(self.first_seen or value.first_seen, value.first_seen)


@dataclass(frozen=True)
class Column:
    """`total` counts distinct values, `absent` calls that have no value here."""

    key: str
    title: str
    nodes: list[Node]
    total: int
    absent: int


@dataclass
class Hop:
    source: str
    target: str
    calls: int = 0
    errors: int = 0


def arrange(
    columns: Sequence[Sequence[Value]], hops: Sequence[CountedHop], *, calls: int, top: int, group: bool
) -> tuple[list[Column], list[Hop]]:
    """What is shown of counted columns and hops. `top` 0 shows everything."""
    shown: dict[Spot, Node] = {}
    arranged = [
        _arrange_column(number, values, calls, top, shown, group=group) for number, values in enumerate(columns)
    ]
    return arranged, _arrange_hops(hops, shown)


def _arrange_column(
    number: int, values: Sequence[Value], calls: int, top: int, shown: dict[Spot, Node], *, group: bool
) -> Column:
    key = COLUMNS[number]
    ranked = sorted(values, key=lambda v: (-v.alerts if group else 0, -v.calls, v.name))
    named, rest = (ranked, []) if not top or len(ranked) <= top + 1 else (ranked[:top], ranked[top:])
    nodes: dict[str, Node] = {}
    for value in named:
        _add(nodes, shown, number, value, f"{key}:{value.name}", value.name)
    for value in rest:
        id_, name = _group_of(key, value) if group and key in _GROUPED else (f"{key}:+more", "more")
        node = _add(nodes, shown, number, value, id_, name)
        node.expandable = True
        node.members.append(value.name)
    return Column(key, TITLES[number], list(nodes.values()), len(values), calls - sum(v.calls for v in values))


def _group_of(key: str, value: Value) -> tuple[str, str]:
    return f"{key}:+{value.class_}", _CLASS_NAMES.get(key, {}).get(value.class_, value.class_)


def _add(nodes: dict[str, Node], shown: dict[Spot, Node], number: int, value: Value, id_: str, name: str) -> Node:
    node = nodes.setdefault(id_, Node(id_, name))
    node.add(value)
    shown[number, value.code] = node
    return node


def _arrange_hops(hops: Sequence[CountedHop], shown: Mapping[Spot, Node]) -> list[Hop]:
    drawn: dict[tuple[str, str], Hop] = {}
    for hop in hops:
        ends = shown[hop.source].id, shown[hop.target].id
        line = drawn.setdefault(ends, Hop(*ends))
        line.calls += hop.calls
        line.errors += hop.errors
    return sorted(drawn.values(), key=lambda h: (-h.calls, h.source, h.target))
