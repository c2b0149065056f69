"""Who is it? One answer for a header with a token, a cookie of a session, and a link that signs in once."""

import base64
import binascii
import getpass
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graphsvc.access.attempts import Attempts
from graphsvc.access.company import CompanyLogin, Pending
from graphsvc.access.links import Links
from graphsvc.access.sessions import Session, Sessions
from graphsvc.access.tokens import Token, Tokens, now_ms
from graphsvc.domain.viewer import Role, Viewer
from graphsvc.errors import NotSignedIn
from graphsvc.graph.private_file import kept_secret

LOCAL = "local"  # whoever may read the data folder: graphsvc's own commands, and who started the service


def local_token(folder: Path) -> str:
    """What commands on this machine show: who can read that file can read the archive, too."""
    return kept_secret(folder / "cli_token")


def local_viewer() -> Viewer:
    return Viewer(LOCAL, _account(), Role.ADMIN)


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # containers run as numbers that have no name
        return LOCAL


@dataclass(frozen=True)
class Entered:
    """`session` where a cookie said who it is."""

    viewer: Viewer
    session: Session | None = None


class Entry:
    """`company` is its own login, where there is one."""

    def __init__(
        self,
        folder: Path,
        tokens: Tokens,
        sessions: Sessions,
        company: CompanyLogin | None = None,
        now: Callable[[], int] = now_ms,
    ) -> None:
        self.tokens, self.sessions = tokens, sessions
        self.links, self.attempts = Links(now), Attempts(now)
        self._local = local_token(folder)
        self.company = company

    def enter(self, authorization: str, cookie: str) -> Entered:
        """By the header, else by the cookie; raises NotSignedIn. May wait for another server: not for event loops."""
        if authorization:
            return Entered(self.viewer_of(token_in(authorization)))
        if cookie and (session := self.sessions.of_cookie(cookie)) and (viewer := self._viewer_of(session)):
            return Entered(viewer, session)
        raise NotSignedIn("the session has ended: sign in again" if cookie else "sign in, or send a token")

    def viewer_of(self, text: str) -> Viewer:
        """Whose token it is; raises NotSignedIn."""
        if hmac.compare_digest(text.encode("utf-8", "replace"), self._local.encode()):
            return local_viewer()
        if token := self.tokens.of_text(text):
            return token.viewer
        if self.company and text.count(".") == 2:
            return self.company.viewer_of(text)
        raise NotSignedIn("nobody has this token, or it was revoked or has expired")

    def poster_of(self, text: str) -> Viewer:
        """The same for those who post, whom no other server has to know."""
        if text.count(".") == 2:
            raise NotSignedIn("a company's login posts nothing: make a token of the role ingest")
        return self.viewer_of(text)

    def sign_in(self, text: str, address: str) -> Viewer:
        """The viewer of a token that was typed in; raises NotSignedIn, without looking where too many were wrong."""
        return self._attempted(lambda: self.viewer_of(text), address, _name_in(text))

    def use_link(self, code: str, address: str) -> Viewer:
        def used() -> Viewer:
            if viewer := self.links.use(code):
                return viewer
            raise NotSignedIn("this link was used already, or is too old: `graphsvc login` gives another one")

        return self._attempted(used, address)

    def finish_company(self, pending: Pending, answer: Mapping[str, str], redirect_uri: str, address: str) -> Viewer:
        """Whom the company's own login sent back; raises NotSignedIn and LoginUnavailable."""
        company = self.company
        if company is None:
            raise NotSignedIn("there is no login of a company here")
        return self._attempted(lambda: company.finish(pending, answer, redirect_uri), address)

    def _attempted(self, attempt: Callable[[], Viewer], address: str, name: str = "") -> Viewer:
        """A name that all have in common is none: whoever fails with it would keep the others out."""
        keys = f"address {address}", *([f"name {name}"] if name else [])
        self.attempts.require_rested(*keys)
        try:
            viewer = attempt()
        except NotSignedIn:
            self.attempts.failed(*keys)
            raise
        self.attempts.succeeded(*keys)
        return viewer

    def _viewer_of(self, session: Session) -> Viewer | None:
        kind, _, id_ = session.who.partition(":")
        if kind == LOCAL:
            return local_viewer()
        if kind == "token":
            token: Token | None = self.tokens.get(id_)
            return token.viewer if token else None
        return session.viewer if self.company else None


def token_in(authorization: str) -> str:
    """Of `Bearer TOKEN`, or of `Basic NAME:TOKEN`, which is how addresses carry one; empty without any."""
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _name_in(text: str) -> str:
    """The part of a token that is no secret; others have no name."""
    parts = text.split("_")
    return parts[1][:16] if len(parts) > 2 else ""
