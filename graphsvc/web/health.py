"""What orchestrators and monitoring ask. Liveness never depends on Neo4j."""

import time
from collections.abc import Iterator
from contextlib import suppress

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from graphsvc.errors import GraphsvcError
from graphsvc.graph.write.retention_rounds import RetentionRounds
from graphsvc.ingest.overlooked import AuditRounds
from graphsvc.web.answers import json_response
from graphsvc.web.intake import ArchiveIntake
from graphsvc.web.reception import Reception
from graphsvc.web.status import Status

router = APIRouter(tags=["health"])


@router.get("/livez", summary="The process turns")
async def livez() -> Response:
    return json_response({"status": "ok"})


@router.get("/readyz", summary="All parts work, and what is asked can be answered")
async def readyz(request: Request) -> Response:
    """Not ready is no reason to send posts elsewhere: they are taken for as long as the disk takes them.

    What exactly is wrong is told to those who may read.
    """
    problems = await to_thread.run_sync(request.app.state.status.problems)
    if not problems:
        return json_response({"status": "ok"})
    if getattr(request.state, "viewer", None) is None:
        subjects = ", ".join(sorted({problem.subject for problem in problems}))
        return json_response({"status": "not ready", "reason": f"{subjects}; sign in for more"}, 503)
    told = [{"subject": problem.subject, "text": problem.text} for problem in problems]
    return json_response({"status": "not ready", "reason": "; ".join(map(str, problems)), "problems": told}, 503)


@router.get("/metrics", summary="Counters in the text format of Prometheus")
def metrics(request: Request) -> Response:
    """Names all clusters, so it is for those who may see everything."""
    request.state.viewer.scope.require_everything()
    registry = CollectorRegistry()
    state = request.app.state
    registry.register(_Counters(state.intake, state.reception, state.status, state.retention, state.audit))
    return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")


class _Counters(Collector):
    """Read when asked: nothing is counted twice, once here and once in the account."""

    def __init__(
        self,
        intake: ArchiveIntake,
        reception: Reception,
        status: Status,
        retention: RetentionRounds,
        audit: AuditRounds,
    ) -> None:
        self._intake = intake
        self._reception = reception
        self._status = status
        self._retention = retention
        self._audit = audit

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
        yield CounterMetricFamily(
            "graphsvc_reported_lost_calls", "Calls of events that API servers say they lost", total.reported_lost
        )
        yield CounterMetricFamily("graphsvc_folded_calls", "Calls that share a path for want of room", total.folded)
        yield GaugeMetricFamily(
            "graphsvc_posts_waiting", "Posted batches that are not in the graph yet", self._intake.waiting
        )
        yield GaugeMetricFamily("graphsvc_posts_waiting_bytes", "What they have on disk", self._intake.waiting_bytes)
        yield GaugeMetricFamily(
            "graphsvc_posts_waiting_seconds", "At most so old is the oldest of them", _age(self._intake.waiting_since)
        )
        yield GaugeMetricFamily(
            "graphsvc_posts_read_bytes", "Bodies of posts that are not answered yet", self._reception.admission.taken
        )
        refused = CounterMetricFamily("graphsvc_posts_refused", "Posts that were not taken, by code", labels=["code"])
        for code, number in self._reception.refused.items():
            refused.add_metric([code], number)
        yield refused
        yield from self._retained()
        yield from self._threads()
        yield CounterMetricFamily(
            "graphsvc_overlooked_batches", "Batches that an earlier version overlooked, taken in", self._audit.batches
        )
        if self._intake.problem:
            return  # the database is away or may be; all else must be told without waiting for it
        with suppress(GraphsvcError):
            yield from self._detections()
            yield from self._receipts()

    def _threads(self) -> Iterator[Metric]:
        failures = CounterMetricFamily("graphsvc_thread_failures", "Rounds that failed, by thread", labels=["thread"])
        failing = GaugeMetricFamily("graphsvc_thread_failing", "1 while the last round failed", labels=["thread"])
        for worker in self._status.workers:
            failures.add_metric([worker.name], worker.failures)
            failing.add_metric([worker.name], bool(worker.problem))
        yield failures
        yield failing
        if self._status.guard:
            restarts = self._status.guard.restarts
            yield CounterMetricFamily("graphsvc_neo4j_restarts", "Restarts of the service's own Neo4j", restarts)

    def _detections(self) -> Iterator[Metric]:
        found = self._status.detection_backlog()
        yield GaugeMetricFamily("graphsvc_batches_waiting", "Batches that detections have not looked at", found.waiting)
        yield GaugeMetricFamily("graphsvc_batches_waiting_seconds", "Age of the oldest of them", _age(found.since))
        yield GaugeMetricFamily("graphsvc_batches_set_aside", "Batches that cannot be looked at", found.set_aside)

    def _receipts(self) -> Iterator[Metric]:
        last = GaugeMetricFamily(
            "graphsvc_cluster_last_event_timestamp_seconds",
            "When the API server received the newest event of a cluster",
            labels=["cluster"],
        )
        holes = GaugeMetricFamily("graphsvc_log_holes", "Holes in a cluster's log of the last day", labels=["cluster"])
        unended = GaugeMetricFamily(
            "graphsvc_requests_never_ended", "Requests of the last day that began and never ended", labels=["cluster"]
        )
        for receipt in self._status.receipts():
            last.add_metric([receipt.cluster], receipt.last / 1_000)
            holes.add_metric([receipt.cluster], len(receipt.holes))
            unended.add_metric([receipt.cluster], receipt.never_ended)
        yield from (last, holes, unended)

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


def _age(since: int) -> float:
    """Seconds since a moment in milliseconds; 0 when there is none."""
    return max(0.0, time.time() - since / 1_000) if since else 0.0
