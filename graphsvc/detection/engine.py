"""Runs the detections over batches, in order, and stops one that fails without stopping the others."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import structlog

from graphsvc.detection.novelty import Novelty
from graphsvc.detection.occurrence import occurrence_of
from graphsvc.detection.routing import Admitted, Router
from graphsvc.domain.alert import Occurrence
from graphsvc.domain.detection import Detection, DetectionKind
from graphsvc.errors import StoreError, StoreUnavailable
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.store import Store
from graphsvc.graph.write import batches
from graphsvc.graph.write.batches import Findings, WaitingBatch
from graphsvc.graph.write.detection_states import DetectionState, keep_state, load_states

_FAILURES_ALLOWED = 3
_AT_ONCE = 2_000  # calls that a detection is asked about; batches of a backlog have more
_TIMEOUT = 10.0  # seconds that it may take
_SIGN_OF_LIFE = 5.0  # seconds between two; with the slowest detection far below batches.LEASE
_POLL = 0.05  # seconds before a batch that another process has is looked for again

log = structlog.get_logger()


@dataclass(frozen=True)
class Hit:
    """One row of a detection's query: the call it is about, and for an anomaly the tuple that has to be new."""

    call: str
    seen: tuple[str, ...] = ()


class Engine:
    """One per process. `learning` milliseconds after a cluster was first heard of, anomalies only remember."""

    def __init__(self, store: Store, reader: Reader, detections: tuple[Detection, ...], *, learning: int = 0) -> None:
        self._store = store
        self._reader = reader
        self._router = Router(detections)
        self._learning = learning
        self._states = load_states(store)
        self._name = batches.new_claimant()
        self._told_at = 0.0
        self._failed_batch = (0, 0)

    def run_waiting(
        self,
        on_fired: Callable[[list[Occurrence]], None] = lambda _: None,
        *,
        stop: Callable[[], bool] = lambda: False,
        patient: bool = False,
    ) -> int:
        """Look at every batch that waits, until `stop` says so; returns how many occurrences fired.

        Who is patient waits for batches that another process has, and tries again at once when something goes wrong.
        One that nobody can look at is set aside in the end.
        """
        fired = 0
        while not stop():
            if batch := batches.claim_oldest(self._store, self._name):
                occurrences = self._try(batch, patient=patient)
                fired += len(occurrences)
                on_fired(occurrences)
            elif patient and batches.backlog(self._store).waiting:
                time.sleep(_POLL)
            else:
                break
        return fired

    def _try(self, batch: WaitingBatch, *, patient: bool) -> list[Occurrence]:
        try:
            return self.look_at(batch)
        except StoreUnavailable:
            raise
        except Exception as error:  # one batch must not keep all others from being looked at
            problem = f"{type(error).__name__}: {error}"
            if self._failures_of(batch) >= _FAILURES_ALLOWED:
                batches.set_aside(self._store, batch, problem)
                log.exception("batch_set_aside", batch=batch.id, cluster=batch.cluster, calls=len(batch.calls))
            elif patient:
                log.warning("batch_failed", batch=batch.id, cluster=batch.cluster, problem=problem)
            else:
                batches.release(self._store, batch, self._name)
                raise
            return []

    def _failures_of(self, batch: WaitingBatch) -> int:
        number, failures = self._failed_batch
        self._failed_batch = (batch.id, failures + 1 if number == batch.id else 1)
        return self._failed_batch[1]

    def look_at(self, batch: WaitingBatch) -> list[Occurrence]:
        """What fires for one batch. Whatever happens, each batch is settled once."""
        self._told_at = time.monotonic()
        routed = self._router.route(batch, self._reader.snapshot())
        hits = {d: list(self._hits(d, batch, found)) for d, found in routed.items() if not self._state(d).stopped}
        calls = {c.id: c for c in self._reader.calls_by_id(sorted({h.call for found in hits.values() for h in found}))}
        novelty = Novelty(self._store.read_map("cluster_starts"), self._learning)
        findings = Findings()
        for detection, found in hits.items():
            known = [(calls[h.call], h.seen) for h in found if h.call in calls]
            if detection.kind is DetectionKind.ANOMALY:
                novelty.add(findings, detection, known)
            else:
                findings.certain += [occurrence_of(detection, call) for call in {c.id: c for c, _ in known}.values()]
        return batches.settle(self._store, batch, findings, silent=batch.learn)

    def _hits(self, detection: Detection, batch: WaitingBatch, admitted: Admitted) -> Iterator[Hit]:
        for start in range(0, len(admitted), _AT_ONCE):
            self._show_life(batch)
            try:
                yield from self._ask(detection, admitted[start : start + _AT_ONCE])
            except StoreUnavailable:
                raise
            except (StoreError, KeyError, TypeError, ValueError) as error:
                self._failed(detection, str(error) or type(error).__name__, len(admitted) - start)
                return

    def _show_life(self, batch: WaitingBatch) -> None:
        if time.monotonic() - self._told_at > _SIGN_OF_LIFE:
            batches.hold(self._store, batch, self._name)
            self._told_at = time.monotonic()

    def _ask(self, detection: Detection, admitted: Admitted) -> list[Hit]:
        calls_of: dict[int, list[str]] = {}
        for call, path in admitted:
            calls_of.setdefault(path, []).append(call)
        given = {"calls": [c for c, _ in admitted], "paths": sorted(calls_of)}
        asked = {name: value for name, value in given.items() if name in detection.asks}
        rows = self._store.read_rows(detection.text, timeout=_TIMEOUT, **asked, **detection.parameters)
        hits: list[Hit] = []
        for row in rows:
            seen = tuple(str(value) for value in row.get("seen", ()))
            # An anomaly needs one call to know that a path was taken; a policy wants every call of it.
            matched = calls_of[row["path"]] if "path" in row else [row["call"]]
            hits += (Hit(call, seen) for call in (matched[:1] if seen else matched))
        self._succeeded(detection)
        return hits

    def _state(self, detection: Detection) -> DetectionState:
        return self._states.get(detection.slug, DetectionState(detection.slug))

    def _failed(self, detection: Detection, problem: str, missed: int) -> None:
        state = self._state(detection).after_failure(problem, allowed=_FAILURES_ALLOWED)
        self._keep(state)
        log.warning(
            "detection_failed", detection=detection.slug, problem=problem, missed_calls=missed, stopped=state.stopped
        )

    def _succeeded(self, detection: Detection) -> None:
        if self._state(detection).failures:
            self._keep(DetectionState(detection.slug))

    def _keep(self, state: DetectionState) -> None:
        self._states[state.slug] = state
        keep_state(self._store, state)
