"""Which detections want to see a call? A path's answer never changes, so it is worked out once."""

from collections.abc import Iterable

from graphsvc.domain.detection import Detection
from graphsvc.graph.read.dictionary import Snapshot
from graphsvc.graph.write.batches import WaitingBatch

_PATHS_KEPT = 200_000

Admitted = list[tuple[str, int]]  # call id, path id


class Router:
    def __init__(self, detections: Iterable[Detection]) -> None:
        self._detections = tuple(detections)
        self._answers: dict[int, tuple[Detection, ...]] = {}

    def route(self, batch: WaitingBatch, snapshot: Snapshot) -> dict[Detection, Admitted]:
        """The batch's calls by detection that admits them, oldest first."""
        routed: dict[Detection, Admitted] = {}
        for call, path in sorted(zip(batch.calls, batch.paths, strict=True)):
            for detection in self._admitting(path, snapshot):
                routed.setdefault(detection, []).append((call, path))
        return routed

    def _admitting(self, path: int, snapshot: Snapshot) -> tuple[Detection, ...]:
        answer = self._answers.get(path)
        if answer is None:
            if len(self._answers) > _PATHS_KEPT:
                self._answers.clear()
            values = snapshot.paths[int(snapshot.to_places([path])[0])]
            answer = self._answers[path] = tuple(d for d in self._detections if d.admits(values))
        return answer
