"""Steps of sequences that came in late, after calls that follow them: those are asked again.

Logs of several API servers, or files read one after the other, bring a first step when the last one was looked at long
ago, and nothing remembers last steps without a first one: most calls are such. So what is stored after a late step is
looked up, within the window, for its key alone.
"""

from collections.abc import Iterable, Mapping
from itertools import chain

import structlog

from graphsvc.detection.asking import Answers, Asker, Hit, Taken
from graphsvc.domain.detection import Detection, DetectionKind
from graphsvc.domain.period import Period
from graphsvc.graph.read.dictionary import Snapshot
from graphsvc.graph.store import Store

_MOST = 5_000  # calls after the earliest late step; what lies beyond is not put together with it

log = structlog.get_logger()

Recalled = Mapping[Detection, list[Hit]]


class Belated:
    """Of one engine. Up to where a cluster's calls were looked at before is told by the graph at first."""

    def __init__(self, store: Store, asker: Asker) -> None:
        self._store = store
        self._asker = asker
        self._newest: dict[str, str] = {}

    def later_steps(self, cluster: str, taken: Taken, answers: Answers, snapshot: Snapshot) -> Recalled:
        """Stored calls that may follow late steps among `answers`, by sequence. Then `taken` counts as looked at."""
        newest = self._newest.get(cluster) or self._stored_up_to(cluster)
        self._newest[cluster] = max([newest, *(call for call, _ in taken)])
        late = {d: found for d, hits in answers.hits.items() if (found := _late(d, hits, newest))}
        if not late:
            return {}
        after = min(hit.call for hit in chain.from_iterable(late.values()))
        stop = max(_end(hit, detection) for detection, hits in late.items() for hit in hits)
        ids, paths = self._store.read("calls_in_order", after=after, stop=min(stop, f"{newest}~"), limit=_MOST)[0]
        own = {call for call, _ in taken}
        others = [(call, path) for call, path in zip(ids, paths, strict=True) if call not in own]
        again = self._asker.ask(others, snapshot, only=frozenset(late)) if others else Answers()
        for detection, problem in again.failed.items():
            log.warning("later_steps_not_asked", detection=detection.slug, problem=problem)
        return {d: [*_following(d, hits, late[d])] for d, hits in again.hits.items()}

    def _stored_up_to(self, cluster: str) -> str:
        """What waits is among that, and looked at ahead of its turn: no sequence fires on the same call twice."""
        last = next((last for _, _, last in self._store.read("clusters", clusters=[cluster])), 0)
        return Period(last + 1).first_id


def _late(detection: Detection, hits: Iterable[Hit], newest: str) -> list[Hit]:
    if detection.kind is not DetectionKind.SEQUENCE:
        return []
    return [hit for hit in hits if hit.call < newest and hit.says.get("step") in detection.steps[:-1]]


def _end(hit: Hit, detection: Detection) -> str:
    return Period(int(hit.call[:12], 16) + detection.window).first_id


def _following(detection: Detection, hits: Iterable[Hit], late: Iterable[Hit]) -> Iterable[Hit]:
    """First steps that were there before are remembered, or were used up."""
    keys = {_key(hit) for hit in late}
    return (hit for hit in hits if hit.says.get("step") != detection.steps[0] and _key(hit) in keys)


def _key(hit: Hit) -> tuple[str, ...]:
    return tuple(str(value) for value in hit.says["by"])
