"""Tokens that people, scripts and API servers show: made once, told once, kept as hashes.

They are 256 random bits, which nobody guesses: a fast hash keeps them as well as a slow one would keep a password.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from graphsvc.domain.moment import DAY
from graphsvc.domain.viewer import Role, Scope, Viewer
from graphsvc.errors import InputError, SettingsError
from graphsvc.graph.private_file import write_private
from graphsvc.graph.server.file_lock import file_lock

_PREFIX = "gsvc"  # by which scanners of secrets know them
_LONGEST_NAME = 100


class Token(msgspec.Struct, frozen=True):
    """As it is kept. Times are milliseconds since 1970; `expires` 0: never. None of clusters or namespaces: all."""

    id: str
    name: str
    role: Role
    hash: str
    created: int
    expires: int = 0
    clusters: list[str] | None = None
    namespaces: list[str] | None = None

    @property
    def viewer(self) -> Viewer:
        return Viewer(f"token:{self.id}", self.name, self.role, Scope.of(self.clusters, self.namespaces))

    def has_expired(self, now: int) -> bool:
        return bool(self.expires) and now >= self.expires


def now_ms() -> int:
    return time.time_ns() // 1_000_000


class Tokens:
    """The tokens of a data folder. Processes may share it: what one adds or revokes the others see at once."""

    def __init__(self, folder: Path, now: Callable[[], int] = now_ms) -> None:
        self._file = folder / "tokens.json"
        self._now = now
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._known: dict[str, Token] = {}

    def new(self, name: str, role: Role, scope: Scope, days: int = 0) -> tuple[Token, str]:
        """The token, and the text that is never told again; raises InputError."""
        _require_fit(name, role, scope, days)
        secret, now = secrets.token_urlsafe(32), self._now()
        token = Token(
            id=secrets.token_hex(4),
            name=name,
            role=role,
            hash=_hash(secret),
            created=now,
            expires=now + days * DAY if days else 0,
            **scope.lists,
        )
        self._change(lambda known: {**known, token.id: token})
        return token, f"{_PREFIX}_{token.id}_{secret}"

    def all(self) -> list[Token]:
        """Oldest first, those that have expired too."""
        return sorted(self._current().values(), key=lambda token: (token.created, token.id))

    def revoke(self, id_: str) -> bool:
        """Whether there was such a token."""
        if id_ not in self._current():
            return False
        self._change(lambda known: {key: token for key, token in known.items() if key != id_})
        return True

    def get(self, id_: str) -> Token | None:
        """Unless it has expired."""
        token = self._current().get(id_)
        return None if token is None or token.has_expired(self._now()) else token

    def of_text(self, text: str) -> Token | None:
        """The token that somebody shows."""
        prefix, _, rest = text.partition("_")
        id_, _, secret = rest.partition("_")
        token = self.get(id_) if prefix == _PREFIX else None
        given = _hash(secret)
        return token if hmac.compare_digest(token.hash if token else _hash(""), given) else None

    def _current(self) -> dict[str, Token]:
        with self._lock:
            try:
                found = self._file.stat()
            except FileNotFoundError:
                self._seen, self._known = None, {}
                return self._known
            if self._seen != (found.st_mtime_ns, found.st_ino):
                self._known = self._read()
                self._seen = (found.st_mtime_ns, found.st_ino)
            return self._known

    def _read(self) -> dict[str, Token]:
        try:
            return {token.id: token for token in msgspec.json.decode(self._file.read_bytes(), type=list[Token])}
        except FileNotFoundError:
            return {}
        except msgspec.DecodeError as error:
            raise SettingsError(f"{self._file}: {error}; remove it, and make new tokens") from None

    def _change(self, change: Callable[[dict[str, Token]], dict[str, Token]]) -> None:
        with file_lock(self._file.with_suffix(".lock")):
            write_private(self._file, msgspec.json.format(msgspec.json.encode(list(change(self._read()).values()))))


def _require_fit(name: str, role: Role, scope: Scope, days: int) -> None:
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InputError(f"a token needs a name of 1 to {_LONGEST_NAME} characters")
    if days < 0:
        raise InputError("a token lasts a number of days; 0: for ever")
    if role is Role.INGEST and (scope.clusters is None or len(scope.clusters) != 1 or scope.namespaces is not None):
        raise InputError("a token of the role ingest posts for one cluster: name it, and no namespaces")
    if any(not names or not all(names) for names in (scope.clusters, scope.namespaces) if names is not None):
        raise InputError("clusters and namespaces have names; leave them out for all there are")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
