"""Batches that wait for the detections.

Several processes may look at batches: they take the oldest in turns, and whoever has it is left alone with it for as
long as it shows a sign of life. So the detections of a batch run once, and batches are looked at in order.
"""

import socket
import uuid
from dataclasses import dataclass

from graphsvc.graph.process import ProcessMark, is_alive, own_mark
from graphsvc.graph.store import Store, Transaction

_TOGETHER = 5_000  # calls of batches that are looked at as one, as many as a batch of a file has
LEASE = 30.0  # seconds without a sign of life after which somebody else begins with a batch


@dataclass(frozen=True)
class WaitingBatch:
    """One batch, or several in a row. `calls` and `paths` are parallel: which path each new call took."""

    ids: list[int]
    cluster: str
    learn: bool
    calls: list[str]
    paths: list[int]

    @property
    def id(self) -> int:
        return self.ids[0]


@dataclass(frozen=True)
class Backlog:
    """`since`: when the oldest that waits was written, in milliseconds; 0 when none does. `set_aside` do not wait."""

    waiting: int
    since: int
    set_aside: int


def backlog(store: Store) -> Backlog:
    return Backlog(*store.read("batches_waiting")[0])


def new_claimant() -> str:
    """A name for whoever looks at batches: others on the same machine see by it whether its process still lives."""
    mark = own_mark()
    return "|".join((socket.gethostname(), str(mark.pid), mark.birth, uuid.uuid4().hex))


def _is_free(holder: str, claimant: str) -> bool:
    return holder in ("", claimant) or _is_gone(holder)


def _is_gone(claimant: str) -> bool:
    """Of another machine's process nobody knows: it is waited for until its time is over."""
    host, pid, birth, _ = claimant.split("|")
    return host == socket.gethostname() and not is_alive(ProcessMark(int(pid), birth))


def claim_oldest(store: Store, claimant: str) -> WaitingBatch | None:
    """The oldest batch that waits, for this claimant alone; None when none does, or another one is at work on it.

    What waits right behind it comes with it, for small batches cost as much as large ones; but each that somebody began
    with before comes alone, so that one that fails takes no others along.
    """
    holders = store.read("oldest_claim")
    if not holders or not _is_free(holders[0][0], claimant):
        return None  # without taking the turn: who waits looks often
    return store.write(lambda tx: _claim(tx, claimant))


def _claim(tx: Transaction, claimant: str) -> WaitingBatch | None:
    tx.run("hold_turn")
    for *batch, holder in tx.run("oldest_batches", calls=_TOGETHER):
        if _is_free(holder, claimant):
            found = WaitingBatch(*batch)
            _hold(tx, found, claimant, LEASE)
            return found
    return None


def hold(store: Store, batch: WaitingBatch, claimant: str) -> None:
    """A sign of life: the work on a batch goes on."""
    store.write(lambda tx: _hold(tx, batch, claimant, LEASE))


def release(store: Store, batch: WaitingBatch, claimant: str) -> None:
    """Leave a batch to whoever comes next."""
    store.write(lambda tx: _hold(tx, batch, claimant, 0))


def _hold(tx: Transaction, batch: WaitingBatch, claimant: str, seconds: float) -> None:
    tx.run("claim_batches", ids=batch.ids, claimant=claimant, lease=int(seconds * 1_000))


def set_aside(store: Store, batch: WaitingBatch, problem: str) -> None:
    """Nobody can look at it: it stays, with why, and does not keep others waiting."""
    store.write(lambda tx: tx.run("set_aside_batches", ids=batch.ids, problem=problem[:1_000]))


def resume(store: Store) -> int:
    """Let batches that were set aside wait again; returns how many."""
    return int(store.write(lambda tx: tx.run("resume_batches"))[0][0])
