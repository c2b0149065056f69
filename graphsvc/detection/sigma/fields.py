"""What a field of Sigma, a dotted path into the audit event, is in the graph. What is not here cannot be asked."""

from dataclasses import dataclass
from enum import StrEnum

from graphsvc.domain.detection import Basis
from graphsvc.errors import DefinitionError


class Shape(StrEnum):
    TEXT = "text"
    TEXTS = "texts"
    NUMBER = "number"
    FLAG = "flag"


@dataclass(frozen=True)
class Column:
    """`expression` gives a value of `shape`, never null; on a `basis` that has its variables."""

    expression: str
    basis: Basis
    shape: Shape = Shape.TEXT


def _text(name: str) -> Column:
    return Column(f"coalesce(c.{name}, '')", Basis.CALL)


def _path(name: str, shape: Shape = Shape.TEXT) -> Column:
    return Column(f"p.{name}", Basis.PATH, shape)


def _flag(name: str) -> Column:
    return Column(f"coalesce(s.{name}, false)", Basis.POD, Shape.FLAG)


def _list(name: str, variable: str = "s", basis: Basis = Basis.POD) -> Column:
    return Column(f"coalesce({variable}.{name}, [])", basis, Shape.TEXTS)


_SPEC = "requestObject.spec"
_CONTAINERS = f"{_SPEC}.containers"
_AUTHORIZATION = "annotations.authorization.k8s.io"
COLUMNS = {
    "verb": _path("verb"),
    "objectRef.resource": _path("resource"),
    "objectRef.subresource": _path("subresource"),
    "objectRef.namespace": _path("namespace"),
    "objectRef.apiGroup": _path("api_group"),
    "apiGroup": _path("api_group"),  # as SigmaHQ's rules have it
    "user.username": _path("user"),
    "user.groups": _path("groups", Shape.TEXTS),
    "impersonatedUser.username": _path("impersonated_user"),
    "responseStatus.code": _path("code", Shape.NUMBER),
    "sourceIPs": Column("coalesce(c.source_ips, [p.source_ip])", Basis.CALL, Shape.TEXTS),
    "impersonatedUser.groups": _list("impersonated_groups", "c", Basis.CALL),
    "objectRef.name": _text("name"),
    "requestURI": _text("uri"),
    "userAgent": _text("user_agent"),
    "auditID": _text("audit_id"),
    "level": _text("level"),
    "responseStatus.reason": _text("reason"),
    "responseStatus.message": _text("message"),
    f"{_AUTHORIZATION}/decision": _text("decision"),
    f"{_AUTHORIZATION}/reason": _text("decision_reason"),
    # What a write submitted: as paths, and as SigmaHQ's rules have them.
    "hostPath": _list("host_paths"),
    "capabilities": _list("capabilities"),
    f"{_SPEC}.volumes.hostPath.path": _list("host_paths"),
    f"{_CONTAINERS}.image": _list("images"),
    f"{_CONTAINERS}.securityContext.capabilities.add": _list("capabilities"),
    f"{_CONTAINERS}.securityContext.privileged": _flag("privileged"),
    f"{_SPEC}.hostNetwork": _flag("host_network"),
    f"{_SPEC}.hostPID": _flag("host_pid"),
    f"{_SPEC}.hostIPC": _flag("host_ipc"),
    f"{_SPEC}.serviceAccountName": Column("coalesce(s.service_account, '')", Basis.POD),
    f"{_SPEC}.nodeName": Column("coalesce(s.node_name, '')", Basis.POD),
}


def column_of(field: str) -> Column:
    """Raises DefinitionError for what the graph does not have."""
    if field not in COLUMNS:
        raise DefinitionError(f"the graph does not have the field `{field}`")
    return COLUMNS[field]


def widest(bases: set[Basis]) -> Basis:
    """The basis that has the variables of all."""
    return next(basis for basis in (Basis.POD, Basis.CALL, Basis.PATH) if basis in {*bases, Basis.PATH})
