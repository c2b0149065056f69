"""What a search text means once it is read: a tree of terms, and whether a call fits it."""

import ipaddress
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

FIELDS = (
    "ip", "group", "aws", "user", "as", "kind", "resource", "ns", "name", "verb",
    "action", "status", "code", "cmd", "agent", "cluster", "alert", "is", "network", "pod", "node", "cred", "key",
    "claim", "note", "reason", "version", "removed", "took", "refused", "decision",
)  # fmt: skip
# What people type for them, by the names of the audit log and of other tools.
ALIASES = {
    "namespace": "ns", "objectref.namespace": "ns",
    "username": "user", "user.username": "user", "groups": "group", "user.groups": "group",
    "impersonateduser": "as",
    "sourceip": "ip", "sourceips": "ip", "objectref.name": "name", "objectref.resource": "kind",
    "objectref.apiversion": "version", "apiversion": "version",
    "useragent": "agent", "responsestatus.code": "code", "responsestatus.reason": "reason",
    "message": "reason", "command": "cmd", "credential": "cred",
    "accesskey": "key", "session": "key", "annotation": "note", "annotations": "note", "duration": "took",
    "latency": "took", "arn": "aws", "extra": "claim",
}  # fmt: skip
# What somebody may ask for and no call has: why, and what to do instead.
REFUSED = {
    **dict.fromkeys(("since", "until", "after", "before", "last"), "the time range stands beside the search"),
    **dict.fromkeys(("time", "timestamp", "requestreceivedtimestamp"), "the time range stands beside the search"),
    "objectref.subresource": "write the action, such as action:exec",
    **dict.fromkeys(("requesturi", "uri", "url"), "URLs of the API server are resources, such as resource:/healthz"),
    **dict.fromkeys(("requestobject", "responseobject", "body"), "bodies are not searched"),
    **dict.fromkeys(("auditid", "stage", "stagetimestamp", "level"), "the call's panel shows it"),
}
# Fields of short words that no comma can be part of: `verb:delete,patch` is either.
LISTED = frozenset({"verb", "kind", "code", "is", "refused", "decision", "network"})
# What can be asked for with `==`: the whole value as the Polygraph shows it, letter by letter. Such values are fields
# of their own, `user=`.
WHOLE = frozenset({"ip", "group", "aws", "user", "as", "kind", "resource", "action", "status", "cluster"})
FLAGS = (
    "error", "denied", "new", "exec", "alert", "human", "machine", "steady", "read", "write", "create", "delete",
    "dryrun",
)  # fmt: skip

# What a bare word looks at. The class of a resource and the verb have to be asked for by name; `principal` is the
# cloud user without the word that says what kind of principal it is.
ANY = (
    "ip",
    "group",
    "principal",
    "user",
    "as",
    "resource",
    "ns",
    "name",
    "action",
    "status",
    "code",
    "cmd",
    "agent",
    "cluster",
    "extra",
)

# Values of a call by field, lower case, without empty ones. Besides FIELDS: principal, ipClass, extra, flags, and those
# of WHOLE with a `=` behind them, as they are written.
Fields = Mapping[str, Sequence[str]]

_COMPARE = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


@dataclass(frozen=True)
class Contains:
    text: str

    def holds(self, value: str) -> bool:
        return self.text in value


@dataclass(frozen=True)
class Equals:
    text: str

    def holds(self, value: str) -> bool:
        return value == self.text


@dataclass(frozen=True)
class Differs:
    """True when no value of the field equals the text."""

    text: str

    def holds(self, value: str) -> bool:
        return value != self.text


@dataclass(frozen=True)
class Pattern:
    """Pieces between the stars; anchored, and without a regular expression, so hostile patterns cannot run away."""

    pieces: tuple[str, ...]

    def holds(self, value: str) -> bool:
        first, *middle, last = self.pieces
        if len(value) < len(first) + len(last) or not value.startswith(first) or not value.endswith(last):
            return False
        at = len(first)
        for piece in middle:
            found = value.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return at <= len(value) - len(last)


@dataclass(frozen=True)
class Compares:
    sign: Literal[">", ">=", "<", "<="]
    number: int

    def holds(self, value: str) -> bool:
        return value.isdigit() and _COMPARE[self.sign](int(value), self.number)


@dataclass(frozen=True)
class Between:
    low: int
    high: int

    def holds(self, value: str) -> bool:
        return value.isdigit() and self.low <= int(value) <= self.high


@dataclass(frozen=True)
class InNetwork:
    network: ipaddress.IPv4Network | ipaddress.IPv6Network

    def holds(self, value: str) -> bool:
        try:
            return ipaddress.ip_address(value) in self.network
        except ValueError:
            return False


Test = Contains | Equals | Differs | Pattern | Compares | Between | InNetwork


@dataclass(frozen=True)
class Term:
    """A test on the values of some fields; any value may hold it (for Differs: all must)."""

    fields: tuple[str, ...]
    test: Test

    def fits(self, call: Fields) -> bool:
        quantifier = all if isinstance(self.test, Differs) else any
        return quantifier(self.test.holds(v) for field in self.fields for v in call.get(field, ()))


@dataclass(frozen=True)
class Not:
    part: "Query"


@dataclass(frozen=True)
class And:
    parts: tuple["Query", ...]


@dataclass(frozen=True)
class Or:
    parts: tuple["Query", ...]


Query = Term | Not | And | Or


def matches(query: Query, call: Fields) -> bool:
    if isinstance(query, Term):
        return query.fits(call)
    if isinstance(query, Not):
        return not matches(query.part, call)
    quantifier = all if isinstance(query, And) else any
    return quantifier(matches(part, call) for part in query.parts)
