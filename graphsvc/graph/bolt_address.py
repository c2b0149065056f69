"""The address of a Neo4j, which may carry a login: `bolt://user:password@host:port`.

So a login goes wherever an address goes, and is taken off before anything is shown or connected to.
"""

from dataclasses import dataclass, field
from urllib.parse import quote, unquote


@dataclass(frozen=True)
class BoltAddress:
    uri: str
    """Without the login."""
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def login(self) -> tuple[str, str] | None:
        return (self.user, self.password) if self.user else None

    @property
    def whole(self) -> str:
        """With the login, for programs alone."""
        if not self.user:
            return self.uri
        scheme, _, host = self.uri.partition("://")
        secret = f":{quote(self.password, safe='')}" if self.password else ""
        return f"{scheme}://{quote(self.user, safe='')}{secret}@{host}"


def parse_address(text: str) -> BoltAddress:
    """Everything before the last @ is the login: a password that was not encoded must not be taken for a host."""
    scheme, _, rest = text.partition("://")
    login, at, host = rest.rpartition("@")
    if not at:
        return BoltAddress(text)
    user, _, password = login.partition(":")
    return BoltAddress(f"{scheme}://{host}", unquote(user), unquote(password))
