"""Stories: alerts that have something in common within a day, told as one.

What they have in common: a call they rest on, who did it, the credential, or an external address.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from graphsvc.domain.detection import Severity
from graphsvc.domain.moment import DAY, MINUTE
from graphsvc.domain.who_kind import WhoKind

_MOST_CLUES = 60
_SEPARATOR = "\x1f"
_NOBODY_IN_PARTICULAR: frozenset[WhoKind] = frozenset({"unknown", "anonymous", "controlplane", "platform", "node"})
_TOLD = 4  # titles in a sentence


@dataclass(frozen=True)
class Chapter:
    """An alert, as far as a story tells it. `clues` as `clue` makes them; `first` and `last` milliseconds."""

    id: str
    title: str
    severity: Severity
    risk: int
    who: str
    cluster: str
    first: int
    last: int
    clues: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """`id` is that of its first alert; `chapters` in the order of time."""

    id: str
    chapters: tuple[Chapter, ...]

    @property
    def severity(self) -> Severity:
        return min((c.severity for c in self.chapters), key=attrgetter("rank"))

    @property
    def risk(self) -> int:
        """That of the worst alert, and a little more for each further one of those that are medium or louder."""
        loud = sum(c.severity.rank <= Severity.MEDIUM.rank for c in self.chapters)
        return min(100, max(c.risk for c in self.chapters) + min(15, 3 * max(0, loud - 1)))

    @property
    def first(self) -> int:
        return min(c.first for c in self.chapters)

    @property
    def last(self) -> int:
        return max(c.last for c in self.chapters)

    @property
    def who(self) -> list[str]:
        """Worst first."""
        return list(dict.fromkeys(c.who for c in sorted(self.chapters, key=lambda c: -c.risk)))

    @property
    def clusters(self) -> list[str]:
        return sorted({c.cluster for c in self.chapters})

    @property
    def sentence(self) -> str:
        """`carol, within 40 minutes: binding to cluster-admin, then used the power it gave itself, and 3 more`."""
        people = self.who
        who = people[0] + (f" and {len(people) - 1} more" if len(people) > 1 else "")
        worst = sorted({c.title: c for c in reversed(self.chapters)}.values(), key=lambda c: -c.risk)
        told = sorted(worst[:_TOLD], key=lambda c: c.first)
        more = f", and {len(worst) - _TOLD} more" if len(worst) > _TOLD else ""
        return f"{who}{_within(self.last - self.first)}: {', then '.join(_lower(c.title) for c in told)}{more}"


def clue(kind: str, value: str, time: int) -> str:
    """What ties alerts together, with the day it was met."""
    return _SEPARATOR.join((kind, value, str(time // DAY)))


def clues_of(who: str, who_kind: WhoKind, cluster: str, *, outside: str, credential: str, time: int) -> list[str]:
    """`outside` is the external address, or empty. Accounts are those of a cluster; people are the same everywhere."""
    found = [clue("from", outside, time)] if outside else []
    found += [clue("credential", credential, time)] if credential else []
    if who_kind not in _NOBODY_IN_PARTICULAR:
        found.append(clue("who", who if "@" in who else f"{cluster} {who}", time))
    return found


def latest_clues(clues: Iterable[str]) -> list[str]:
    """The latest days of each are enough: what is older was told already."""
    return sorted(set(clues), key=lambda c: int(c.rpartition(_SEPARATOR)[2]))[-_MOST_CLUES:]


def stories_of(chapters: Sequence[Chapter], shared: Iterable[tuple[str, str]]) -> list[Story]:
    """Worst first. `shared`: pairs of alerts that rest on the same call."""
    parents = {c.id: c.id for c in chapters}

    def root(id_: str) -> str:
        while parents[id_] != id_:
            parents[id_] = id_ = parents[parents[id_]]
        return id_

    for one, other in [*shared, *_alike(chapters)]:
        if one in parents and other in parents:
            parents[root(one)] = root(other)
    groups: dict[str, list[Chapter]] = defaultdict(list)
    for chapter in sorted(chapters, key=lambda c: (c.first, c.id)):
        groups[root(chapter.id)].append(chapter)
    stories = [Story(group[0].id, tuple(group)) for group in groups.values()]
    return sorted(stories, key=lambda s: (-s.risk, -s.last, s.id))


def _alike(chapters: Sequence[Chapter]) -> Iterable[tuple[str, str]]:
    """Pairs with the same clue on the same day, or on two that follow each other."""
    met: Mapping[str, list[tuple[int, str]]] = defaultdict(list)
    for chapter in chapters:
        for found in chapter.clues:
            what, _, day = found.rpartition(_SEPARATOR)
            met[what].append((int(day), chapter.id))
    for days in met.values():
        days.sort()
        for (before, one), (after, other) in pairwise(days):
            if after - before <= 1:
                yield one, other


def _within(span: int) -> str:
    if span < MINUTE:
        return ""
    minutes = span // MINUTE
    if minutes < 120:
        return f", within {minutes} minute{'s' * (minutes > 1)}"
    hours = minutes // 60
    return f", within {hours} hours" if hours < 48 else f", within {hours // 24} days"


def _lower(title: str) -> str:
    """`Exec into a pod` within a sentence; `CSR approved` stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title
