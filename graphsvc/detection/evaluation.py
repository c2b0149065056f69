"""Makes findings of hits, by kind of detection: what fires at once, what has to be new, what has to be many."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from graphsvc.detection.asking import Answers
from graphsvc.detection.belated import Recalled
from graphsvc.detection.novelty import Novelty
from graphsvc.detection.occurrence import occurrence_of
from graphsvc.domain.alert import Occurrence
from graphsvc.domain.detection import Detection, DetectionKind
from graphsvc.domain.moment import MINUTE
from graphsvc.domain.window import Fired, Item
from graphsvc.graph.read.calls import StoredCall
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.write.findings import Counted, Findings

Known = Sequence[tuple[StoredCall, Mapping[str, Any]]]  # a call, and what its row says

_NOTHING: Recalled = MappingProxyType({})
_WINDOWED = frozenset({DetectionKind.THRESHOLD, DetectionKind.SEQUENCE})


def evaluate(answers: Answers, reader: Reader, novelty: Novelty, recalled: Recalled = _NOTHING) -> Findings:
    """Of calls that are stored no more nothing is found. `recalled` may follow steps that came in late."""
    named = sorted({hit.call for hits in (*answers.hits.values(), *recalled.values()) for hit in hits})
    calls = {call.id: call for call in reader.calls_by_id(named)}
    findings = Findings()
    for detection, hits in answers.hits.items():
        known = [(calls[hit.call], hit.says) for hit in hits if hit.call in calls]
        if detection.kind is DetectionKind.ANOMALY:
            novelty.add(findings, detection, list(_tuples(known)))
        elif detection.kind in _WINDOWED:
            again = [(calls[hit.call], hit.says) for hit in recalled.get(detection, ()) if hit.call in calls]
            findings.counted += _counted(detection, known, again)
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


def _counted(detection: Detection, known: Known, again: Known) -> list[Counted]:
    recalled = _by_key(again)
    return [_counted_of(detection, by, group, recalled.get(by, ())) for by, group in _by_key(known).items()]


def _by_key(known: Known) -> dict[tuple[str, ...], Known]:
    by_key: dict[tuple[str, ...], list[tuple[StoredCall, Mapping[str, Any]]]] = {}
    for call, says in known:
        by_key.setdefault(tuple(str(value) for value in says["by"]), []).append((call, says))
    return dict(by_key)


def _counted_of(detection: Detection, by: tuple[str, ...], known: Known, again: Known) -> Counted:
    word = "step" if detection.kind is DetectionKind.SEQUENCE else "of"
    items, recalled = (
        [Item(call.time, str(says[word]), call.id) for call, says in met if says.get(word) is not None]
        for met in (known, again)
    )
    found = {call.id: (call, says) for call, says in (*known, *again)}

    def occurrence(fired: Fired) -> Occurrence:
        made = occurrence_of(detection, *found[fired.call])
        because = made.because or _because(detection, fired)
        what = str(found[fired.call][1].get("what") or _what_of_many(detection, found[fired.call][0]) or made.what)
        return replace(made, evidence=tuple(c for c in fired.evidence if c != fired.call), because=because, what=what)

    key = hashlib.blake2b("\x1f".join((detection.slug, *by)).encode(), digest_size=12).hexdigest()
    return Counted(key, detection, items, occurrence, recalled)


def _what_of_many(detection: Detection, call: StoredCall) -> str:
    """Not the single object, of which there are many."""
    return f"{call.path.action} {call.path.resource_name}" if detection.kind is DetectionKind.THRESHOLD else ""


def _because(detection: Detection, fired: Fired) -> str:
    minutes = detection.window // MINUTE
    if detection.kind is DetectionKind.SEQUENCE:
        return f"{', then '.join(detection.steps)}, within {minutes} minutes"
    return f"{fired.many} within {minutes} minutes"
