"""What is new: turns the tuples of anomalies into sightings, and occurrences that depend on them."""

import hashlib
from collections.abc import Mapping
from typing import Any

from graphsvc.detection.occurrence import occurrence_of
from graphsvc.domain.detection import Detection, Scope
from graphsvc.domain.path import Path
from graphsvc.graph.read.calls import StoredCall
from graphsvc.graph.write.findings import Findings, Sighting

Says = Mapping[str, Any]
Met = list[tuple[StoredCall, tuple[str, ...], Says]]  # a call, the tuple it shows, and what its row says besides


class Novelty:
    """`starts`: when each cluster was first heard of; for `learning` milliseconds from then nothing fires."""

    def __init__(self, starts: dict[str, int], learning: int) -> None:
        self._starts = starts
        self._learning = learning

    def add(self, findings: Findings, detection: Detection, met: Met) -> None:
        """Add one anomaly's tuples. A call answers only for the tuples that it is the first to show."""
        sightings: dict[str, Sighting] = {}
        first_keys: dict[str, list[str]] = {}
        calls: dict[str, tuple[StoredCall, Says]] = {}
        for call, seen, says in sorted(met, key=lambda m: (m[0].time, m[0].id)):
            key, whole = _key(detection, seen, call.path)
            known = sightings.get(key)
            sightings[key] = Sighting(key, detection.slug, whole, known.first if known else call.time, call.time)
            if known is None:
                first_keys.setdefault(call.id, []).append(key)
                calls[call.id] = call, says
        findings.sightings += sightings.values()
        for id_, keys in first_keys.items():
            call, says = calls[id_]
            if not self._is_learning(call):
                findings.conditional.append((occurrence_of(detection, call, says), keys, detection.window))

    def _is_learning(self, call: StoredCall) -> bool:
        return call.time < self._starts.get(call.path.cluster, 0) + self._learning


def _key(detection: Detection, seen: tuple[str, ...], path: Path) -> tuple[str, list[str]]:
    scope: list[str] = []
    if detection.scope is not Scope.EVERYWHERE:
        scope.append(path.cluster)
    if detection.scope is Scope.NAMESPACE:
        scope.append(path.namespace)
    whole = [*scope, *seen]
    digest = hashlib.blake2b("\x1f".join([detection.slug, detection.scope.value, *whole]).encode(), digest_size=12)
    return digest.hexdigest(), whole
