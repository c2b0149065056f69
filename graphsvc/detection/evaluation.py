"""Makes findings of hits, by kind of detection: what fires at once, what has to be new, what has to be many."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphsvc.detection.asking import Answers
from graphsvc.detection.novelty import Novelty
from graphsvc.detection.occurrence import occurrence_of
from graphsvc.domain.alert import Occurrence
from graphsvc.domain.detection import Detection, DetectionKind
from graphsvc.domain.window import Fired, Item
from graphsvc.graph.read.calls import StoredCall
from graphsvc.graph.write.findings import Counted, Findings

Known = Sequence[tuple[StoredCall, Mapping[str, Any]]]  # a call, and what its row says

_WINDOWED = frozenset({DetectionKind.THRESHOLD, DetectionKind.SEQUENCE})
_MINUTE = 60_000


def evaluate(answers: Answers, calls: Mapping[str, StoredCall], novelty: Novelty) -> Findings:
    """`calls` are those that the hits name; of others nothing is known any more."""
    findings = Findings()
    for detection, hits in answers.hits.items():
        known = [(calls[hit.call], hit.says) for hit in hits if hit.call in calls]
        if detection.kind is DetectionKind.ANOMALY:
            novelty.add(findings, detection, list(_tuples(known)))
        elif detection.kind in _WINDOWED:
            findings.counted += _counted(detection, known)
        else:
            once = {call.id: (call, says) for call, says in known}
            findings.certain += (occurrence_of(detection, call, says) for call, says in once.values())
    return findings


def _tuples(known: Known) -> Iterable[tuple[StoredCall, tuple[str, ...], Mapping[str, Any]]]:
    """`seen` is a list of tuples, or one tuple."""
    for call, says in known:
        seen = says["seen"]
        for one in seen if seen and isinstance(seen[0], list) else [seen]:
            if one:
                yield call, tuple("" if value is None else str(value) for value in one), says


def _counted(detection: Detection, known: Known) -> list[Counted]:
    by_key: dict[tuple[str, ...], list[tuple[StoredCall, Mapping[str, Any]]]] = {}
    for call, says in known:
        by = tuple(str(value) for value in says["by"])
        by_key.setdefault(by, []).append((call, says))
    return [_counted_of(detection, by, group) for by, group in by_key.items()]


def _counted_of(detection: Detection, by: tuple[str, ...], known: Known) -> Counted:
    word = "step" if detection.kind is DetectionKind.SEQUENCE else "of"
    items = [Item(call.time, str(says[word]), call.id) for call, says in known if says.get(word) is not None]
    found = {call.id: (call, says) for call, says in known}

    def occurrence(fired: Fired) -> Occurrence:
        made = occurrence_of(detection, *found[fired.call])
        because = made.because or _because(detection, fired)
        what = str(found[fired.call][1].get("what") or _what_of_many(detection, found[fired.call][0]) or made.what)
        return replace(made, evidence=tuple(c for c in fired.evidence if c != fired.call), because=because, what=what)

    key = hashlib.blake2b("\x1f".join((detection.slug, *by)).encode(), digest_size=12).hexdigest()
    return Counted(key, detection, items, occurrence)


def _what_of_many(detection: Detection, call: StoredCall) -> str:
    """Not the single object, of which there are many."""
    return f"{call.path.action} {call.path.resource_name}" if detection.kind is DetectionKind.THRESHOLD else ""


def _because(detection: Detection, fired: Fired) -> str:
    minutes = detection.window // _MINUTE
    if detection.kind is DetectionKind.SEQUENCE:
        return f"{', then '.join(detection.steps)}, within {minutes} minutes"
    return f"{fired.many} within {minutes} minutes"
