"""Requests that an API server began with: each should end, and a receipt tells how many did not.

The event of a request that was received says nothing that a later stage does not, but for that.
"""

from dataclasses import dataclass

from msgspec import UNSET

from graphsvc.domain.call import Call, call_id, received_at
from graphsvc.domain.caller import read_caller
from graphsvc.domain.event import AuditEvent
from graphsvc.domain.moment import HOUR

Request = tuple[int, int]  # the hour in which it was received, and 62 bits of its call's hash

_STARTED = 1  # of STAGE_BITS: an answer that has begun is none that ended


@dataclass(frozen=True)
class Begun:
    """`id` is that of the call that it becomes."""

    id: str
    time: int


def read_begun(event: AuditEvent, cluster: str) -> Begun:
    """Raises MalformedRecord without a readable time."""
    received = received_at(event)
    caller = read_caller(b"" if event.user is UNSET else bytes(event.user))
    return Begun(call_id(event, cluster, caller.username, received), received)


def request_of(one: Begun | Call) -> Request:
    return one.time // HOUR, int(one.id[12:], 16) >> 2


def has_ended(stages: int) -> bool:
    """By the sum of the stages that were seen."""
    return stages & ~_STARTED > 0
