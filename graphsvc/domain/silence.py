"""When a cluster that sends what happens as it happens has fallen silent: by the clock, and by its own rhythm.

One that sends every second is silent after minutes. One whose log comes as a file every quarter of an hour is not, nor
one that sleeps at night: twice the pause that is usual for it has to be over.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low

from graphsvc.domain.moment import DAY, MINUTE

REMEMBERED = 7 * DAY  # who sent nothing for so long sends nothing any more
_DAY = DAY // MINUTE


def usual_pause(minutes: Sequence[int], now: int) -> int:
    """Milliseconds. Of each of the last days the longest pause, and of those the one in the middle.

    So a day on which nothing came for hours does not make hours usual. `minutes` since 1970, in order, are those in
    which something came.
    """
    longest: dict[int, int] = {}
    for earlier, later in pairwise(minutes):
        day = (now // MINUTE - later) // _DAY
        longest[day] = max(longest.get(day, 0), later - earlier)
    return median_low(longest.values()) * MINUTE if longest else 0


def silent_since(minutes: Sequence[int], now: int, *, least: int, started: int) -> int | None:
    """When something came last, if that is too long ago; None when it is not.

    `least` milliseconds have to be over at least, and what was before `started` does not count: nobody listened.
    """
    if not minutes:
        return None
    heard = (minutes[-1] + 1) * MINUTE
    limit = max(least, 2 * usual_pause(minutes, now))
    return heard if now - max(heard, started) > limit and heard > now - REMEMBERED else None
