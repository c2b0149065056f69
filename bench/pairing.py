"""Both sides in turn, in one process: what counts is the ratio of paired times, because machines are shared."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ROUNDS = 9

Work = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """Medians of ours and of each peer in milliseconds, and of the ratios of pairs: ours by theirs."""

    name: str
    ours: float
    theirs: dict[str, float]
    ratios: dict[str, float]


def timed(name: str, ours: Work, theirs: Mapping[str, Work], *, before: Work = lambda: None) -> Row:
    """Each once before the clock runs, so that nobody pays for a first time. `before` each, off the clock."""
    for work in (ours, *theirs.values()):
        _milliseconds(work, before)
    pairs: dict[str, list[tuple[float, float]]] = {peer: [] for peer in theirs}
    for _ in range(ROUNDS):
        for peer, work in theirs.items():
            pairs[peer].append((_milliseconds(ours, before), _milliseconds(work, before)))
    return Row(
        name,
        statistics.median(a for found in pairs.values() for a, _ in found),
        {peer: statistics.median(b for _, b in found) for peer, found in pairs.items()},
        {peer: statistics.median(a / b for a, b in found) for peer, found in pairs.items()},
    )


def _milliseconds(work: Work, before: Work) -> float:
    before()
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def show(title: str, rows: list[Row]) -> None:
    """A column a peer: its time, and ours by it."""
    peers = list(rows[0].theirs)
    print(f"\n{title:28}{'graphsvc':>12}" + "".join(f"{peer:>26}" for peer in peers))
    for row in rows:
        times = "".join(f"{row.theirs[peer]:13.1f} ms{row.ratios[peer]:8.2f} x" for peer in peers)
        print(f"{row.name:28}{row.ours:9.1f} ms{times}")
