"""Reads stories: alerts that belong together, worst first. They are put together when asked for, so none is stale."""

from dataclasses import dataclass

from graphsvc.domain.detection import Severity
from graphsvc.domain.story import Chapter, Story, stories_of
from graphsvc.domain.viewer import EVERYTHING, Scope
from graphsvc.graph.read.alerts import AlertFilter, AlertReader, StoredAlert, stored_alert
from graphsvc.graph.read.reader import Question
from graphsvc.graph.store import Store

_MOST_ALERTS = 5_000  # newest first: of older ones no story is told
_STATES = ["open", "in_progress"]


@dataclass(frozen=True)
class StoryPlace:
    """Where a page of stories ended."""

    risk: int
    last_seen: int
    id: str


@dataclass(frozen=True)
class ToldStory:
    """A story with the alerts it is of, in the order of time."""

    story: Story
    alerts: list[StoredAlert]


@dataclass(frozen=True)
class StoryPage:
    """`total`: stories that fit. `complete` is false when there are more alerts than stories are told of."""

    stories: list[ToldStory]
    total: int
    has_next: bool
    complete: bool


class StoryReader:
    def __init__(self, store: Store, alerts: AlertReader, scope: Scope = EVERYTHING) -> None:
        self._store = store
        self._alerts = alerts
        self._scope = scope

    def page(
        self, question: Question, wanted: AlertFilter, *, first: int, after: StoryPlace | None = None
    ) -> StoryPage:
        """Stories of which some alert fits. Closed alerts are told of only where the filter asks for them."""
        alerts, shared = self._newest(question, wanted)
        fitting = self._fitting(list(alerts.values()), question, wanted)
        stories = [s for s in stories_of([_chapter(a) for a in alerts.values()], shared) if _has(s, fitting)]
        rest = [s for s in stories if after is None or _order(s) > (-after.risk, -after.last_seen, after.id)]
        told = [ToldStory(s, [alerts[c.id] for c in s.chapters]) for s in rest[:first]]
        return StoryPage(told, len(stories), len(rest) > first, len(alerts) < _MOST_ALERTS)

    def _newest(self, question: Question, wanted: AlertFilter) -> tuple[dict[str, StoredAlert], list[tuple[str, str]]]:
        statuses, scope = wanted.statuses or _STATES, self._scope.narrowed(question.clusters)
        rows = self._store.read("alerts_of_stories", statuses=statuses, limit=_MOST_ALERTS, **scope.lists)
        alerts = {row[0]["id"]: stored_alert(row[0]) for row in rows}
        return alerts, [(row[0]["id"], other) for row in rows for other in row[1]]

    def _fitting(self, alerts: list[StoredAlert], question: Question, wanted: AlertFilter) -> set[str]:
        fitting = [
            a
            for a in alerts
            if (wanted.severities is None or a.severity in wanted.severities)
            and (wanted.kinds is None or a.kind in wanted.kinds)
        ]
        return {a.id for a in self._alerts.fitting(fitting, question)}


def _has(story: Story, alerts: set[str]) -> bool:
    return any(chapter.id in alerts for chapter in story.chapters)


def _order(story: Story) -> tuple[int, int, str]:
    return (-story.risk, -story.last, story.id)


def _chapter(alert: StoredAlert) -> Chapter:
    return Chapter(
        id=alert.id,
        title=alert.title,
        severity=Severity(alert.severity),
        risk=alert.risk,
        who=alert.who,
        cluster=alert.cluster,
        first=alert.first_seen,
        last=alert.last_seen,
        clues=tuple(alert.clues),
    )
