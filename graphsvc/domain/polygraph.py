"""The Polygraph as the page and GraphQL know it: eight columns of nodes, and how each node is searched for.

Where several clusters are shown, a column of clusters may stand in front.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graphsvc.domain.path import CLUSTER, COLUMNS

_NAMES = ("Source IP", "Group", "AWS user", "Kubernetes user", "Impersonated user", "Resource", "Action", "Status")
TITLES = dict(zip(COLUMNS, _NAMES, strict=True)) | {CLUSTER: "Cluster"}

# What is not shown by name stands behind a `+`: by class where the classes of a column say something, else as "more".
GROUPS = {
    "sourceIp": {"external": "External IP", "internal": "Internal IP"},
    "resource": {"Workload": "Workload", "RBAC": "RBAC", "Storage": "Storage", "Other": "Other"},
}

_SHORT = ("ip", "group", "aws", "user", "as", "resource", "action", "status")
_FIELDS = dict(zip(COLUMNS, _SHORT, strict=True)) | {CLUSTER: "cluster"}
_CLASS_TERMS = {"sourceIp": "network:{}", "resource": "kind:=={}"}
_BARE = re.compile(r"[\w./-]+", re.ASCII)


class Why(StrEnum):
    """Why a value has a place of its own in its column."""

    KEPT = "kept"
    ALERT = "alert"
    COMMANDS = "commands"
    DENIED = "denied"
    NEW = "new"
    BUSY = "busy"


class NodeKind(StrEnum):
    VALUE = "value"
    GROUP = "group"
    MORE = "more"
    STEADY = "steady"


@dataclass(frozen=True)
class Node:
    """A value of a column, the values behind a `+`, or the steady traffic of values without a place; counted over all
    calls that match.

    `values` and `paths` are distinct; `members` are names behind a group, busiest first, or the single groups of a
    group set; `alerts` are positions in the list of alerts that was asked with; `search` means exactly this node.
    """

    id: str
    column: int
    kind: NodeKind
    name: str
    class_: str
    calls: int
    errors: int
    denied: int
    paths: int
    values: int
    first_seen: int
    members: Sequence[str]
    alerts: Sequence[int]
    why: Why
    search: str


@dataclass(frozen=True)
class Column:
    """`total` counts distinct values, `absent` calls that have no value here."""

    key: str
    title: str
    nodes: Sequence[Node]
    total: int
    absent: int


def value_id(column: str, name: str) -> str:
    return f"{column}:{name}"


def group_id(column: str, name: str) -> str:
    """Of a class, `more` or `steady`. No value can have the id of a group, whatever callers call themselves."""
    return f"{column}+{name}"


def search_for(column: str, name: str) -> str:
    """The search that fits the calls with this value and no others: `user:==alice`."""
    if _BARE.fullmatch(name):
        return f"{_FIELDS[column]}:=={name}"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'{_FIELDS[column]}:=="{quoted}"'


def search_for_rest(column: str, class_: str, named: Iterable[str], steady: bool | None = None) -> str:
    """The search for what stands behind a `+`: any value, or any of the class, but for those that are shown by name.

    `steady`: only the steady calls of them, or only the others.
    """
    everything = _CLASS_TERMS[column].format(class_) if class_ else f"{_FIELDS[column]}:==*"
    part = {None: (), True: ("is:steady",), False: ("-is:steady",)}[steady]
    return " ".join((everything, *(f"-{search_for(column, name)}" for name in named), *part))
