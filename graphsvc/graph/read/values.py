"""The values of one column as a list: what a panel tells of a node, and what opens behind a `+`."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graphsvc.graph.read.dictionary import Counts
from graphsvc.graph.read.fold import Folded, Int


@dataclass(frozen=True)
class ValuePage:
    """Parallel arrays, busiest first; `total` counts all values that fit the text."""

    total: int
    names: list[str]
    classes: list[str]
    calls: Counts
    denied: Counts
    first_seen: Counts


def value_page(folded: Folded, key: str, *, text: str = "", skip: int = 0, first: int = 20) -> ValuePage:
    """Values whose name contains the text in any case; equal counts go by name."""
    number = folded.keys.index(key)
    column, counts = folded.dictionary[number], folded.columns[number]
    names = [column.names[code] for code in counts.codes.tolist()]
    wanted = text.lower()
    fits = np.array([at for at, name in enumerate(names) if wanted in name.lower()], np.int64)
    calls = counts.calls[fits]
    if len(fits) > skip + first:
        edge = np.partition(calls, len(fits) - skip - first)[len(fits) - skip - first]
        candidates: Int = fits[calls >= edge]
    else:
        candidates = fits
    order = sorted(candidates.tolist(), key=lambda at: (-int(counts.calls[at]), names[at]))[skip : skip + first]
    at = np.array(order, np.int64)
    return ValuePage(
        len(fits),
        [names[i] for i in order],
        [column.classes[code] for code in counts.codes[at].tolist()],
        counts.calls[at],
        counts.denied[at],
        counts.first_seen[at],
    )


@dataclass(frozen=True)
class CommandLine:
    """A command that was run, and who ran it where."""

    text: str
    user: str
    resource: str


def command_lines(folded: Folded, sessions: Mapping[int, list[str]]) -> list[tuple[int, CommandLine]]:
    """Distinct commands by place of the path that they were run on; `sessions` has command lines by path id."""
    snapshot = folded.snapshot
    found: dict[tuple[CommandLine, str], int] = {}
    for place, lines in zip(snapshot.to_places(list(sessions)).tolist(), sessions.values(), strict=True):
        path = snapshot.paths[place]
        for line in lines:
            found.setdefault((CommandLine(line, path.user, path.resource_name), path.action), place)
    return [(place, line) for (line, _), place in found.items()]
