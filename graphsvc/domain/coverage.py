"""Which detections the log of a cluster can feed, which are blind and why, and what no audit log ever shows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from graphsvc.domain.detection import Detection, Interest
from graphsvc.domain.log_fact import ISSUED, LEVELS, LOOKED_UP
from graphsvc.domain.moment import DAY, to_text

_RECENT = 7 * DAY  # a level that was not shown for so long, while others were, is not logged any more
_NAMED = 5  # resources in a sentence

# Fields that only some events have.
_CARRIED_BY = {ISSUED: "create serviceaccounts/token"}

# What never appears as a call, whatever the audit policy logs.
INVISIBLE = {
    "Static pods": "A kubelet starts them from files of its node: no call, no admission, no audit. Only the mirror pod "
    "that it reports afterwards is seen, and a kubelet that reports none hides them.",
    "Calls to kubelets": "Whoever reaches port 10250 of a node runs commands and reads logs there without the API "
    "server; only what goes through nodes/proxy is seen.",
    "Reads and writes of etcd": "Whoever has its certificate or its disk reads secrets and writes objects directly.",
    "What happens inside containers": "A session of exec is one call: what is typed into it, and what processes do, is "
    "not logged.",
    "The runtime and the node": "Containers started by the runtime itself, files, and the network.",
    "The cloud's own API": "Nodes, disks and identities that are changed in the cloud's console.",
    "Tokens used elsewhere": "A service account's token that is shown to another system than the API server.",
    "What admission decided": "Only annotations of webhooks, and what came of a request.",
}


class CoverageState(StrEnum):
    FED = "fed"
    PARTLY = "partly"
    BLIND = "blind"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class LogFacts:
    """What a cluster's log showed: when last, in milliseconds, by `verb resource` and level, and by other fact."""

    levels: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)

    @staticmethod
    def read(rows: Iterable[tuple[str, str, int]]) -> "LogFacts":
        """Rows are `of`, `fact` and when it was shown last."""
        levels: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        others: dict[str, int] = {}
        for of, fact, last in rows:
            if of:
                verb, _, resource = of.partition(" ")
                levels[verb, resource][fact.removeprefix("level ")] = last
            else:
                others[fact] = last
        return LogFacts(levels, others)

    @cached_property
    def version(self) -> tuple[int, ...]:
        """The newest of the API server, empty when it was not told."""
        return max((_numbers(fact) for fact in self.others if fact.startswith("version ")), default=())

    @cached_property
    def providers(self) -> frozenset[str]:
        return frozenset(fact.removeprefix("provider ") for fact in self.others if fact.startswith("provider "))


@dataclass(frozen=True)
class Coverage:
    """`why` it is not fed, or only partly; empty when it is."""

    detection: Detection
    state: CoverageState
    why: str = ""


Verdict = tuple[CoverageState, str]
_WORST = (CoverageState.BLIND, CoverageState.UNKNOWN, CoverageState.PARTLY)


def coverage_of(detections: Iterable[Detection], facts: LogFacts) -> list[Coverage]:
    return [_covered(detection, facts) for detection in detections]


def _covered(detection: Detection, facts: LogFacts) -> Coverage:
    found = [*_level(detection, facts), *_fields(detection, facts), *_version(detection, facts)]
    found += _provider(detection, facts)
    state = next((state for state in _WORST if state in {told for told, _ in found}), CoverageState.FED)
    return Coverage(detection, state, "; ".join(why for told, why in found if told is state))


def _level(detection: Detection, facts: LogFacts) -> Iterator[Verdict]:
    """By resource: a kind of write that says nothing, such as a patch of one number, blinds nobody."""
    needs = detection.needs
    for asked, text in ((detection.on, detection.on_text), (needs.of or detection.on, needs.of_text)):
        seen = _seen(asked, facts)
        if not seen:
            yield CoverageState.UNKNOWN, f"no call that it looks at was seen: {text}"
            return
    enough = LEVELS[LEVELS.index(needs.level) :]
    low = {resource: levels for resource, levels in seen.items() if not _shows(levels, enough)}
    if not low:
        return
    state = CoverageState.BLIND if len(low) == len(seen) else CoverageState.PARTLY
    yield state, f"{_listed(low)} logged without bodies{_until(low, enough)}, it needs level {needs.level}"


def _seen(interests: Iterable[Interest], facts: LogFacts) -> dict[str, dict[str, int]]:
    """By resource and level, when last."""
    seen: dict[str, dict[str, int]] = defaultdict(dict)
    for (verb, resource), levels in facts.levels.items():
        if any(interest.takes(verb, resource) for interest in interests):
            for level, last in levels.items():
                seen[resource][level] = max(last, seen[resource].get(level, 0))
    return seen


def _shows(levels: Mapping[str, int], enough: Sequence[str]) -> bool:
    latest = max((levels[level] for level in enough if level in levels), default=None)
    return latest is not None and latest >= max(levels.values()) - _RECENT


def _until(low: Mapping[str, Mapping[str, int]], enough: Sequence[str]) -> str:
    last = max((levels[level] for levels in low.values() for level in enough if level in levels), default=None)
    return f" since {to_text(last)[:10]}" if last is not None else ""


def _fields(detection: Detection, facts: LogFacts) -> Iterator[Verdict]:
    for name in detection.needs.fields:
        if f"field {name}" in facts.others:
            continue
        if name in LOOKED_UP and facts.levels:
            yield CoverageState.BLIND, f"{name} of addresses is not looked up: GRAPHSVC_GEO names no file that tells it"
            continue
        carrier = _CARRIED_BY.get(name, "")
        if facts.levels and (not carrier or tuple(carrier.split()) in facts.levels):
            yield CoverageState.BLIND, f"no event has {name}"
        else:
            yield CoverageState.UNKNOWN, f"no event that may have {name} was seen"


def _version(detection: Detection, facts: LogFacts) -> Iterator[Verdict]:
    least = detection.needs.version
    if not least:
        return
    if not facts.version:
        yield CoverageState.UNKNOWN, f"the API server's version is not told, it needs {least} or later"
    elif facts.version < _numbers(least):
        yield CoverageState.BLIND, f"the API server is {'.'.join(map(str, facts.version))}, it needs {least} or later"


def _provider(detection: Detection, facts: LogFacts) -> Iterator[Verdict]:
    wanted = detection.needs.provider
    if wanted and not facts.providers.intersection(wanted):
        state = CoverageState.BLIND if facts.providers else CoverageState.UNKNOWN
        yield state, f"nothing tells that the cluster runs on {' or '.join(wanted)}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.removeprefix("version ").split(".") if part.isdigit())


def _listed(resources: Iterable[str]) -> str:
    names = sorted(resources)
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more} {'is' if len(names) == 1 else 'are'}"
