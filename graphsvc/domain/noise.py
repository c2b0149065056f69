"""Noise rules: which calls are dropped. They look at paths only, so one answer serves a path for ever."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from graphsvc.domain.path import Path

# Not a rule of the file: the writer counts so what nobody could tell from a repeat any more.
OLDER_THAN_KEPT = "older-than-kept"
OLDER_THAN_KEPT_TITLE = "Calls older than those that are kept"


@dataclass(frozen=True)
class NoiseRule:
    """A call is dropped when every line matches. Empty lines match everything; `resources` are `name` or `name/sub`."""

    name: str
    title: str
    verbs: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    not_resources: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    not_users: tuple[str, ...] = ()
    succeeded: bool = False
    not_denied: bool = False

    def admits(self, path: Path) -> bool:
        resource = f"{path.resource_type}/{path.subresource}" if path.subresource else path.resource_type
        return (
            (not self.verbs or path.verb in self.verbs)
            and _any(resource, self.resources)
            and not (self.not_resources and _any(resource, self.not_resources))
            and _any(path.user, self.users)
            and not (self.not_users and _any(path.user, self.not_users))
            and not (self.succeeded and path.is_error)
            and not (self.not_denied and path.is_denied)
            and not path.impersonated_user
        )


def _any(text: str, globs: tuple[str, ...]) -> bool:
    return not globs or any(fnmatchcase(text, glob) for glob in globs)


def noise_filter(rules: Iterable[NoiseRule]) -> Callable[[Path], str]:
    """A function that names the rule a path falls under, or gives empty text. It remembers what it was asked."""
    ordered = tuple(rules)
    known: dict[str, str] = {}

    def rule_of(path: Path) -> str:
        name = known.get(path.key)
        if name is None:
            if len(known) > 200_000:
                known.clear()
            name = known[path.key] = next((r.name for r in ordered if r.admits(path)), "")
        return name

    return rule_of
