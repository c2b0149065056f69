"""Clocks that are wrong: a call cannot have been made after it was posted, nor before there was any Kubernetes.

Such a call is put to the moment at which it was received here, and keeps what its event claims. That moment differs
when the event comes again, so the hash in a call's id, which does not depend on it, tells the two are one.

A file may have been recorded, or made up, by another clock than that of whoever reads it: what is a year ahead of us
cannot be, anything nearer is believed.
"""

from dataclasses import dataclass

from msgspec.structs import replace

from graphsvc.domain.call import Call
from graphsvc.domain.moment import DAY, to_text

FIRST_POSSIBLE = 1_402_012_800_000  # 6 June 2014, Kubernetes' first commit
_POSTED, _READ = 60_000, 366 * DAY  # how far clocks may be ahead of ours

CLAIMED = "claimed_time"


@dataclass(frozen=True)
class Arrival:
    """When records came, in milliseconds, and whether somebody posted them or they were read from a file."""

    received: int
    posted: bool = False

    def allows(self, moment: int) -> bool:
        return FIRST_POSSIBLE <= moment <= self.received + (_POSTED if self.posted else _READ)


def with_possible_time(call: Call, arrival: Arrival) -> Call:
    """The call, or the same at its arrival when its own time cannot be."""
    if arrival.allows(call.time):
        return call
    claimed = {CLAIMED: to_text(call.time)}
    return replace(moved(call, arrival.received), properties={**call.properties, **claimed})


def is_skewed(call: Call) -> bool:
    return CLAIMED in call.properties


def moved(call: Call, time: int) -> Call:
    """The call at another time: under the same hash, in another place of the order."""
    return replace(call, id=f"{time:012x}{hash_of(call)}", time=time)


def hash_of(call: Call) -> str:
    return call.id[12:]
