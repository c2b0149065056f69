"""What a search sees of a path, field by field.

Values are lower case, but for those that are asked for with `==`; a field without value is an empty list.
"""

from collections.abc import Callable

from graphsvc.domain.address import classify_address
from graphsvc.domain.identity import classify_user, principal_of
from graphsvc.domain.path import Path
from graphsvc.domain.search import Term
from graphsvc.domain.search.query import Differs


def _one(value: Callable[[Path], str]) -> Callable[[Path], list[str]]:
    def values(path: Path) -> list[str]:
        text = value(path)
        return [text.lower()] if text else []

    return values


def _whole(value: Callable[[Path], str]) -> Callable[[Path], list[str]]:
    """As it is written, for `==`."""

    def values(path: Path) -> list[str]:
        return [text] if (text := value(path)) else []

    return values


def _network(path: Path) -> list[str]:
    return [classify_address(path.source_ip)] if path.source_ip else []


def _resource(path: Path) -> list[str]:
    full = f"{path.resource}.{path.api_group}" if path.api_group else path.resource
    return [path.resource_type.lower(), path.resource_name.lower(), full.lower()]


def path_flags(path: Path) -> list[str]:
    is_human = "person" in {classify_user(name) for name in (path.user, path.impersonated_user) if name}
    flags = {
        "error": path.is_error,
        "denied": path.is_denied,
        "exec": path.did == "exec",
        "read": path.did == "read",
        "write": path.did in {"create", "change", "delete"},
        "create": path.did == "create",
        "delete": path.did == "delete",
        "dryrun": path.is_dry_run,
        "human": is_human,
        "machine": not is_human,
    }
    return [name for name, holds in flags.items() if holds]


VALUES: dict[str, Callable[[Path], list[str]]] = {
    "ip": _one(lambda p: p.source_ip),
    "ipClass": _network,
    "network": _network,
    "group": lambda p: [g.lower() for g in p.groups],
    "aws": _one(lambda p: p.cloud_user),
    "principal": _one(lambda p: principal_of(p.cloud_user)),
    "user": _one(lambda p: p.user),
    "as": _one(lambda p: p.impersonated_user),
    "kind": _one(lambda p: p.resource_class),
    "ns": _one(lambda p: p.namespace),
    "resource": _resource,
    "verb": lambda p: [verb.lower() for verb in sorted(p.verbs)],
    "action": lambda p: [p.action.lower(), p.event_name.lower()],
    "status": _one(lambda p: p.status),
    "code": lambda p: [str(p.code)],
    "agent": _one(lambda p: p.client),
    "cluster": _one(lambda p: p.cluster),
    "flags": path_flags,
    "ip=": _whole(lambda p: p.source_ip),
    "group=": _whole(lambda p: p.group),
    "aws=": _whole(lambda p: p.cloud_user),
    "user=": _whole(lambda p: p.user),
    "as=": _whole(lambda p: p.impersonated_user),
    "kind=": _whole(lambda p: p.resource_class),
    "resource=": _whole(lambda p: p.resource_name),
    "action=": _whole(lambda p: p.action),
    "status=": _whole(lambda p: p.status),
    "cluster=": _whole(lambda p: p.cluster),
}


def path_fields(path: Path) -> dict[str, list[str]]:
    return {field: values(path) for field, values in VALUES.items()}


def path_fits(term: Term, path: Path) -> bool:
    """Does the path alone hold the term? Fields of calls (name, cmd) count as empty."""
    quantifier = all if isinstance(term.test, Differs) else any
    holds = term.test.holds
    return quantifier(holds(v) for field in term.fields if field in VALUES for v in VALUES[field](path))
