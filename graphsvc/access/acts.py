"""Who did what to graphsvc itself: sign-ins, denials, tokens made and revoked, whole bodies looked at.

An act is a line of the log and a line of a file, at once; a running service makes `:Act` nodes of the file. The same
again within a minute is counted, not told: whoever knocks a thousand times a second fills no disk.
"""

import secrets
import threading
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import msgspec
import structlog

from graphsvc.access.tokens import now_ms
from graphsvc.domain.moment import MINUTE
from graphsvc.domain.path import name, plain
from graphsvc.domain.viewer import Viewer
from graphsvc.graph.private_file import private_folder
from graphsvc.graph.server.file_lock import file_lock

_MOST_AT_ONCE = 1_000  # different acts within a minute; of further ones the log alone tells
_LONGEST = 300

log = structlog.get_logger()


class Did(StrEnum):
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    TURNED_AWAY = "turned_away"
    READ_BODY = "read_body"
    MADE_TOKEN = "made_token"  # noqa: S105  # no token
    REVOKED_TOKEN = "revoked_token"  # noqa: S105
    STARTED = "started"
    CHANGED_DETECTIONS = "changed_detections"


class Act(msgspec.Struct, frozen=True):
    """`who` is empty for nobody; `on` is what it was done to, never a secret. Of `times` the last was at `time`."""

    id: str
    time: int
    who: str
    name: str
    did: Did
    on: str
    address: str
    times: int


_Key = tuple[str, Did, str, str]


class ActBook:
    """For several threads and processes."""

    def __init__(self, folder: Path, now: Callable[[], int] = now_ms) -> None:
        self._file = folder / "acts.ndjson"
        self._lock_file = folder / "acts.lock"
        self._taken = folder / "acts.taken.ndjson"
        self._now = now
        self._lock = threading.Lock()
        self._told: dict[_Key, int] = {}  # when
        self._again: dict[_Key, Act] = {}

    def note(self, did: Did, by: Viewer | None, *, on: str = "", address: str = "") -> None:
        who, called = (by.id, by.name) if by else ("", "")
        act = Act(secrets.token_hex(8), self._now(), who, called, did, name(plain(on), _LONGEST), address[:64], 1)
        key = (who, did, act.on, act.address)
        with self._lock:
            if act.time - self._told.get(key, -MINUTE) < MINUTE or len(self._told) >= _MOST_AT_ONCE:
                times = self._again[key].times if key in self._again else 0
                if times or len(self._again) < _MOST_AT_ONCE:
                    self._again[key] = msgspec.structs.replace(act, times=times + 1)
                return
            self._told[key] = act.time
        log.info("act", did=did, who=who, name=called, on=act.on, address=act.address)
        self._append([act])

    def waiting(self) -> list[Act]:
        """What no graph has yet; `settled` says that one has it."""
        self._tell_repeats()
        with file_lock(self._lock_file):
            if not self._taken.exists() and self._file.exists():
                self._file.rename(self._taken)
            lines = self._taken.read_bytes().splitlines() if self._taken.exists() else []
        return [act for line in lines if (act := _read(line))]

    def settled(self) -> None:
        self._taken.unlink(missing_ok=True)

    def _tell_repeats(self) -> None:
        now = self._now()
        with self._lock:
            over = {key for key, at in self._told.items() if now - at >= MINUTE}
            self._told = {key: at for key, at in self._told.items() if key not in over}
            ready = [act for key, act in self._again.items() if key not in self._told]
            self._again = {key: act for key, act in self._again.items() if key in self._told}
        self._append(ready)

    def _append(self, acts: list[Act]) -> None:
        if not acts:
            return
        private_folder(self._file.parent)
        with file_lock(self._lock_file):
            fresh = not self._file.exists()
            with self._file.open("ab") as out:
                if fresh:
                    self._file.chmod(0o600)
                out.writelines(msgspec.json.encode(act) + b"\n" for act in acts)


def _read(line: bytes) -> Act | None:
    """None for half a line, which a machine left that lost its power."""
    try:
        return msgspec.json.decode(line, type=Act)
    except msgspec.DecodeError:
        return None
