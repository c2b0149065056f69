"""Goes round the sources that are followed, and waits for a database or disk that is away."""

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from graphsvc.errors import Unreadable

_POLL = 0.5  # seconds of quiet before the sources are asked again
_PAUSE = 5.0  # seconds before the database is tried again


class Followed(Protocol):
    """`round` takes what is new, a piece at a time; False when nothing was."""

    def round(self, stop: threading.Event) -> bool: ...


def follow_once(sources: Sequence[Followed], stop: threading.Event) -> float:
    """Each source once; returns for how many seconds there is nothing to do."""
    took = [source.round(stop) for source in sources]
    return 0 if any(took) else _POLL


def follow(sources: Sequence[Followed], stop: threading.Event, on_pause: Callable[[Exception, float], None]) -> None:
    """Until it is told to stop, whatever goes wrong; raises Unreadable for what cannot be followed at all."""
    while not stop.is_set():
        try:
            rest = follow_once(sources, stop)
        except Unreadable:
            raise
        except Exception as error:  # noqa: BLE001  # nobody else follows these: it goes on when the cause is gone
            on_pause(error, _PAUSE)
            rest = _PAUSE
        stop.wait(rest)
