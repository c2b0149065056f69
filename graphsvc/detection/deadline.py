"""Gives up waiting for what Neo4j does not stop by itself.

Neo4j looks at a transaction's timeout between rows. An expression that goes through a long list, or a pattern that
tries everything, is one row: it runs on, and only whoever waits for it can stop waiting.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from graphsvc.errors import StoreError

T = TypeVar("T")


class Overdue(StoreError):
    """It may go on in the database, for nobody knows how long: it must not be asked again."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives or raises; raises Overdue when that takes longer."""
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001  # whoever waits gets it
            done.set_exception(error)

    threading.Thread(target=run, name="own-detection", daemon=True).start()
    try:
        return done.result(seconds)
    except TimeoutError:
        raise Overdue(
            f"it took longer than {seconds:.0f} s, and Neo4j does not stop it: it is asked again when its file changes"
        ) from None
