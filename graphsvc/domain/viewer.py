"""Who asks, what they may do, and of which clusters and namespaces they may know.

Every question about the graph is asked within a scope. Whoever may see everything asks within `EVERYTHING`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from graphsvc.domain.path import Path
from graphsvc.errors import Denied


class Right(StrEnum):
    """`BODIES`: whole request and response bodies, redacted as they are stored."""

    POST = "post events"
    READ = "read"
    BODIES = "read bodies"
    EDIT = "edit"
    ADMINISTER = "administer"


class Role(StrEnum):
    INGEST = "ingest"
    VIEWER = "viewer"
    INVESTIGATOR = "investigator"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def rights(self) -> frozenset[Right]:
        return _RIGHTS[self]


_READS = frozenset({Right.READ})
_RIGHTS = {
    Role.INGEST: frozenset({Right.POST}),
    Role.VIEWER: _READS,
    Role.INVESTIGATOR: _READS | {Right.BODIES},
    Role.EDITOR: _READS | {Right.BODIES, Right.EDIT},
    Role.ADMIN: frozenset(Right),
}


@dataclass(frozen=True)
class Scope:
    """None: all there are. What lives in no namespace is in no scope that names namespaces."""

    clusters: frozenset[str] | None = None
    namespaces: frozenset[str] | None = None

    @classmethod
    def of(cls, clusters: Iterable[str] | None, namespaces: Iterable[str] | None) -> "Scope":
        return cls(*(None if names is None else frozenset(names) for names in (clusters, namespaces)))

    @property
    def is_everything(self) -> bool:
        return self.clusters is None and self.namespaces is None

    @property
    def lists(self) -> dict[str, Any]:
        """As queries take it: `clusters` and `namespaces`."""
        return {
            "clusters": None if self.clusters is None else sorted(self.clusters),
            "namespaces": None if self.namespaces is None else sorted(self.namespaces),
        }

    def require_everything(self) -> None:
        """Raises Denied."""
        if not self.is_everything:
            raise Denied("this is for those who may see everything")

    def has(self, path: Path) -> bool:
        return self.has_cluster(path.cluster) and (self.namespaces is None or path.namespace in self.namespaces)

    def has_cluster(self, cluster: str) -> bool:
        return self.clusters is None or cluster in self.clusters

    def narrowed(self, asked: Iterable[str] | None) -> "Scope":
        """What of it lies in the clusters that a question names; raises Denied where it names one outside."""
        if asked is None:
            return self
        names = frozenset(asked)
        if outside := sorted(name for name in names if not self.has_cluster(name)):
            # The same words whether there is such a cluster or not.
            raise Denied(f"{', '.join(outside)[:300]}: not among the clusters that you may see")
        return Scope(names, self.namespaces)

    def whole_clusters(self, asked: Iterable[str] | None = None) -> list[str] | None:
        """The clusters of a question about what is known of whole clusters only, None: all; raises Denied."""
        if self.namespaces is not None:
            raise Denied("this is known of whole clusters only, and you may see single namespaces")
        clusters: list[str] | None = self.narrowed(asked).lists["clusters"]
        return clusters


EVERYTHING = Scope()


@dataclass(frozen=True)
class Viewer:
    """`name` is what people know them by, `id` what tells them apart: `token:3f2a`, `oidc:SUBJECT`, `local`."""

    id: str
    name: str
    role: Role
    scope: Scope = field(default=EVERYTHING)

    def may(self, right: Right) -> bool:
        return right in self.role.rights

    def require(self, right: Right) -> None:
        """Raises Denied."""
        if not self.may(right):
            raise Denied(f"the role {self.role} may not {right}")
