"""Who called, read once for all calls of one caller: few users make most of a log's calls, in the same words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from graphsvc.domain.event import parse_user
from graphsvc.domain.identity import (
    cloud_user,
    cloud_user_detail,
    group_set,
    impersonation_detail,
    token_detail,
)
from graphsvc.domain.path import name, names

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


def read_caller(raw: bytes) -> Caller:
    """The caller that an event's `user` describes; raises MalformedRecord."""
    return _remembered(raw) if len(raw) <= _USUAL else _read(raw)


def read_impersonated(raw: bytes) -> tuple[str, Properties]:
    """Name of the user that was impersonated, and what a call keeps of it beyond that; raises MalformedRecord."""
    if not raw or raw == b"null":
        return "", {}
    user = parse_user(raw, "impersonatedUser")
    return name(user.username, 500), _plain(impersonation_detail(user))


def _read(raw: bytes) -> Caller:
    user = parse_user(raw)
    detail = [f"{key}={value}" for key, value in cloud_user_detail(user).items()]
    return Caller(
        username=user.username or "",
        name=name(user.username, 500),
        groups=names(group_set(user.groups)),
        cloud_user=name(cloud_user(user), 500),
        properties=({"cloud_user_detail": detail} if detail else {}) | _plain(token_detail(user)),
    )


_remembered = lru_cache(maxsize=4_096)(_read)


def _plain(values: Properties) -> dict[str, str | list[str]]:
    return {key: [name(v) for v in value] if isinstance(value, list) else name(value) for key, value in values.items()}
