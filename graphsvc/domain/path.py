"""A path: the values that a call shares with every other call of the same kind, and the key that names them.

A path never changes, so everybody may keep it for ever. Object names and whole user agents stay out:
callers choose them freely, and each new one would be a new path.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter

from graphsvc.domain.action import DRY_RUN, FROM_START, Did, classify_action, what_was_done
from graphsvc.domain.address import classify_address
from graphsvc.domain.identity import classify_user, principal_of
from graphsvc.domain.resource import ResourceClass, classify_resource, resource_type
from graphsvc.domain.status import classify_status, status_name

SEPARATOR = "\x1f"  # cannot occur in a value: see `plain`

# The eight columns, in path order, as the page and the columnar JSON name them.
COLUMNS = ("sourceIp", "group", "cloudUser", "user", "impersonatedUser", "resource", "action", "status")
CLUSTER = "cluster"  # the column in front of them, where several clusters are shown


def plain(text: str) -> str:
    """Text of a log without control characters, which would forge separators and terminal output."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in text)


def name(text: str | None, longest: int = 300) -> str:
    """A value that becomes a key: plain, and cut where no honest name is that long. The cut part leaves its hash.

    300 characters are at most 1,200 bytes: five of them still fit a key of the database, which takes 8 kB.
    """
    text = plain(text) if text else ""
    if len(text) <= longest:
        return text
    return f"{text[: longest - 9]}…{hashlib.blake2b(text.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"


def names(texts: Iterable[str], longest: int = 1_500) -> tuple[str, ...]:
    """Names that together become one key; what does not fit any more is one last name with a hash."""
    kept = [name(text) for text in texts]
    size = len(kept)
    while len(", ".join(kept[:size])) > longest:
        size -= 1
    if size == len(kept):
        return tuple(kept)
    return (*kept[:size], name(f"{len(kept) - size} more " + "\x20".join(kept[size:]), 40))


@dataclass(frozen=True)
class Path:
    """One distinct way of calling one cluster. Empty text: the call has no such value."""

    cluster: str
    source_ip: str
    groups: tuple[str, ...]
    cloud_user: str
    user: str
    impersonated_user: str
    namespace: str
    api_group: str
    resource: str
    subresource: str
    verb: str
    action: str
    event_name: str
    code: int
    client: str

    @property
    def group(self) -> str:
        return ", ".join(self.groups)

    @property
    def resource_type(self) -> str:
        """`pods`, `/healthz`; with its group where the plural is that of another resource of Kubernetes."""
        return resource_type(self.resource, self.api_group)

    @property
    def resource_name(self) -> str:
        """`storefront/pods`, `nodes`, `/healthz`, `pods.metrics.k8s.io`."""
        return f"{self.namespace}/{self.resource_type}" if self.namespace else self.resource_type

    @property
    def did(self) -> Did:
        return what_was_done(self.verb, self.resource, self.subresource, self.code, self.action)

    @property
    def is_dry_run(self) -> bool:
        return self.action.endswith(DRY_RUN)

    @property
    def verbs(self) -> frozenset[str]:
        """The verb, and that of what it came to: a patch that made something is a create too, a watch may be a list."""
        more = {"create"} if self.did == "create" and self.verb != "post" else set()
        return frozenset({self.verb, *more, *(["list"] if self.action.endswith(FROM_START) else ())})

    @property
    def resource_class(self) -> ResourceClass:
        """By the name alone, however hostile: whoever has one name has one class."""
        return "Other" if self.resource_name.startswith("/") else classify_resource(self.resource_name.split("/")[-1])

    @property
    def status(self) -> str:
        return status_name(self.code)

    @property
    def is_error(self) -> bool:
        return self.code >= 400

    @property
    def is_denied(self) -> bool:
        return classify_status(self.code) == "denied"

    @property
    def column_values(self) -> tuple[str, ...]:
        """Values of the eight columns, empty where the call has none."""
        return (
            self.source_ip,
            self.group,
            self.cloud_user,
            self.user,
            self.impersonated_user,
            self.resource_name,
            self.action,
            self.status,
        )

    @property
    def column_classes(self) -> tuple[str, ...]:
        """Class of each column's value: what groups and icons of the page go by."""
        return (
            classify_address(self.source_ip),
            "",
            "",
            classify_user(self.user),
            classify_user(self.impersonated_user),
            self.resource_class,
            classify_action(self.verb, self.did),
            classify_status(self.code),
        )

    @cached_property
    def key(self) -> str:
        """128 bits that name the path, the same in every process and every run."""
        values = [SEPARATOR.join(v) if isinstance(v, tuple) else str(v) for v in _values(self)]
        return hashlib.blake2b("\x1e".join(values).encode(), digest_size=16).hexdigest()

    @cached_property
    def text(self) -> str:
        """What a bare search word is looked up in: the same values that `path_fields` gives field by field."""
        words = (
            self.cluster,
            self.source_ip,
            *self.groups,
            principal_of(self.cloud_user),
            self.user,
            self.impersonated_user,
            self.namespace,
            self.resource_name,
            f"{self.resource}.{self.api_group}" if self.api_group else "",
            self.action,
            self.event_name,
            self.status,
            str(self.code),
            self.client,
        )
        return SEPARATOR.join(words).lower()


_values = attrgetter(*(field.name for field in fields(Path)))
