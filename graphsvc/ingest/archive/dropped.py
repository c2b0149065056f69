"""Shows what a noise rule dropped lately: dropped calls have no node, but the archive has them."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from graphsvc.domain.address import Networks
from graphsvc.domain.batch import rule_for
from graphsvc.domain.call import Call, project_call
from graphsvc.domain.event import parse_event
from graphsvc.domain.path import Path
from graphsvc.domain.viewer import EVERYTHING, Scope
from graphsvc.errors import MalformedRecord
from graphsvc.ingest.archive.index import read_index
from graphsvc.ingest.archive.segment import Frame, Reach, frames, segments
from graphsvc.ingest.record.record import Record

_BUDGET = 3.0  # seconds


@dataclass(frozen=True)
class Dropped:
    """`call` is None for what is no audit record; `text` is the redacted record."""

    cluster: str
    text: bytes
    call: Call | None


class DroppedReader:
    """`rule_of` names the rule that a path falls under."""

    def __init__(self, folder: FilePath, rule_of: Callable[[Path], str], proxies: Networks = ()) -> None:
        self._proxies = proxies
        self._folder = folder
        self._rule_of = rule_of

    def latest(self, rule: str, *, since: int, scope: Scope = EVERYTHING, most: int) -> list[Dropped]:
        """What a rule dropped of what was archived since a time (milliseconds), latest first.

        Takes a few seconds at most: then it is what was found until then.
        """
        found: list[Dropped] = []
        deadline = time.monotonic() + _BUDGET
        for frame in _latest_frames(self._folder, since):
            if scope.has_cluster(frame.head.cluster):
                found += (one for one in self._dropped(frame, rule) if _is_inside(one, scope))
            if len(found) >= most or time.monotonic() > deadline:
                break
        return found[:most]

    def _dropped(self, frame: Frame, rule: str) -> Iterator[Dropped]:
        for record in reversed(frame.records):
            call = _call_of(record, frame.head.cluster, self._proxies)
            if rule == (rule_for(call, self._rule_of) if call else record.rule):
                yield Dropped(frame.head.cluster, record.raw, call)


def _is_inside(dropped: Dropped, scope: Scope) -> bool:
    return scope.namespaces is None if dropped.call is None else scope.has(dropped.call.path)


def _latest_frames(folder: FilePath, since: int) -> Iterator[Frame]:
    for name in reversed(segments(folder)):
        for entry in reversed(read_index(folder, name)):
            if entry.at < since:
                break
            yield from frames(folder, Reach(name, entry.end, is_open=True), entry.offset)


def _call_of(record: Record, cluster: str, proxies: Networks) -> Call | None:
    if record.rule or record.problem:
        return None
    try:
        return project_call(parse_event(record.raw), cluster, proxies)
    except MalformedRecord:
        return None
