"""Which detections want to see a call? A path's answer never changes, so it is worked out once."""

from collections.abc import Iterable

from graphsvc.domain.detection import Detection
from graphsvc.graph.read.dictionary import Snapshot

_PATHS_KEPT = 200_000


class Router:
    def __init__(self, detections: Iterable[Detection]) -> None:
        self._detections = tuple(detections)
        self._answers: dict[int, tuple[Detection, ...]] = {}

    def admitting(self, path: int, snapshot: Snapshot) -> tuple[Detection, ...]:
        """The detections that want to see calls of this path."""
        answer = self._answers.get(path)
        if answer is None:
            if len(self._answers) > _PATHS_KEPT:
                self._answers.clear()
            values = snapshot.paths[int(snapshot.to_places([path])[0])]
            answer = self._answers[path] = tuple(d for d in self._detections if d.admits(values))
        return answer
