"""What a detection is: kinds, severities, and which calls it asks to see."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from graphsvc.domain.path import Path


class DetectionKind(StrEnum):
    POLICY = "policy"
    ANOMALY = "anomaly"
    THRESHOLD = "threshold"
    SEQUENCE = "sequence"


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Scope(StrEnum):
    """How far something new has to be new: once for all clusters, per cluster, or per namespace of a cluster."""

    EVERYWHERE = "everywhere"
    CLUSTER = "cluster"
    NAMESPACE = "namespace"


@dataclass(frozen=True)
class Interest:
    """One `verbs resource` of an `on` line. `*` is anything; `pods` is without, `pods/exec` with subresource."""

    verbs: frozenset[str]
    resource: str

    def admits(self, path: Path) -> bool:
        resource = f"{path.resource_type}/{path.subresource}" if path.subresource else path.resource_type
        return self.resource in {"*", resource} and ("*" in self.verbs or not self.verbs.isdisjoint(path.verbs))


@dataclass(frozen=True, eq=False)
class Detection:
    """A detection as its file says. `slug` is the file's name, `family` its folder, `window` milliseconds."""

    slug: str
    family: str
    code: str
    kind: DetectionKind
    severity: Severity
    title: str
    on: tuple[Interest, ...]
    text: str
    asks: frozenset[str] = frozenset()  # which of `calls` and `paths` the query wants
    technique: tuple[str, ...] = ()
    on_text: str = ""
    needs: str = ""
    window: int = 0
    scope: Scope = Scope.EVERYWHERE
    meaning: str = ""
    triage: str = ""
    usual: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)

    def admits(self, path: Path) -> bool:
        """Whether it wants to see calls of this path. Dry runs changed nothing: none does."""
        return not path.is_dry_run and any(interest.admits(path) for interest in self.on)
