"""Asks the conditions: paths once for ever, calls once, and many conditions of a basis in one query.

When a query fails, its conditions are asked one by one, so that one that is wrong costs the others nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from graphsvc.detection.compiled import Compiled, compile_basis, compile_query, compile_together
from graphsvc.detection.deadline import Overdue, within
from graphsvc.detection.routing import Router
from graphsvc.domain.detection import Basis, Detection, DetectionKind, Severity
from graphsvc.errors import StoreError, StoreUnavailable
from graphsvc.graph.read.dictionary import Snapshot
from graphsvc.graph.store import Store

_AT_ONCE = 5_000  # calls or paths in one query; batches of a backlog have more
_AT_ONCE_OF_OWN = 2_000  # of what the user wrote
_TIMEOUT = 30.0  # seconds that one may take; a cold database plans a large one for some of them
_TIMEOUT_OF_OWN = 10.0  # what the user wrote keeps the others waiting no longer
_GRACE = 2.0  # seconds that the database gets to stop one
_TIMES_DOWN = 2  # in a row; once may be chance
_VERDICTS_KEPT = 200_000
_MOST_ROWS = 10 * _AT_ONCE_OF_OWN  # of a query of the user's

T = TypeVar("T")
Taken = Sequence[tuple[str, int]]  # call id, path id, oldest first
Row = Mapping[str, Any]
Verdict = tuple[tuple[Detection, Row], ...]
# What a row has to say as a list.
_LIST_OF = {DetectionKind.ANOMALY: "seen", DetectionKind.THRESHOLD: "by", DetectionKind.SEQUENCE: "by"}
Key = tuple[int, frozenset[Detection]]  # a path, and who was asked about it


@dataclass(frozen=True)
class Hit:
    """A condition that holds of a call, and what its row says besides."""

    call: str
    says: Row = field(default_factory=dict)


@dataclass
class Answers:
    """Hits by detection, and what went wrong with those that could not be asked."""

    hits: dict[Detection, list[Hit]] = field(default_factory=dict)
    failed: dict[Detection, str] = field(default_factory=dict)

    def add(self, detection: Detection, hit: Hit) -> None:
        self.hits.setdefault(detection, []).append(hit)


class Asker:
    """`on_step` is called between queries: whoever works on a batch shows that it lives."""

    def __init__(self, store: Store, detections: Iterable[Detection], on_step: Callable[[], None]) -> None:
        self._store = store
        self._on_step = on_step
        self._verdicts: dict[Key, Verdict] = {}
        self._given_up: dict[Detection, str] = {}
        self._went_down: Counter[Detection] = Counter()
        self._origins = -1
        self.use(detections)

    def use(self, detections: Iterable[Detection]) -> None:
        """Ask these from now on, the user's last. Of those that stay, verdicts are kept."""
        asked = tuple(detections)
        self._router = Router(asked)
        self._queries = sorted((d for d in asked if d.basis is Basis.QUERY), key=lambda d: (d.is_own, d.code))
        self._compiled = list(compile_together(d for d in asked if d.basis is not Basis.QUERY))

    def ask(self, taken: Taken, snapshot: Snapshot, *, only: frozenset[Detection] | None = None) -> Answers:
        """What conditions hold of these calls; `only` of these detections, where it is given."""
        answers = Answers()
        self._forget_changed()
        wanted = {path: self._wanted(path, snapshot, only) for path in dict.fromkeys(path for _, path in taken)}
        ends = _ends(taken)
        kinds = set(wanted.values())  # few: alike paths are wanted by the same
        for compiled in self._compiled:
            own = frozenset(compiled.detections)
            shares = {of: own & of for of in kinds}
            if asked := {path: share for path, of in wanted.items() if (share := shares[of])}:
                if compiled.basis is Basis.PATH:
                    self._ask_paths(compiled, taken, asked, ends, answers)
                else:
                    self._ask_calls(compiled, taken, asked, answers)
        for detection in self._queries:
            admitted = [(call, path) for call, path in taken if detection in wanted[path]]
            self._ask_query(detection, admitted, answers)
        for detection, hits in answers.hits.items():
            if detection.is_own and (problem := next(filter(None, (malformed(detection, h.says) for h in hits)), "")):
                answers.failed[detection] = problem
        for detection in answers.failed:
            answers.hits.pop(detection, None)
        return answers

    def admitted(self, detection: Detection, taken: Taken, snapshot: Snapshot) -> list[tuple[str, int]]:
        """Those of the calls that the detection wants to see."""
        return [(call, path) for call, path in taken if detection in self._router.admitting(path, snapshot)]

    def _wanted(self, path: int, snapshot: Snapshot, only: frozenset[Detection] | None) -> frozenset[Detection]:
        admitting = self._router.admitting(path, snapshot)
        return admitting if only is None else admitting & only

    def _ask_paths(
        self,
        compiled: Compiled,
        taken: Taken,
        asked: Mapping[int, frozenset[Detection]],
        ends: frozenset[str],
        answers: Answers,
    ) -> None:
        """Verdicts are kept, but of those who are asked alone."""
        new = {path: of for path, of in asked.items() if (path, of) not in self._verdicts}
        found: dict[int, list[tuple[Detection, Row]]] = {path: [] for path in new}
        for id_, detection, says in self._rows(compiled, new, answers):
            found[id_].append((detection, says))
        fresh = {(path, asked[path]): tuple(rows) for path, rows in found.items()}
        for call, path in taken:
            if path in asked:
                key = (path, asked[path])
                for detection, says in fresh[key] if key in fresh else self._verdicts[key]:
                    if detection.kind is not DetectionKind.ANOMALY or call in ends:
                        answers.add(detection, Hit(call, says))
        if not answers.failed:
            self._keep(fresh)

    def _keep(self, verdicts: Mapping[Key, Verdict]) -> None:
        if len(self._verdicts) > _VERDICTS_KEPT:
            self._verdicts.clear()
        self._verdicts.update(verdicts)

    def _forget_changed(self) -> None:
        """What is known of an address may change what is true of the paths from there."""
        origins = int(self._store.read("origins")[0][0])
        if origins != self._origins:
            self._verdicts.clear()
            self._origins = origins

    def _ask_calls(
        self, compiled: Compiled, taken: Taken, asked: Mapping[int, frozenset[Detection]], answers: Answers
    ) -> None:
        calls = {call: asked[path] for call, path in taken if path in asked}
        for id_, detection, says in self._rows(compiled, calls, answers):
            answers.add(detection, Hit(id_, says))

    def _rows(
        self, compiled: Compiled, wanted: Mapping[Any, frozenset[Detection]], answers: Answers
    ) -> Iterator[tuple[Any, Detection, Row]]:
        for ids in self._parts(compiled, list(wanted)):
            part = _asked(compiled, ids, wanted)
            try:
                rows = self._read(compiled, asked=part)
            except StoreUnavailable:
                raise
            except StoreError as error:
                rows = self._one_by_one(compiled, part, answers, error)
            for row in rows:
                for number, says in row["hits"]:
                    yield row["id"], compiled.detections[number], says

    def _parts(self, compiled: Compiled, asked_for: Sequence[T]) -> Iterator[Sequence[T]]:
        """What goes into one query."""
        at_once = _AT_ONCE_OF_OWN if compiled.detections[0].is_own else _AT_ONCE
        for start in range(0, len(asked_for), at_once):
            self._on_step()
            yield asked_for[start : start + at_once]

    def _one_by_one(self, compiled: Compiled, asked: Sequence[Row], answers: Answers, why: StoreError) -> list[Any]:
        rows: list[Any] = []
        if compiled.detections[0].is_own:
            answers.failed[compiled.detections[0]] = str(why)
            return rows
        for number, detection in enumerate(compiled.detections):
            own = [id_ for a in asked if number in a["on"] for id_ in a["ids"]]
            if not own or detection in answers.failed:
                continue
            alone = compile_basis(detection.basis, [detection])
            try:
                found = self._read(alone, asked=[{"on": [0], "ids": own}])
            except StoreUnavailable:
                raise
            except StoreError as error:
                answers.failed[detection] = str(error)
                continue
            rows += ({"id": row["id"], "hits": [[number, says] for _, says in row["hits"]]} for row in found)
        return rows

    def _ask_query(self, detection: Detection, admitted: Taken, answers: Answers) -> None:
        compiled = compile_query(detection)
        for part in self._parts(compiled, admitted):
            given = {"calls": [call for call, _ in part], "paths": sorted({path for _, path in part})}
            asked = {name: value for name, value in given.items() if name in detection.asks}
            try:
                for call, says in _by_call(self._read(compiled, **asked), part):
                    answers.add(detection, Hit(call, says))
            except StoreUnavailable:
                raise
            except (StoreError, KeyError, TypeError) as error:
                answers.failed[detection] = str(error) or type(error).__name__
                return

    def _read(self, compiled: Compiled, **given: Any) -> list[Any]:
        if compiled.detections[0].is_own:
            return self._read_own(compiled, **given)
        return self._store.read_rows(compiled.text, timeout=_TIMEOUT, **compiled.parameters, **given)

    def _read_own(self, compiled: Compiled, **given: Any) -> list[Any]:
        """One of the user's that the database does not stop, or goes down under, is not asked again."""
        (own,) = compiled.detections
        if own in self._given_up:
            raise StoreError(self._given_up[own])
        limits: dict[str, Any] = {"timeout": _TIMEOUT_OF_OWN, "most": _MOST_ROWS}
        read = partial(self._store.read_rows, compiled.text, **limits, **compiled.parameters, **given)
        try:
            rows = within(_TIMEOUT_OF_OWN + _GRACE, read)
        except Overdue as error:
            self._given_up[own] = str(error)
            raise
        except StoreUnavailable:
            self._went_down[own] += 1
            if self._went_down[own] >= _TIMES_DOWN:
                self._given_up[own] = "Neo4j went away each time it was asked: it is asked again when its file changes"
            raise
        self._went_down.pop(own, None)
        return rows


