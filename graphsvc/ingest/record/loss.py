"""Where an API server says in its own log that it could not write events: then the events follow, as text."""

import re

_ANNOUNCED = re.compile(r"^\s*(?:.*\bError in audit plugin '|Impacted events:)", re.MULTILINE)
_TELLING = ("Error in audit plugin '", "Impacted events:", " AUDIT: id=")
ADVICE = (
    "the legacy text format of audit logs: start kube-apiserver with --audit-log-format=json; or, in the log of the "
    "API server itself, an event that it lost: give the line `Impacted events:` that stands above it, too"
)


def announces_loss(text: str | bytes) -> bool:
    found = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return any(mark in found for mark in _TELLING[:2]) and _ANNOUNCED.search(found) is not None


def tells_of_loss(text: object) -> bool:
    """Whether it is such a line, or one that follows: it counts wherever it is, also among logs of components."""
    return isinstance(text, str) and any(mark in text for mark in _TELLING)
