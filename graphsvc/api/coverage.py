"""Coverage in GraphQL: which detections the log of each cluster can feed."""

from collections import Counter
from collections.abc import Sequence

import strawberry

from graphsvc.domain import coverage as domain
from graphsvc.domain.coverage import INVISIBLE, CoverageState

strawberry.enum(
    CoverageState,
    name="CoverageState",
    description="fed: the log shows what the detection needs; partly: of some resources; blind: it shows such calls, "
    "but not what is needed of them; unknown: it has shown no such call.",
)


@strawberry.type(description="What no audit log shows, whatever its policy.")
class Invisible:
    what: str = strawberry.field(description="What it is.")
    why: str = strawberry.field(description="Why no log shows it, and what is seen instead.")


@strawberry.type(description="What a cluster's log shows a detection.")
class CoveredDetection:
    code: str = strawberry.field(description="Such as EX-01.")
    slug: str = strawberry.field(description="Name of its file.")
    title: str = strawberry.field(description="Title.")
    technique: list[str] = strawberry.field(description="ATT&CK ids.")
    state: CoverageState = strawberry.field(description="Whether it is fed.")
    why: str = strawberry.field(description="Why it is not, or only partly; empty when it is.")


@strawberry.type(description="Which detections the log of a cluster can feed, by the levels and fields that it showed.")
class Coverage:
    cluster: str = strawberry.field(description="Cluster.")
    fed: int = strawberry.field(description="Detections that are fed.")
    partly: int = strawberry.field(description="Those that see only some of what they look at.")
    blind: int = strawberry.field(description="Those that see nothing.")
    unknown: int = strawberry.field(description="Those of whose calls it has shown none.")
    invisible: list[Invisible] = strawberry.field(description="What no audit log shows; the same for all clusters.")
    rows: strawberry.Private[Sequence[domain.Coverage]]

    @strawberry.field(description="The detections in these states, by code; all when left out.")
    def detections(self, state: list[CoverageState] | None = None) -> list[CoveredDetection]:
        return [_covered(row) for row in self.rows if not state or row.state in state]


def shaped_coverage(cluster: str, rows: Sequence[domain.Coverage]) -> Coverage:
    counts = Counter(row.state.value for row in rows)
    return Coverage(
        cluster=cluster,
        invisible=[Invisible(what=what, why=why) for what, why in INVISIBLE.items()],
        rows=rows,
        **{state.value: counts[state.value] for state in CoverageState},
    )


def _covered(row: domain.Coverage) -> CoveredDetection:
    found = row.detection
    return CoveredDetection(
        code=found.code,
        slug=found.slug,
        title=found.title,
        technique=list(found.technique),
        state=row.state,
        why=row.why,
    )
