"""Clusters that sent what happens as it happens, and do no more: an alert of its own, that closes by itself."""

import threading
import time
from collections.abc import Callable

import structlog

from graphsvc.domain.alert import Occurrence
from graphsvc.domain.detection import Detection, DetectionKind, Severity
from graphsvc.domain.moment import MINUTE, to_text
from graphsvc.domain.silence import REMEMBERED, silent_since
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.read.receipts import ReceiptReader
from graphsvc.graph.store import Store
from graphsvc.graph.write.silences import settle_silences

SILENT = Detection(
    slug="cluster-silent",
    family="graphsvc",
    code="GS-02",
    kind=DetectionKind.POLICY,
    severity=Severity.HIGH,
    title="Cluster has fallen silent",
    on=(),
    text="",
    meaning="Nothing of the cluster's log has come for much longer than is usual for it.",
    triage="Whether the API server runs, its audit backend or whoever ships its log, and who changed one of them.",
    usual="a cluster that was switched off; whoever ships the log is restarted",
)

_EVERY = 30.0  # seconds
_LOOKED_AWAY = 4 * _EVERY  # seconds without a look: nobody listened

log = structlog.get_logger()


class SilenceWatch:
    """`least`: milliseconds of silence that are too long for any cluster.

    `heard_until` says up to which moment what came is in the graph, in milliseconds.
    """

    def __init__(self, store: Store, reader: Reader, least: int, heard_until: Callable[[], int]) -> None:
        self._store = store
        self._reader = reader
        self._least = least
        self._heard_until = heard_until
        self._started = self._looked = 0
        self._silent: dict[str, int] | None = None

    def look(self, stopping: threading.Event) -> float:
        """One round of a thread; returns the seconds until the next."""
        del stopping  # a look is short
        now = self._heard_until()
        if now - self._looked > _LOOKED_AWAY * 1_000:
            self._started = now
        self._looked = now
        arrivals = ReceiptReader(self._store).arrivals(now - REMEMBERED)
        since = {
            cluster: silent_since(minutes, now, least=self._least, started=self._started)
            for cluster, minutes in arrivals.items()
        }
        silent = {cluster: heard for cluster, heard in since.items() if heard is not None}
        if silent != self._silent:
            heard = {c: (minutes[-1] + 1) * MINUTE for c, minutes in arrivals.items() if c not in silent}
            self._settle(silent, heard)
        return min(_EVERY, self._least / 1_000)

    def _settle(self, silent: dict[str, int], heard: dict[str, int]) -> None:
        found = [self._occurrence(cluster, moment) for cluster, moment in silent.items()]
        settle_silences(self._store, found, {_of(cluster, 0).subject: moment for cluster, moment in heard.items()})
        for occurrence in found:
            log.warning("cluster_silent", cluster=occurrence.cluster, since=to_text(occurrence.time))
        self._silent = silent

    def _occurrence(self, cluster: str, heard: int) -> Occurrence:
        """Its evidence is the cluster's latest call."""
        latest = self._reader.calls(Question(clusters=(cluster,)), first=1).calls
        return _of(cluster, heard, tuple(call.id for call in latest))


def now() -> int:
    return time.time_ns() // 1_000_000


def _of(cluster: str, heard: int, evidence: tuple[str, ...] = ()) -> Occurrence:
    return Occurrence(
        detection=SILENT,
        call="",
        audit_id="",
        time=heard,
        cluster=cluster,
        who="graphsvc",
        what=f"nothing from {cluster}",
        thing=cluster,
        where="",
        severity=SILENT.severity,
        because=f"nothing of it has come since {to_text(heard)}",
        evidence=evidence,
    )
