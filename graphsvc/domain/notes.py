"""What annotations say, read once for all calls that have the same: few different ones make most of a log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from graphsvc.domain.command import GOOGLE_COMMAND
from graphsvc.domain.event import parse_annotations
from graphsvc.domain.identity import login_detail
from graphsvc.domain.path import name, plain
from graphsvc.domain.truncation import TRUNCATED

_USUAL = 2_000  # bytes of annotations; whoever has longer ones written must not fill the memory
_MOST = 30
_LONGEST = 4_000  # characters

_REPORTED_LOST = "graphsvc/reported-lost"
_GOOGLE_DRY_RUN = "command.gke.io/dryRun"
_DEPRECATED, _REMOVED = "k8s.io/deprecated", "k8s.io/removed-release"
_NAMED = {
    "authorization.k8s.io/decision": "decision",
    "authorization.k8s.io/reason": "decision_reason",
    "authentication.kubernetes.io/issued-credential-id": "issued_credential",
    _REMOVED: "removed_release",
}
# Said elsewhere on the call, or of no use to anybody.
_TOLD = frozenset({*_NAMED, GOOGLE_COMMAND, TRUNCATED})


@dataclass(frozen=True, eq=False)
class Notes:
    """`properties` are what a call keeps of them. `command` is what Google says was run, `login` who somebody that logs
    in claims to be. `unread`: where those stand that could not be read, such as `.annotations.x`.
    """

    properties: Mapping[str, str | bool | list[str]] = field(default_factory=dict)
    command: str = ""
    is_dry_run: bool = False
    login: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_notes(raw: bytes) -> Notes:
    """Raises MalformedRecord for what is no JSON."""
    return _remembered(raw) if len(raw) <= _USUAL else _read(raw)


def _read(raw: bytes) -> Notes:
    notes, unread = parse_annotations(raw) if raw else ({}, ())
    return Notes(
        properties=_properties(notes),
        command=notes.get(GOOGLE_COMMAND, ""),
        is_dry_run=notes.get(_GOOGLE_DRY_RUN) == "true",
        login=tuple(map(name, login_detail(notes))),
        unread=unread,
    )


_remembered = lru_cache(maxsize=4_096)(_read)


def _properties(notes: Mapping[str, str]) -> dict[str, str | bool | list[str]]:
    """Those that the API server writes have a property each, the others are listed; absent ones are left out."""
    # That a version goes away is told by when it does, where the API server knows.
    told = _TOLD | {_DEPRECATED} if notes.get(_REMOVED) else _TOLD
    others = [f"{key}={text}" for key, text in sorted(notes.items()) if key not in told][:_MOST]
    values: dict[str, str | bool | list[str]] = {
        **{property_: plain(notes.get(key, "")[:_LONGEST]) for key, property_ in _NAMED.items()},
        "notes": [plain(other[:_LONGEST]) for other in others],
        "truncated": notes.get(TRUNCATED) == "true",
        "reported_lost": notes.get(_REPORTED_LOST) == "true",
    }
    return {key: value for key, value in values.items() if value}
