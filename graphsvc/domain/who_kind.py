"""Who is who by name, on every platform: identities.toml, read once. Nothing else looks at raw usernames for that."""

import re
import tomllib
from collections.abc import Iterable
from fnmatch import translate
from functools import lru_cache
from importlib.resources import files
from typing import Literal

WhoKind = Literal["unknown", "anonymous", "bootstrap", "node", "controlplane", "platform", "serviceaccount", "person"]

UNKNOWN = "<unknown>"  # who was cut away, or stands in a shape that nobody can read: not anonymous, not nobody
_ACCOUNT = "system:serviceaccount:"


_TABLES = tomllib.loads(files(__package__).joinpath("identities.toml").read_text(encoding="utf-8"))


def _patterns() -> dict[str, re.Pattern[str]]:
    """One pattern a kind, of the globs of all platforms."""
    tables = _TABLES.values()
    kinds = {kind for table in tables for kind in table}
    return {kind: re.compile("|".join(translate(g) for t in tables for g in t.get(kind, ()))) for kind in kinds}


_GLOBS = _patterns()
_PLATFORMS = {
    name: re.compile("|".join(translate(glob) for kind in ("controlplane", "platform") for glob in table.get(kind, ())))
    for name, table in _TABLES.items()
    if name != "kubernetes"
}


def _fits(kind: str, text: str) -> bool:
    return bool(_GLOBS[kind].match(text))


@lru_cache(maxsize=65_536)
def kind_of(name: str, groups: tuple[str, ...] | None = None) -> WhoKind:
    """By name, and by groups where they are known. Controllers count as the control plane here: see `standing`.

    Nodes and bootstrap tokens are in a group that says so: a name alone can be had by whoever signs certificates.
    """
    kinds: dict[WhoKind, bool] = {
        "unknown": name == UNKNOWN,
        "anonymous": not name or _fits("anonymous", name),
        "bootstrap": _fits("bootstrap", name) and _is_among(groups, "bootstrap_groups"),
        "node": _fits("node", name) and _is_among(groups, "node_groups"),
        "controlplane": _fits("controlplane", name) or _fits("controllers", name),
        "platform": _fits("platform", name),
        "serviceaccount": name.startswith(_ACCOUNT),
    }
    return next((kind for kind, fits in kinds.items() if fits), "person")


@lru_cache(maxsize=65_536)
def platforms_of(name: str) -> tuple[str, ...]:
    """Platforms that have an identity of this name: eks, gke …"""
    return tuple(platform for platform, globs in _PLATFORMS.items() if globs.match(name))


def is_controller(name: str) -> bool:
    """Whether it is an account of the control plane whose token can be carried off."""
    return _fits("controllers", name) or (name.startswith(_ACCOUNT) and _fits("controlplane", name))


@lru_cache(maxsize=16_384)
def is_system_namespace(namespace: str) -> bool:
    return bool(namespace) and _fits("system_namespaces", namespace)


def _is_among(groups: Iterable[str] | None, kind: str) -> bool:
    return groups is None or any(_fits(kind, group) for group in groups)
