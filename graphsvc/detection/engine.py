"""Runs the detections over batches, in order. One that cannot be asked loses nothing: its calls wait for it."""

import time
from collections.abc import Callable
from dataclasses import replace

import structlog

from graphsvc.detection.asking import Answers, Asker, Taken
from graphsvc.detection.belated import Belated, Recalled
from graphsvc.detection.blindness import blind_occurrence, postponed
from graphsvc.detection.evaluation import evaluate
from graphsvc.detection.novelty import Novelty
from graphsvc.detection.occurrence import with_audit_ids
from graphsvc.detection.own import OwnDetections
from graphsvc.domain.alert import Occurrence
from graphsvc.domain.detection import Detection
from graphsvc.errors import StoreUnavailable
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.store import Store
from graphsvc.graph.write import batches
from graphsvc.graph.write.batches import WaitingBatch
from graphsvc.graph.write.detection_states import DetectionState, keep_state, load_states
from graphsvc.graph.write.findings import Findings, Postponed, settle, settle_postponed

_FAILURES_ALLOWED = 3
_SIGN_OF_LIFE = 5.0  # seconds between two; with the slowest query far below batches.LEASE
_POLL = 0.05  # seconds before a batch that another process has is looked for again

log = structlog.get_logger()


class Engine:
    """One per process. `learning` milliseconds after a cluster was first heard of, anomalies only remember.

    `own`: the user's, which may change between batches.
    """

    def __init__(
        self,
        store: Store,
        reader: Reader,
        detections: tuple[Detection, ...],
        *,
        own: OwnDetections | None = None,
        learning: int = 0,
    ) -> None:
        self._store = store
        self._reader = reader
        self._ours = detections
        self._own = own
        self._detections = {d.slug: d for d in detections}
        self._asker = Asker(store, detections, self._show_life)
        self._belated = Belated(store, self._asker)
        self._learning = learning
        self._states = load_states(store)
        self._name = batches.new_claimant()
        self._told_at = 0.0
        self._at_work_on: WaitingBatch | None = None
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
            self._take_up_own()
            if occurrences := self._look_at_postponed():
                fired += len(occurrences)
                on_fired(occurrences)
            if batch := batches.claim_oldest(self._store, self._name):
                occurrences = self._try(batch, patient=patient)
                fired += len(occurrences)
                on_fired(occurrences)
            elif patient and batches.backlog(self._store).waiting:
                time.sleep(_POLL)
            else:
                break
        return fired

    @property
    def detections(self) -> tuple[Detection, ...]:
        """Those that run just now, by code."""
        return tuple(sorted(self._detections.values(), key=lambda d: d.code))

    def _take_up_own(self) -> None:
        """Files that came, changed or went. One that was blind may have been mended: it is tried at once."""
        if self._own is None or not self._own.refresh():
            return
        self._detections = {d.slug: d for d in (*self._ours, *self._own.detections)}
        self._asker.use(self._detections.values())
        for own in self._own.detections:
            if self._state(own.slug).is_blind:
                self._states[own.slug] = replace(self._state(own.slug), next_try=0)
        if self._own.detections or self._own.faults:
            log.info("own_detections", running=len(self._own.detections), refused=len(self._own.faults))

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
        self._at_work_on = batch
        taken = sorted(zip(batch.calls, batch.paths, strict=True))
        answers = self._ask(taken)
        recalled = self._belated.later_steps(batch.cluster, taken, answers, self._reader.snapshot())
        findings = self._findings(answers, recalled)
        for detection in self._blind():
            if own := self._asker.admitted(detection, taken, self._reader.snapshot()):
                findings.postponed.append(postponed(detection, batch, own))
        for detection, problem in answers.failed.items():
            findings.certain += self._blind_alert(detection, findings.postponed, problem)
        return with_audit_ids(settle(self._store, batch, findings, silent=batch.learn), self._reader)

    def _ask(self, taken: Taken) -> Answers:
        """All who can be asked; who fails is asked a second time before it counts as blind."""
        snapshot = self._reader.snapshot()
        blind = self._blind()
        only = frozenset(self._detections.values()) - blind if blind else None
        answers = self._asker.ask(taken, snapshot, only=only)
        if answers.failed:
            again = self._asker.ask(taken, snapshot, only=frozenset(answers.failed))
            answers.hits |= again.hits
            answers.failed = again.failed
        for detection, problem in answers.failed.items():
            self._failed(detection, problem)
        return answers

    def _findings(self, answers: Answers, recalled: Recalled | None = None) -> Findings:
        novelty = Novelty(self._store.read_map("cluster_starts"), self._learning)
        return evaluate(answers, self._reader, novelty, recalled or {})

    def _look_at_postponed(self) -> list[Occurrence]:
        """The oldest calls of a detection that may be tried again; what waits longer comes at the next turn."""
        fired: list[Occurrence] = []
        for detection in self._blind():
            if self._states[detection.slug].next_try > _now():
                continue
            while rows := self._store.read("postponed", detection=detection.slug):
                waiting = Postponed(**rows[0][0])
                answers = self._asker.ask(
                    sorted(zip(waiting.calls, waiting.paths, strict=True)),
                    self._reader.snapshot(),
                    only=frozenset({detection}),
                )
                if problem := answers.failed.get(detection):
                    self._failed(detection, problem)
                    break
                fired += settle_postponed(self._store, waiting, self._findings(answers))
            else:
                self._keep(DetectionState(detection.slug))
        return with_audit_ids(fired, self._reader)

    def _blind(self) -> frozenset[Detection]:
        return frozenset(d for slug, d in self._detections.items() if self._state(slug).is_blind)

    def _blind_alert(self, detection: Detection, waiting: list[Postponed], problem: str) -> list[Occurrence]:
        first = next((p.calls[:1] for p in waiting if p.detection == detection.slug), [])
        return [blind_occurrence(detection, call, problem) for call in self._reader.calls_by_id(first)]

    def _show_life(self) -> None:
        if self._at_work_on and time.monotonic() - self._told_at > _SIGN_OF_LIFE:
            batches.hold(self._store, self._at_work_on, self._name)
            self._told_at = time.monotonic()

    def _state(self, slug: str) -> DetectionState:
        return self._states.get(slug, DetectionState(slug))

    def _failed(self, detection: Detection, problem: str) -> None:
        state = self._state(detection.slug).after_failure(problem, _now())
        self._keep(state)
        log.warning("detection_blind", detection=detection.slug, problem=problem, failures=state.failures)

    def _keep(self, state: DetectionState) -> None:
        self._states[state.slug] = state
        keep_state(self._store, state)


def _now() -> int:
    return time.time_ns() // 1_000_000
