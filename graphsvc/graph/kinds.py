"""How the graph is described as data: kinds of nodes and of relationships, with their properties."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class NodeKind:
    label: str
    key: str
    meaning: str
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RelationshipKind:
    type: str
    source: str
    target: str
    meaning: str
    properties: dict[str, str] = field(default_factory=dict)


NAME = {"name": "the value"}
SEEN = {"first_seen": "first time", "last_seen": "last time, by day"}
CLUSTERED = {"cluster": "cluster it belongs to", **NAME}
