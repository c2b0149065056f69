"""Who called: groups, users, and the cloud identity behind a Kubernetes user.

On EKS a Kubernetes username can be shared by everybody who assumes one role; the person is the canonical
ARN with the session's name, the credential is the access key.
"""

import re
from collections.abc import Mapping
from typing import Literal

from graphsvc.domain.event import UserInfo

UserClass = Literal["person", "serviceaccount", "node", "system"]

_EVERYBODY = "system:authenticated"
_PRINCIPAL_KIND = re.compile(r"^(arn:[^:]*:[^:]*:[^:]*:[^:]*:)(?:assumed-role|role|user|federated-user)/")


def group_set(groups: list[str] | None) -> tuple[str, ...]:
    """The caller's groups without the one that everybody has, sorted; may be empty."""
    return tuple(sorted({g for g in groups or () if g and g != _EVERYBODY}))


def extra_values(user: UserInfo, key: str) -> list[str]:
    value = (user.extra or {}).get(key)
    return [value] if isinstance(value, str) else list(value or ())


def extra_value(user: UserInfo, key: str) -> str:
    values = extra_values(user, key)
    return values[0] if values else ""


def cloud_user(user: UserInfo) -> str:
    """The AWS identity as an ARN: the session's where there is one, else the role's or user's; empty off EKS."""
    return extra_value(user, "arn") or extra_value(user, "canonicalArn")


def principal_of(cloud_user: str) -> str:
    """The cloud user without the word that says what kind of principal it is.

    Bare search words look at this: `-role` is meant for roles of Kubernetes, and every assumed AWS role would go too.
    """
    return _PRINCIPAL_KIND.sub(r"\1", cloud_user)


def cloud_user_detail(user: UserInfo) -> Mapping[str, str]:
    """All that the event says of the cloud identity, for the table's Cloud User cell."""
    keys = ("arn", "canonicalArn", "sessionName", "accessKeyId", "principalId")
    detail = {key: extra_value(user, key) for key in keys}
    detail["principalId"] = detail["principalId"] or extra_value(user, "sigs.k8s.io/aws-iam-authenticator/principalId")
    return {key: value for key, value in detail.items() if value}


def classify_user(name: str) -> UserClass:
    if name.startswith("system:serviceaccount:"):
        return "serviceaccount"
    if name.startswith("system:node:"):
        return "node"
    platform = name.startswith(("system:", "eks:", "aks:", "gke:")) or name in {"masterclient", "aksService"}
    return "system" if platform else "person"
