"""Who uses the server of a data folder: what lets commands share one server and the last of them stop it."""

import itertools
import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

from graphsvc.graph.process import ProcessMark, is_alive, own_mark
from graphsvc.graph.server.file_lock import file_lock

_tickets = itertools.count()


@dataclass(frozen=True)
class RunningServer:
    process: ProcessMark
    bolt_port: int
    http_port: int
    stays: bool
    """Started by hand: it does not end with its last user."""
    asks_nobody: bool = False
    """Runs without login, while its password is set anew and no longer."""


class Register:
    """Files below `run/`. Whoever was killed leaves some behind; they are told by pid and start time, and removed."""

    def __init__(self, run: Path) -> None:
        self._run = run
        self._server = run / "server.json"
        self._users = run / "users"

    def lock(self) -> AbstractContextManager[None]:
        return file_lock(self._run / "lock")

    def server(self) -> RunningServer | None:
        try:
            fields = json.loads(self._server.read_text())
            server = RunningServer(**{**fields, "process": ProcessMark(**fields["process"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return server if is_alive(server.process) else None

    def record(self, server: RunningServer) -> None:
        _write_whole(self._server, asdict(server))

    def forget_server(self) -> None:
        self._server.unlink(missing_ok=True)

    def enter(self) -> Path:
        """One file for each use: a process may use the same server twice."""
        self._users.mkdir(parents=True, exist_ok=True)
        ticket = self._users / f"{os.getpid()}-{next(_tickets)}"
        _write_whole(ticket, asdict(own_mark()))
        return ticket

    def users(self) -> tuple[int, ...]:
        return tuple(sorted({mark.pid for _, mark in self._tickets() if mark and is_alive(mark)}))

    def remove_stale_users(self) -> None:
        for ticket, mark in self._tickets():
            if mark is None or not is_alive(mark):
                ticket.unlink(missing_ok=True)

    def _tickets(self) -> Iterator[tuple[Path, ProcessMark | None]]:
        for ticket in sorted(self._users.glob("[0-9]*")):
            try:
                yield ticket, ProcessMark(**json.loads(ticket.read_text()))
            except (OSError, ValueError, TypeError):
                yield ticket, None


def _write_whole(path: Path, content: dict[str, object]) -> None:
    """A reader without the lock sees the old file or the new one, never a half."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(json.dumps(content))
    half.replace(path)
