"""What a detection is: kinds, severities, what it looks at, and which calls it asks to see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from graphsvc.domain.path import Path


class DetectionKind(StrEnum):
    """A policy fires for every call, an anomaly for what is new, a threshold for many within a window, a sequence for
    steps in order within one, a graph question for what calls have to do with each other.
    """

    POLICY = "policy"
    ANOMALY = "anomaly"
    THRESHOLD = "threshold"
    SEQUENCE = "sequence"
    GRAPH = "graph"


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the loudest."""
        return list(Severity).index(self)


class Scope(StrEnum):
    """How far something new has to be new: once for all clusters, per cluster, or per namespace of a cluster."""

    EVERYWHERE = "everywhere"
    CLUSTER = "cluster"
    NAMESPACE = "namespace"


class Basis(StrEnum):
    """What a condition looks at: `cypher/basis/` says which variables it has. `query` is a statement of its own."""

    PATH = "path"
    CALL = "call"
    POD = "pod"
    ROLE = "role"
    BINDING = "binding"
    TOKEN = "token"  # noqa: S105  # a token request
    CERTIFICATE = "certificate"
    BODY = "body"
    QUERY = "query"


class Status(StrEnum):
    STABLE = "stable"
    TRIAL = "trial"


@dataclass(frozen=True)
class Interest:
    """`verbs resources` of an `on` line. `*` is anything; `pods` is without, `pods/exec` with subresource."""

    verbs: frozenset[str]
    resources: frozenset[str]

    def takes(self, verb: str, resource: str) -> bool:
        return not self.resources.isdisjoint({"*", resource}) and not self.verbs.isdisjoint({"*", verb})

    def admits(self, path: Path) -> bool:
        resource = f"{path.resource_type}/{path.subresource}" if path.subresource else path.resource_type
        return not self.resources.isdisjoint({"*", resource}) and (
            "*" in self.verbs or not self.verbs.isdisjoint(path.verbs)
        )


@dataclass(frozen=True)
class Needs:
    """What a cluster's log must hold for the detection to see anything. The level is that of the calls that it asks to
    see, unless it is that `of` others.
    """

    level: str = "Metadata"
    of: tuple[Interest, ...] = ()
    of_text: str = ""
    fields: tuple[str, ...] = ()
    version: str = ""
    provider: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        of = f" of {self.of_text}" if self.of_text else ""
        parts = [f"level {self.level}{of}", *(f"field {f}" for f in self.fields)]
        parts += [f"Kubernetes {self.version} or later"] if self.version else []
        return "; ".join([*parts, *(f"on {p}" for p in self.provider)])


OWN = "own"  # family of the user's detections, in whatever folder they lie


@dataclass(frozen=True, eq=False)
class Detection:
    """A detection as its file says. `slug` is the file's name, `family` its folder, `window` milliseconds.

    `text` is a condition, or a whole statement where the basis is `query`. `says` are expressions of what a row tells
    besides: `seen`, `by`, `of`, `step`, `who`, `what`, `because`, `severity`, `evidence`.
    """

    slug: str
    family: str
    code: str
    kind: DetectionKind
    severity: Severity
    title: str
    on: tuple[Interest, ...]
    text: str
    basis: Basis = Basis.QUERY
    says: Mapping[str, str] = field(default_factory=dict)
    asks: frozenset[str] = frozenset()  # of a query: which of `calls` and `paths` it wants
    technique: tuple[str, ...] = ()
    on_text: str = ""
    needs: Needs = field(default_factory=Needs)
    window: int = 0
    at_least: int = 0
    steps: tuple[str, ...] = ()
    scope: Scope = Scope.EVERYWHERE
    under: tuple[str, ...] = ()  # codes of more specific detections
    habit: Severity | None = None
    status: Status = Status.STABLE
    references: tuple[str, ...] = ()
    meaning: str = ""
    triage: str = ""
    usual: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """The user's, not ours."""
        return self.family == OWN

    def admits(self, path: Path) -> bool:
        """Whether it wants to see calls of this path. Dry runs changed nothing: none does."""
        return not path.is_dry_run and any(interest.admits(path) for interest in self.on)
