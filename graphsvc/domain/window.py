"""What thresholds and sequences remember of a key: pure, so that replays and any order of batches can be tried out.

A threshold or a sequence fires once for its key and window, with all calls that it rests on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_MOST = 500  # items remembered of one key
_MOST_CHAINS = 20


class Item(NamedTuple):
    """One call: `of` is what a threshold counts, or the step of a sequence."""

    time: int
    of: str
    call: str


@dataclass(frozen=True)
class Mark:
    """`items` in the order of time; `fired`: when it fired last, 0 for never."""

    items: tuple[Item, ...] = ()
    fired: int = 0


class Fired(NamedTuple):
    """The call that it fires on, and all that it rests on, in order. `many` is how many a threshold counted."""

    call: str
    evidence: tuple[str, ...]
    many: int


def count(mark: Mark, items: Sequence[Item], *, at_least: int, window: int) -> tuple[Mark, list[Fired]]:
    """Take in `items` of one key, count distinct `of` within the window, and fire where there are enough."""
    known = sorted(set(mark.items) | set(items))
    fired: list[Fired] = []
    last = mark.fired
    for item in sorted(items):
        within = [i for i in known if item.time - window < i.time <= item.time]
        distinct = {i.of for i in within}
        if len(distinct) >= at_least and (not last or item.time >= last + window):
            fired.append(Fired(item.call, tuple(dict.fromkeys(i.call for i in within)), len(distinct)))
            last = item.time
    return Mark(_kept(known, window), last), fired


def follow(
    mark: Mark, items: Sequence[Item], *, steps: Sequence[str], window: int, recalled: Sequence[Item] = ()
) -> tuple[Mark, list[Fired]]:
    """Take in `items` of one key, and fire where all steps came in order within the window. Steps are used up.

    Of later steps nothing is kept unless a first one is there to be followed. Those that are `recalled` were taken in
    before, when none was: they only go on from a first step that nothing was fired for since. A call that was looked up
    ahead of its turn fires once.
    """
    chains: list[tuple[Item, ...]] = _chains(mark, steps)
    fired: list[Fired] = []
    new, last = set(items), mark.fired
    for item in sorted({*new, *recalled} - set(mark.items)):
        chains = [chain for chain in chains if item.time - chain[0].time < window]
        chains, found = _step(chains, item, steps, after=0 if item in new else mark.fired)
        if found and item.time != last:
            fired.append(Fired(item.call, tuple(i.call for i in found), len(found)))
        if found:
            last, chains = item.time, []
    return Mark(tuple(item for chain in chains for item in chain), max(last, mark.fired)), fired


def _step(
    chains: list[tuple[Item, ...]], item: Item, steps: Sequence[str], *, after: int
) -> tuple[list[tuple[Item, ...]], tuple[Item, ...]]:
    """The chains after one more item, and the one that it ends. Only those that begin `after` a time can grow."""
    open_ = (chain for chain in chains if chain[0].time > after and chain[-1].time <= item.time)
    longer = next((chain for chain in open_ if steps[len(chain)] == item.of), None)
    if longer:
        whole = (*longer, item)
        if len(whole) == len(steps):
            return chains, whole
        return [*(chain for chain in chains if chain != longer), whole], ()
    return ([*chains, (item,)][-_MOST_CHAINS:] if item.of == steps[0] else chains), ()


def _chains(mark: Mark, steps: Sequence[str]) -> list[tuple[Item, ...]]:
    """As they were kept: each begins with a first step."""
    chains: list[tuple[Item, ...]] = []
    for item in mark.items:
        if item.of == steps[0] or not chains:
            chains.append((item,))
        else:
            chains[-1] = (*chains[-1], item)
    return chains


def _kept(items: Sequence[Item], window: int) -> tuple[Item, ...]:
    last = items[-1].time if items else 0
    return tuple(i for i in items if i.time > last - window)[-_MOST:]
