"""Receipts in GraphQL: how whole the log of each cluster is."""

from datetime import datetime

import strawberry

from graphsvc.domain import receipt as domain
from graphsvc.domain.moment import to_datetime
from graphsvc.domain.receipt import HoleKind, ReceiptState

_MOST_HOLES = 200

strawberry.enum(
    HoleKind,
    name="HoleKind",
    description="no_heartbeat: minutes in which no lease was renewed; reported_lost: the API server says so; "
    "came_too_late: not stored, because its time was not kept any more.",
)
strawberry.enum(
    ReceiptState,
    name="ReceiptState",
    description="whole: no hole between its heartbeats; holes; unknown: it has no heartbeats to tell by.",
)


@strawberry.type(description="A stretch of time of which a log lacks something.")
class LogHole:
    start: datetime = strawberry.field(name="from", description="When it begins.")
    stop: datetime = strawberry.field(name="to", description="When it ends.")
    kind: HoleKind = strawberry.field(description="How that is known.")
    calls: int = strawberry.field(description="Calls that are known to be missing; 0 where nobody can know.")
    told: str = strawberry.field(description="The same in words.")


@strawberry.type(description="From when to when the log of a cluster is whole, as far as it can tell by itself.")
class Receipt:
    cluster: str = strawberry.field(description="Cluster.")
    state: ReceiptState = strawberry.field(description="Whether it is whole.")
    told: str = strawberry.field(description="The whole receipt in words.")
    start: datetime | None = strawberry.field(name="from", description="The first heartbeat; null without any.")
    stop: datetime | None = strawberry.field(name="to", description="The end of the minute of the latest one.")
    heartbeats: int = strawberry.field(description="Leases renewed by nodes and by the control plane.")
    reported_lost: int = strawberry.field(description="Calls whose events the API server says it could not write.")
    never_ended: int = strawberry.field(description="Requests that began an hour or more ago, and never ended.")
    under_way: int = strawberry.field(description="Requests that began after that, and have not ended yet.")
    holes: int = strawberry.field(description="How many holes it has.")
    latest: strawberry.Private[list[LogHole]]

    @strawberry.field(description="Its latest holes, newest first.")
    def latest_holes(self, first: int = 50) -> list[LogHole]:
        return self.latest[: max(0, first)]


def receipt(value: domain.Receipt) -> Receipt:
    return Receipt(
        cluster=value.cluster,
        state=value.state,
        told=value.told,
        start=to_datetime(value.first) if value.heartbeats else None,
        stop=to_datetime(value.until) if value.heartbeats else None,
        heartbeats=value.heartbeats,
        reported_lost=value.reported_lost,
        never_ended=value.never_ended,
        under_way=value.under_way,
        holes=len(value.holes),
        latest=[_hole(h) for h in reversed(value.holes[-_MOST_HOLES:])],
    )


def _hole(value: domain.Hole) -> LogHole:
    return LogHole(
        start=to_datetime(value.start),
        stop=to_datetime(value.stop),
        kind=value.kind,
        calls=value.calls,
        told=value.told,
    )
