"""Who called: groups, users, and the cloud identity behind a Kubernetes user.

On EKS a Kubernetes username can be shared by everybody who assumes one role; the person is the canonical
ARN with the session's name, the credential is the access key. On AKS the name may be an object id of Entra;
on GKE the user is the Google account itself.
"""

import re
from collections.abc import Mapping
from typing import Literal

from graphsvc.domain.event import UserInfo
from graphsvc.domain.who_kind import WhoKind, kind_of

UserClass = Literal["person", "serviceaccount", "node", "system", "unknown"]

_EVERYBODY = "system:authenticated"
_PRINCIPAL_KIND = re.compile(r"^(arn:[^:]*:[^:]*:[^:]*:[^:]*:)(?:assumed-role|role|user|federated-user)/")
_ROLE = re.compile(r"^arn:([^:]*):iam::(\d*):role/(?:.*/)?([^/]+)$")
_AWS_UID = re.compile(r"^(?:aws-iam-authenticator|heptio-authenticator-aws):(\d+:\w+)$")

_AWS = ("arn", "canonicalArn", "sessionName", "accessKeyId", "principalId")
_AWS_PREFIX = "sigs.k8s.io/aws-iam-authenticator/"
_GOOGLE_PREFIX = "iam.googleapis.com/"
_GOOGLE = ("principalEmail", "principalSubject", "serviceAccountKeyName", "delegatedFrom")
_AZURE = {"oid": "oid", "upn": "upn", "unique_name": "upn", "appid": "appid", "tid": "tid"}
_CLOUD_KEYS = frozenset(
    {*_AWS, *(_AWS_PREFIX + key for key in _AWS), *(_GOOGLE_PREFIX + key for key in _GOOGLE), "oid"}
)
_TOKEN = "authentication.kubernetes.io/"  # noqa: S105  # a prefix of keys
_TOLD = _CLOUD_KEYS | {_TOKEN + key for key in ("pod-name", "node-name", "credential-id")}
_LOGIN = ("authentication.openshift.io/username", "authentication.openshift.io/decision")
_MOST_PAIRS, _LONGEST = 20, 300
_CLASSES: dict[WhoKind, UserClass] = {
    "unknown": "unknown",
    "person": "person",
    "serviceaccount": "serviceaccount",
    "node": "node",
}


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
    """Who the cloud knows the caller as: an ARN, a Google account, a user or object id of Entra. Empty elsewhere."""
    extra = user.extra or {}
    if _CLOUD_KEYS.isdisjoint(extra):
        return _arn_name(user) or _aws_principal(user)
    return _aws_user(user) or _google_user(user) or _azure_user(user)


def _aws_user(user: UserInfo) -> str:
    """The session's ARN; made from role and session name, or the name, where the event holds no more."""
    canonical, session = _aws(user, "canonicalArn"), _aws(user, "sessionName")
    role = _ROLE.match(canonical) if session else None
    of_role = f"arn:{role[1]}:sts::{role[2]}:assumed-role/{role[3]}/{session}" if role else canonical
    return _aws(user, "arn") or of_role or _arn_name(user) or _aws_principal(user)


def _arn_name(user: UserInfo) -> str:
    """Access entries make the ARN the name, unless told otherwise."""
    name = user.username or ""
    return name if name.startswith("arn:aws") else ""


def _aws_principal(user: UserInfo) -> str:
    """`<account>:<principal>` of the uid, or what else names a principal or its key."""
    uid = _AWS_UID.match(user.uid) if user.uid and "-authenticator" in user.uid else None
    found = uid[1] if uid else _aws(user, "principalId") or _aws(user, "accessKeyId") if user.extra else ""
    return f"aws:{found}" if found else ""


def _aws(user: UserInfo, key: str) -> str:
    return extra_value(user, key) or extra_value(user, _AWS_PREFIX + key)


def _google_user(user: UserInfo) -> str:
    subject = extra_value(user, _GOOGLE_PREFIX + "principalSubject")
    outside = subject if subject.startswith("principal://") else ""
    return extra_value(user, _GOOGLE_PREFIX + "principalEmail") or outside


def _azure_user(user: UserInfo) -> str:
    """The user principal name where there is one: an object id says little to people."""
    oid = extra_value(user, "oid")
    if not oid:
        return ""
    name = user.username or ""
    return extra_value(user, "upn") or extra_value(user, "unique_name") or (name if "@" in name else oid)


def principal_of(cloud_user: str) -> str:
    """The cloud user without the word that says what kind of principal it is.

    Bare search words look at this: `-role` is meant for roles of Kubernetes, and every assumed AWS role would go too.
    """
    return _PRINCIPAL_KIND.sub(r"\1", cloud_user) if cloud_user else ""


def cloud_user_detail(user: UserInfo) -> Mapping[str, str]:
    """All that the event says of the cloud identity, for the table's Cloud User cell."""
    if _CLOUD_KEYS.isdisjoint(user.extra or {}):
        return {}
    detail = {key: _aws(user, key) for key in _AWS}
    detail |= {key: extra_value(user, _GOOGLE_PREFIX + key) for key in _GOOGLE}
    if extra_value(user, "oid"):
        detail |= {name: value for key, name in _AZURE.items() if (value := extra_value(user, key))}
    return {key: value for key, value in detail.items() if value}


def token_detail(user: UserInfo) -> Mapping[str, str | list[str]]:
    """Which credential the caller has, where its token lives, and what else its authenticator says."""
    if not user.extra:
        return {}
    detail: dict[str, str | list[str]] = {
        "credential": extra_value(user, _TOKEN + "credential-id"),
        "pod": extra_value(user, _TOKEN + "pod-name"),
        "node": extra_value(user, _TOKEN + "node-name"),
        "user_extra": _pairs(user, _TOLD),
    }
    return {key: value for key, value in detail.items() if value}


def impersonation_detail(user: UserInfo) -> Mapping[str, list[str]]:
    """Whom a caller acted as, beyond the name."""
    detail = {"impersonated_groups": list(group_set(user.groups)), "impersonated_extra": _pairs(user, frozenset())}
    return {key: value for key, value in detail.items() if value}


def login_detail(notes: Mapping[str, str]) -> list[str]:
    """Who somebody that logs in at OpenShift claims to be: the caller is nobody then, and annotations tell."""
    return [f"{key}={text}"[:_LONGEST] for key in _LOGIN if (text := notes.get(key))]


def _pairs(user: UserInfo, without: frozenset[str]) -> list[str]:
    """`key=value`, in order. A caller may impersonate with extras of any number and length."""
    keys = (user.extra or {}).keys() - without
    pairs = [f"{key}={value}" for key in sorted(keys) for value in extra_values(user, key)] if keys else []
    return [pair[:_LONGEST] for pair in pairs[:_MOST_PAIRS]]


def classify_user(name: str) -> UserClass:
    """The class by name alone: what icons and `is:human` go by."""
    kind: UserClass = "serviceaccount" if name.startswith("system:serviceaccount:") else "system"
    return _CLASSES.get(kind_of(name), kind)
