"""Who called, read once for all calls of one caller: few users make most of a log's calls, in the same words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from graphsvc.domain.event import UserInfo, parse_user
from graphsvc.domain.identity import (
    cloud_user,
    cloud_user_detail,
    group_set,
    impersonation_detail,
    token_detail,
)
from graphsvc.domain.path import name, names
from graphsvc.domain.who_kind import UNKNOWN

Properties = Mapping[str, str | list[str]]

_USUAL = 2_000  # bytes of a user; whoever sends longer ones must not fill the memory


@dataclass(frozen=True, eq=False)
class Caller:
    """`username` is whole, `name` fit for a key. `properties` are what a call keeps of its caller beyond its path."""

    username: str
    name: str
    groups: tuple[str, ...]
    cloud_user: str
    properties: Properties
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Impersonated:
    """Whom a caller acted as; an empty name: nobody."""

    name: str = ""
    properties: Properties = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def read_caller(raw: bytes) -> Caller:
    """The caller that an event's `user` describes; unknown where that is no user, or was cut away."""
    return _remembered(raw) if len(raw) <= _USUAL else _read(raw)


_NOBODY = Impersonated()


def read_impersonated(raw: bytes) -> Impersonated:
    if not raw or raw == b"null":
        return _NOBODY
    user = _known(parse_user(raw, "impersonatedUser"))
    return Impersonated(name(user.username, 500), _plain(impersonation_detail(user)), user.unread)


def _known(user: UserInfo) -> UserInfo:
    """Whose name nobody can read is unknown, which is not nobody."""
    nameless = any(part.partition(".")[2] in {"", "username"} for part in user.unread)
    return msgspec.structs.replace(user, username=UNKNOWN) if nameless else user


def _read(raw: bytes) -> Caller:
    user = _known(parse_user(raw))
    detail = [f"{key}={value}" for key, value in cloud_user_detail(user).items()]
    return Caller(
        username=user.username or "",
        name=name(user.username, 500),
        groups=names(group_set(user.groups)),
        cloud_user=name(cloud_user(user), 500),
        properties=({"cloud_user_detail": detail} if detail else {}) | _plain(token_detail(user)),
        unread=user.unread,
    )


_remembered = lru_cache(maxsize=4_096)(_read)


def _plain(values: Properties) -> dict[str, str | list[str]]:
    return {key: [name(v) for v in value] if isinstance(value, list) else name(value) for key, value in values.items()}
