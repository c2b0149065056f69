"""Which detections want to see a call? A path's answer never changes, so it is worked out once."""

from collections.abc import Hashable, Iterable

from graphsvc.domain.detection import Detection
from graphsvc.domain.path import Path
from graphsvc.graph.read.dictionary import Snapshot

_PATHS_KEPT = 200_000


class Router:
    def __init__(self, detections: Iterable[Detection]) -> None:
        self._detections = tuple(detections)
        self._answers: dict[int, frozenset[Detection]] = {}
        self._alike: dict[Hashable, frozenset[Detection]] = {}

    def admitting(self, path: int, snapshot: Snapshot) -> frozenset[Detection]:
        """The detections that want to see calls of this path: one set for all paths that are alike."""
        answer = self._answers.get(path)
        if answer is None:
            if len(self._answers) > _PATHS_KEPT:
                self._answers.clear()
                self._alike.clear()
            answer = self._answers[path] = self._of(snapshot.paths[int(snapshot.to_places([path])[0])])
        return answer

    def _of(self, path: Path) -> frozenset[Detection]:
        told = path.resource_type, path.subresource, path.verbs, path.is_dry_run  # all that `admits` asks about
        found = self._alike.get(told)
        if found is None:
            found = self._alike[told] = frozenset(d for d in self._detections if d.admits(path))
        return found
