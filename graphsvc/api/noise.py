"""What the service drops as noise, and why: the rules that were read at its start, and what it always drops."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from graphsvc.api import types
from graphsvc.domain.noise import OLDER_THAN_KEPT, OLDER_THAN_KEPT_TITLE, NoiseRule
from graphsvc.graph.read.reader import NoiseSummary
from graphsvc.ingest.record.wrapping import FOREIGN, KLOG_LINES

# Counted as noise without being a rule of a file, so that there is no switch.
_FIXED = {
    KLOG_LINES: "Lines of the API server's own log among audit records",
    FOREIGN: "Records of other categories in a stream of audit records",
    OLDER_THAN_KEPT: OLDER_THAN_KEPT_TITLE,
}


@dataclass(frozen=True)
class NoiseRules:
    """Every rule, in the order in which they are asked, and the names of those that are on."""

    rules: tuple[NoiseRule, ...]
    on: frozenset[str]

    def listed(self) -> Iterator[types.NoiseRule]:
        for rule in self.rules:
            yield types.NoiseRule(on=rule.name in self.on, fixed=False, **_lists(rule))
        for name, title in _FIXED.items():
            yield types.NoiseRule(on=True, fixed=True, **_lists(NoiseRule(name, title)))

    def counts(self, found: Iterable[NoiseSummary]) -> list[types.NoiseCount]:
        titles = {rule.name: rule.title for rule in self.rules} | _FIXED
        return [
            types.NoiseCount(rule=n.rule, title=titles.get(n.rule, n.rule), calls=n.calls, by_hour=n.by_hour)
            for n in found
        ]


def _lists(rule: NoiseRule) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(rule).items()}
