"""What a call has to do with objects and credentials beyond naming them: state, from the log alone.

Which binding let it through, which credential it was made with or handed out, which object it wrote, and whom that
object belongs to.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from graphsvc.domain.call import Call, ObjectKey
from graphsvc.domain.path import name
from graphsvc.domain.resource import group_and_plural

_RBAC = "rbac.authorization.k8s.io"
_ALLOWED = re.compile(r'RBAC: allowed by (ClusterRoleBinding|RoleBinding) "([^"]+)" of ')
# Objects whose history questions are asked about; of all others the calls themselves tell.
_TRACKED = frozenset(
    "roles clusterroles rolebindings clusterrolebindings pods replicationcontrollers replicasets deployments daemonsets"
    " statefulsets jobs cronjobs serviceaccounts secrets certificatesigningrequests mutatingwebhookconfigurations"
    " validatingwebhookconfigurations".split()
)
_WRITES = frozenset({"create", "change", "delete"})


class Bearing(NamedTuple):
    """Empty text or None: nothing of that."""

    allowed_by: ObjectKey | None = None
    used: str = ""
    issued: str = ""
    wrote: tuple[ObjectKey, ...] = ()
    owners: tuple[ObjectKey, ...] = ()


def bearing_of(call: Call) -> Bearing:
    wrote = call.objects if _is_tracked_write(call) else ()
    return Bearing(
        allowed_by=_binding(call.path.cluster, str(call.properties.get("decision_reason", ""))),
        used=str(call.properties.get("credential", "")),
        issued=str(call.properties.get("issued_credential", "")),
        wrote=wrote,
        owners=tuple(_owners(call)) if wrote else (),
    )


@lru_cache(maxsize=4_096)
def _binding(cluster: str, reason: str) -> ObjectKey | None:
    """The binding that the authorizer names, which may be older than the log. `RoleBinding "name/namespace"`."""
    found = _ALLOWED.match(reason)
    if not found:
        return None
    own, _, namespace = found[2].partition("/")
    return ObjectKey(cluster, f"{found[1].lower()}s", _RBAC, name(namespace), name(own))


def _is_tracked_write(call: Call) -> bool:
    path = call.path
    return path.resource_type in _TRACKED and not path.is_error and not path.subresource and path.did in _WRITES


def _owners(call: Call) -> Iterator[ObjectKey]:
    for part in call.submitted.asked if call.submitted else ():
        owners = part.properties.get("owners", [])
        for owner in owners if isinstance(owners, list) else ():
            kind, _, own = owner.partition(" ")
            if own and (known := group_and_plural(kind)):
                yield ObjectKey(call.path.cluster, known[1], known[0], call.path.namespace, name(own))
