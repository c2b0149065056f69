"""Clocks that are wrong: a call cannot have come after it was archived, nor before there was any Kubernetes.

Such a call is put to the moment at which it was received here, and keeps what its event claims. That moment differs
when the event comes again, so the hash in a call's id, which does not depend on it, tells the two are one.
"""

from dataclasses import replace

from graphsvc.domain.call import Call
from graphsvc.domain.moment import to_text

FIRST_POSSIBLE = 1_402_012_800_000  # 6 June 2014, Kubernetes' first commit
_TOLERATED = 60_000  # milliseconds that honest clocks differ by

CLAIMED = "claimed_time"


def is_possible(moment: int, received: int) -> bool:
    return FIRST_POSSIBLE <= moment <= received + _TOLERATED


def with_possible_time(call: Call, received: int) -> Call:
    """The call, or the same at `received` (milliseconds) when its own time cannot be."""
    if is_possible(call.time, received):
        return call
    claimed = {CLAIMED: to_text(call.time)}
    return replace(moved(call, received), properties={**call.properties, **claimed})


def is_skewed(call: Call) -> bool:
    return CLAIMED in call.properties


def moved(call: Call, time: int) -> Call:
    """The call at another time: under the same hash, in another place of the order."""
    return replace(call, id=f"{time:012x}{hash_of(call)}", time=time)


def hash_of(call: Call) -> str:
    return call.id[12:]