def _ends(taken: Taken) -> frozenset[str]:
    """First and last call of each path: when something was seen first and last is all that an anomaly remembers."""
    calls = [(path, call) for call, path in taken]
    return frozenset({*dict(reversed(calls)).values(), *dict(calls).values()})


def _asked(compiled: Compiled, ids: Iterable[Any], wanted: Mapping[Any, frozenset[Detection]]) -> list[dict[str, Any]]:
    """Those that the same detections want to know of in one row: there are few such rows, and thousands of ids."""
    together: dict[frozenset[Detection], list[Any]] = {}
    for id_ in ids:
        together.setdefault(wanted[id_], []).append(id_)
    return [
        {"on": [n for n, detection in enumerate(compiled.detections) if detection in of], "ids": own}
        for of, own in together.items()
    ]


def _by_call(rows: Iterable[Row], admitted: Taken) -> Iterator[tuple[str, Row]]:
    """A row names a call, or a path: then it holds of all calls of that."""
    calls_of: dict[int, list[str]] = {}
    for row in rows:
        if not calls_of:
            for call, path in admitted:
                calls_of.setdefault(path, []).append(call)
        says = {word: value for word, value in row.items() if word not in {"call", "path"}}
        for call in calls_of[row["path"]] if "path" in row else [row["call"]]:
            if not isinstance(call, str):
                raise TypeError(f"`call` is no id of a call: {call}")
            yield call, says


def malformed(detection: Detection, says: Row) -> str:
    """What of a row nothing could be made of; empty when it is sound."""
    word = _LIST_OF.get(detection.kind)
    if word and not isinstance(says.get(word), list):
        return f"`{word}` is no list"
    if not isinstance(says.get("evidence") or [], list):
        return "`evidence` is no list"
    if any("\x1f" in str(says.get(word)) for word in ("of", "step")):
        return "`of` or `step` has control characters"
    if says.get("louder") and says["louder"] not in list(Severity):
        return f"`louder` is not one of {', '.join(Severity)}"
    return ""
