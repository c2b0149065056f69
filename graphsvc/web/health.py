"""What orchestrators and monitoring ask. Liveness never depends on Neo4j."""

from collections.abc import Iterator
from contextlib import suppress

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from graphsvc.errors import GraphsvcError
from graphsvc.graph.batches import count_waiting
from graphsvc.graph.migration import check_schema
from graphsvc.graph.retention_loop import RetentionLoop
from graphsvc.graph.store import Store
from graphsvc.web.answers import json_response
from graphsvc.web.intake import ArchiveIntake
from graphsvc.web.reception import Reception

router = APIRouter(tags=["health"])


@router.get("/livez", summary="The process turns")
async def livez() -> Response:
    return json_response({"status": "ok"})


@router.get("/readyz", summary="The database answers and has this version's schema")
async def readyz(request: Request) -> Response:
    intake = request.app.state.intake
    reason = intake.problem or ("too much is waiting to be written" if intake.is_full else "")
    try:
        if not reason:  # else it is known without asking: an absent database takes its time to say so
            await to_thread.run_sync(check_schema, request.app.state.store)
    except GraphsvcError as error:
        reason = str(error)
    return json_response({"status": "not ready", "reason": reason}, 503) if reason else json_response({"status": "ok"})


@router.get("/metrics", summary="Counters in the text format of Prometheus")
def metrics(request: Request) -> Response:
    registry = CollectorRegistry()
    state = request.app.state
    registry.register(_Counters(state.intake, state.reception, state.store, state.retention))
    return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")


class _Counters(Collector):
    """Read when asked: nothing is counted twice, once here and once in the account."""

    def __init__(self, intake: ArchiveIntake, reception: Reception, store: Store, retention: RetentionLoop) -> None:
        self._intake = intake
        self._reception = reception
        self._store = store
        self._retention = retention

    def collect(self) -> Iterator[Metric]:
        total = self._intake.total
        records = CounterMetricFamily("graphsvc_records", "Records that were posted, by outcome", labels=["outcome"])
        for outcome, number in (
            ("call", total.calls),
            ("duplicate", total.duplicates),
            ("merged_stage", total.merged_stages),
            ("noise", total.noise.total()),
            ("rejected", total.rejected_total),
        ):
            records.add_metric([outcome], number)
        yield records
        yield CounterMetricFamily("graphsvc_skewed_calls", "Calls whose time could not be", total.skewed)
        yield CounterMetricFamily("graphsvc_folded_calls", "Calls that share a path for want of room", total.folded)
        yield GaugeMetricFamily(
            "graphsvc_posts_waiting", "Posted batches that are not in the graph yet", self._intake.waiting
        )
        yield GaugeMetricFamily("graphsvc_posts_waiting_bytes", "What they have on disk", self._intake.waiting_bytes)
        yield GaugeMetricFamily(
            "graphsvc_posts_read_bytes", "Bodies of posts that are not answered yet", self._reception.admission.taken
        )
        refused = CounterMetricFamily("graphsvc_posts_refused", "Posts that were not taken, by code", labels=["code"])
        for code, number in self._reception.refused.items():
            refused.add_metric([code], number)
        yield refused
        yield from self._retained()
        if self._intake.problem:
            return  # the database is away or may be; all else must be told without waiting for it
        with suppress(GraphsvcError):
            yield GaugeMetricFamily(
                "graphsvc_batches_waiting", "Batches that detections have not looked at", count_waiting(self._store)
            )

    def _retained(self) -> Iterator[Metric]:
        removed = CounterMetricFamily("graphsvc_removed", "What retention removed or folded, by kind", labels=["kind"])
        for kind, number in self._retention.removed.copy().items():
            removed.add_metric([kind.replace(" ", "_")], number)
        yield removed
        yield GaugeMetricFamily(
            "graphsvc_retention_run_timestamp_seconds",
            "When retention last came to its end; 0: not yet",
            self._retention.last_run,
        )
