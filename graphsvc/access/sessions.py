"""Sessions of browsers: a signed cookie says whose it is, and a small file which of them have ended.

What a token may do is asked anew each time, so a revoked token ends its sessions. Of a company's login the session
itself says what its owner may do.
"""

import hashlib
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from graphsvc.access.tokens import now_ms
from graphsvc.domain.moment import MINUTE
from graphsvc.domain.viewer import Role, Scope, Viewer
from graphsvc.graph.private_file import kept_secret, write_private
from graphsvc.graph.server.file_lock import file_lock

_WHILE = 600  # seconds


class Session(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the cookie holds, in letters as short as headers like them. Times are milliseconds since 1970."""

    id: str
    who: str
    name: str
    role: Role
    began: int
    seen: int
    clusters: list[str] | None = None
    namespaces: list[str] | None = None

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.who, self.name, self.role, Scope.of(self.clusters, self.namespaces))


class Sessions:
    """`idle` and `longest` in milliseconds: without a request for so long, or after so long, a session has ended."""

    def __init__(self, folder: Path, *, idle: int, longest: int, now: Callable[[], int] = now_ms) -> None:
        self._ended_file = folder / "ended_sessions.json"
        self._idle, self._longest, self._now = idle, longest, now
        key, strong = kept_secret(folder / "session_key"), {"digest_method": hashlib.sha256}
        self._signer = URLSafeSerializer(key, salt="session", signer_kwargs=strong)
        self._while = URLSafeTimedSerializer(key, salt="while", signer_kwargs=strong)
        self._ended = self._read()

    @property
    def longest_seconds(self) -> int:
        return self._longest // 1_000

    def begin(self, viewer: Viewer) -> str:
        """The cookie of a new session."""
        now, id_ = self._now(), secrets.token_urlsafe(16)
        return self._signed(Session(id_, viewer.id, viewer.name, viewer.role, now, now, **viewer.scope.lists))

    def of_cookie(self, cookie: str) -> Session | None:
        """None for one that is none of ours, or has ended."""
        try:
            session = msgspec.convert(self._signer.loads(cookie), Session)
        except (BadSignature, msgspec.ValidationError):
            return None
        now = self._now()
        is_over = now - session.seen >= self._idle or now - session.began >= self._longest
        ended = max(self._ended.get(session.id, -1), self._ended.get(session.who, -1))
        return None if is_over or ended >= session.began else session

    def renewed(self, session: Session) -> str | None:
        """The cookie of a session that goes on; None while the one it has will do."""
        now = self._now()
        return self._signed(msgspec.structs.replace(session, seen=now)) if now - session.seen >= MINUTE else None

    def keep_for_a_while(self, value: Any) -> str:
        """What a browser is to bring back within ten minutes, signed."""
        return str(self._while.dumps(value))

    def brought_back(self, text: str) -> Any:
        """None for what is none of ours, or too old."""
        try:
            return self._while.loads(text, max_age=_WHILE)
        except BadSignature:
            return None

    def end(self, session: Session, *, everywhere: bool = False) -> None:
        """One session, or all that its owner has begun until now."""
        now = self._now()
        with file_lock(self._ended_file.with_suffix(".lock")):
            known = {key: at for key, at in self._read().items() if now - at < self._longest}
            known[session.who if everywhere else session.id] = now
            write_private(self._ended_file, msgspec.json.encode(known))
            self._ended = known

    def _signed(self, session: Session) -> str:
        return str(self._signer.dumps(msgspec.to_builtins(session)))

    def _read(self) -> dict[str, int]:
        try:
            return msgspec.json.decode(self._ended_file.read_bytes(), type=dict[str, int])
        except FileNotFoundError:
            return {}
