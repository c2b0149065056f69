"""Names a process so that it is never taken for a later one with the same number."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_POLL = 0.05


@dataclass(frozen=True)
class ProcessMark:
    pid: int
    birth: str
    """When it started, in whatever form the system tells it; only compared for equality."""


def mark_of(pid: int) -> ProcessMark | None:
    """None when no such process lives; a zombie does not live."""
    birth = _birth_from_proc(pid) if (_PROC / "self").exists() else _birth_from_ps(pid)
    return ProcessMark(pid, birth) if birth else None


def own_mark() -> ProcessMark:
    mark = mark_of(os.getpid())
    assert mark is not None, "a running process sees itself"
    return mark


def is_alive(mark: ProcessMark) -> bool:
    return mark_of(mark.pid) == mark


def end(mark: ProcessMark, patience: float) -> None:
    """Asks politely, waits, then kills."""
    _signal(mark, signal.SIGTERM)
    if not _gone_within(mark, patience):
        kill(mark)


def kill(mark: ProcessMark) -> None:
    _signal(mark, signal.SIGKILL)
    _gone_within(mark, 30)


def _gone_within(mark: ProcessMark, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(mark):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL)
    return True


def _signal(mark: ProcessMark, number: signal.Signals) -> None:
    if not is_alive(mark):
        return
    try:
        os.kill(mark.pid, number)
    except ProcessLookupError:
        return


def _birth_from_proc(pid: int) -> str | None:
    try:
        # The command name, the second field, may itself hold blanks and parentheses.
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    state, threads, ticks_since_boot = fields[0], int(fields[17]), fields[19]
    # A killed process is a zombie at once, but holds its ports and files until its last other thread has ended.
    ended = state in "ZX" and threads <= 1
    return None if ended else f"{boot} {ticks_since_boot}"


def _birth_from_ps(pid: int) -> str | None:
    command = ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a number is all it takes
    state, _, birth = answer.stdout.strip().partition(" ")
    return birth.strip() if birth and not state.startswith("Z") else None
