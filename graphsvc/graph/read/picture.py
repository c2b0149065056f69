"""A question's Polygraph with the alerts that rest on it: what the page draws and GraphQL tells is one answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graphsvc.domain.detection import Severity
from graphsvc.domain.path import COLUMNS
from graphsvc.domain.period import Period
from graphsvc.graph.read.alerts import AlertReader, OpenAlert
from graphsvc.graph.read.polygraph import Marked, Polygraph, Wanted, arrange
from graphsvc.graph.read.reader import Answer, Question, Reader

MOST_TRAILS = 20_000  # a few bytes each on the wire


@dataclass(frozen=True)
class Picture:
    """`alerts` are open and rest on a path with calls, worst first; nodes name them by their positions.

    `open_alerts` counts all that are not closed, whatever the question is about. `commands` are lines by path id.
    """

    answer: Answer
    polygraph: Polygraph
    alerts: list[OpenAlert]
    open_alerts: int
    commands: dict[int, list[str]]


@dataclass(frozen=True)
class EvidenceStep:
    """One column of a path. `calls` of the `of` calls of its user on its cluster have this value."""

    key: str
    name: str
    class_: str
    calls: int
    of: int


class PictureReader:
    """Raises as Reader does."""

    def __init__(self, reader: Reader, alerts: AlertReader) -> None:
        self._reader = reader
        self._alerts = alerts

    def draw(self, question: Question, wanted: Wanted, *, most_trails: int | None = None) -> Picture:
        """With a beginning in the question, what was first seen since then is new.

        Where calls went more ways than `most_trails`, fewer values are shown by name; all stays exact.
        """
        answer = self._reader.count(question)
        start = question.period.start
        wanted = wanted if start == Period().start else replace(wanted, new_from=start)
        beside = self._alerts.beside(self._reader.command_paths(answer), closed=wanted.band)
        alerts, marked = _resting_on(answer, beside.open)
        steady = self._reader.steady(answer, question.period, beside.alerted) if wanted.band else None
        folded = self._reader.fold(answer, steady, clusters=wanted.clusters and answer.has_clusters)
        polygraph = arrange(folded, wanted, marked)
        while most_trails and len(polygraph.trails.calls) > most_trails and wanted.top > 1:
            wanted = replace(wanted, top=wanted.top * 2 // 3)
            polygraph = arrange(folded, wanted, marked)
        return Picture(answer, polygraph, alerts, len(beside.open), beside.commands)

    def draw_for_page(self, question: Question, wanted: Wanted) -> Picture:
        """No more trails than a page can carry."""
        return self.draw(question, wanted, most_trails=MOST_TRAILS)

    def evidence(self, path_id: int, cluster: str) -> list[EvidenceStep]:
        """The steps of a path beside all stored calls of its user, whatever is looked at; empty when unknown."""
        answer = self._reader.count(Question(clusters=(cluster,)))
        place = int(answer.snapshot.to_places([path_id])[0])
        if place < 0:
            return []
        columns = answer.snapshot.columns
        users = columns[COLUMNS.index("user")].codes[: len(answer.counts)]
        theirs = np.where(users == users[place], answer.counts, 0)
        steps = []
        for key, column in zip(COLUMNS, columns, strict=True):
            codes = column.codes[: len(answer.counts)]
            code = codes[place]
            name, class_ = (column.names[code], column.classes[code]) if code >= 0 else ("", "")
            steps.append(EvidenceStep(key, name, class_, int(theirs[codes == code].sum()), int(theirs.sum())))
        return steps

    def beside(self, answer: Answer) -> tuple[list[OpenAlert], dict[int, list[str]]]:
        """Alerts that are open and rest on a path with calls, worst first; command lines by path id."""
        beside = self._alerts.beside(self._reader.command_paths(answer))
        return _resting_on(answer, beside.open)[0], beside.commands


def _resting_on(answer: Answer, alerts: Sequence[tuple[OpenAlert, list[int]]]) -> tuple[list[OpenAlert], list[Marked]]:
    found = []
    for alert, paths in alerts:
        places = answer.snapshot.to_places(paths).astype(np.int64)
        places = places[places >= 0]
        live = places[answer.counts[places] > 0]
        if len(live):
            found.append((alert, Marked(Severity(alert.severity), live)))
    found.sort(key=lambda pair: (pair[1].severity.rank, -pair[0].last_seen, pair[0].id))
    return [alert for alert, _ in found], [marked for _, marked in found]
