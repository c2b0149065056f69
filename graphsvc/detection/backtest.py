"""What a detection would have fired for, of what is stored: asked slice by slice, oldest first, and nothing is written.

What thresholds, sequences and anomalies remember is kept here instead of in the graph. It begins as long before the
first moment as they remember, silently.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from graphsvc.detection.asking import Asker
from graphsvc.detection.evaluation import evaluate
from graphsvc.detection.novelty import Novelty
from graphsvc.detection.occurrence import with_audit_ids
from graphsvc.domain.alert import Occurrence
from graphsvc.domain.detection import Detection, DetectionKind
from graphsvc.domain.moment import to_text
from graphsvc.domain.period import Period
from graphsvc.domain.window import Mark
from graphsvc.errors import DefinitionError
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.store import Store
from graphsvc.graph.write.findings import Findings, advance

_SLICE = 5_000  # calls


@dataclass(frozen=True)
class Slice:
    """`until`: everything before this moment was looked at."""

    until: int
    calls: int
    fired: list[Occurrence]


class Backtest:
    """`period` is when it may fire; `cluster` empty: of all."""

    def __init__(
        self, store: Store, reader: Reader, detection: Detection, *, period: Period, cluster: str = ""
    ) -> None:
        self._store = store
        self._reader = reader
        self._detection = detection
        self._period = period
        self._cluster = cluster
        self._asker = Asker(store, (detection,), lambda: None)
        self._marks: dict[str, Mark] = {}
        self._seen: dict[str, int] = {}

    def caveats(self, oldest: int) -> list[str]:
        """Where it cannot say what would have been; `oldest` is the first call that is kept."""
        found = []
        if self._detection.kind is DetectionKind.GRAPH:
            found.append("it asks what the graph knows today: what was made or removed later counts as well")
        if self._detection.habit:
            found.append("habits are not looked at: some of it would have been less loud")
        if self._detection.kind is DetectionKind.ANOMALY and self._first < oldest:
            text = f"calls are kept from {to_text(oldest)} on: what was new then may have been seen before"
            found.append(text)
        return found

    @property
    def _first(self) -> int:
        return self._period.start - self._detection.window

    def run(self) -> Iterator[Slice]:
        """Raises DefinitionError when the detection cannot be asked."""
        after, stop = Period(self._first).first_id, self._period.stop_id
        while True:
            ids, paths = self._store.read("calls_in_order", after=after, stop=stop, limit=_SLICE)[0]
            if not ids:
                return
            taken = sorted(zip(ids, paths, strict=True))
            if self._detection.kind is DetectionKind.ANOMALY:  # what is seen twice in a slice must not be new twice
                last = Period(_moment(taken[0][0]) + self._detection.window).first_id
                taken = [one for one in taken if one[0] < last]
            after = taken[-1][0]
            until = _moment(after)
            yield Slice(until, len(taken), [o for o in self._fired(taken) if o.time >= self._period.start])

    def _fired(self, taken: list[tuple[str, int]]) -> list[Occurrence]:
        snapshot = self._reader.snapshot()
        if self._cluster:
            places = snapshot.to_places([path for _, path in taken]).tolist()
            pairs = zip(taken, places, strict=True)
            taken = [one for one, place in pairs if snapshot.paths[place].cluster == self._cluster]
        answers = self._asker.ask(taken, snapshot)
        if problem := answers.failed.get(self._detection):
            raise DefinitionError(f"{self._detection.slug} cannot be asked: {problem}")
        findings = evaluate(answers, self._reader, Novelty({}, 0))
        fired = [*findings.certain, *self._new(findings), *self._counted(findings)]
        return sorted(with_audit_ids(fired, self._reader), key=lambda o: (o.time, o.call))

    def _new(self, findings: Findings) -> list[Occurrence]:
        anew = findings.seen_anew(self._seen)
        self._seen |= {s.key: max(s.last, self._seen.get(s.key, 0)) for s in findings.sightings}
        return findings.depending_on(anew)

    def _counted(self, findings: Findings) -> list[Occurrence]:
        occurrences = []
        for one in findings.counted:
            self._marks[one.key], fired = advance(one, self._marks.get(one.key, Mark()))
            occurrences += [one.occurrence(f) for f in fired]
        return occurrences


def _moment(call: str) -> int:
    """A call's id begins with its time."""
    return int(call[:12], 16)
