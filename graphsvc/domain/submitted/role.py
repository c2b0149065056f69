"""Rules of roles, and the powers that they grant as RBAC matches them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphsvc.domain.submitted.part import Part, Properties, a_list, maps, texts

_WRITES = frozenset({"create", "update", "patch"})
_READS = frozenset({"get", "list", "watch"})
_WORKLOADS = ("deployments", "daemonsets", "statefulsets", "replicasets")
_RBAC = ("roles", "clusterroles", "rolebindings", "clusterrolebindings")
_WEBHOOKS = ("mutatingwebhookconfigurations", "validatingwebhookconfigurations")
_CORE, _RBAC_GROUP = "", "rbac.authorization.k8s.io"
_ADMISSION, _CERTIFICATES = "admissionregistration.k8s.io", "certificates.k8s.io"

# A power: verbs of which one is enough, and the resources on which, by group.
_POWERS: dict[str, tuple[frozenset[str], tuple[tuple[str, str], ...]]] = {
    "exec": (frozenset({"create", "get"}), ((_CORE, "pods/exec"), (_CORE, "pods/attach"))),
    "read-secrets": (_READS, ((_CORE, "secrets"),)),
    "write-pods": (
        _WRITES,
        (
            *((_CORE, r) for r in ("pods", "replicationcontrollers", "pods/ephemeralcontainers")),
            *(("apps", r) for r in _WORKLOADS),
            ("batch", "jobs"),
            ("batch", "cronjobs"),
        ),
    ),
    "write-rbac": (_WRITES, tuple((_RBAC_GROUP, r) for r in _RBAC)),
    "write-webhooks": (_WRITES, tuple((_ADMISSION, r) for r in _WEBHOOKS)),
    "mint-tokens": (frozenset({"create"}), ((_CORE, "serviceaccounts/token"),)),
    "node-proxy": (frozenset({"get", "create"}), ((_CORE, "nodes/proxy"),)),
    "approve-certificates": (frozenset({"update", "patch"}), ((_CERTIFICATES, "certificatesigningrequests/approval"),)),
    "escalate": (frozenset({"escalate"}), ((_RBAC_GROUP, "roles"), (_RBAC_GROUP, "clusterroles"))),
    "bind": (frozenset({"bind"}), ((_RBAC_GROUP, "roles"), (_RBAC_GROUP, "clusterroles"))),
    "impersonate": (
        frozenset({"impersonate"}),
        (
            *((_CORE, r) for r in ("users", "groups", "serviceaccounts")),
            *(("authentication.k8s.io", r) for r in ("uids", "userextras/scopes")),
        ),
    ),
}
# `pods/*` and `nodes/*` match nothing in RBAC, but say what somebody meant.
_MEANT = {"pods/*": ("exec",), "nodes/*": ("node-proxy",)}


@dataclass(frozen=True)
class _Rule:
    verbs: frozenset[str]
    groups: frozenset[str]
    resources: frozenset[str]
    is_narrowed: bool

    def allows(self, verbs: frozenset[str], group: str, resource: str) -> bool:
        """As the authorizer matches: `*` is everything, `*/exec` the subresource of anything."""
        names = {"*", resource, *([f"*/{resource.partition('/')[2]}"] if "/" in resource else ())}
        return (
            ("*" in self.verbs or not verbs.isdisjoint(self.verbs))
            and ("*" in self.groups or group in self.groups)
            and not names.isdisjoint(self.resources)
        )

    def powers(self) -> Iterator[str]:
        if "*" in self.verbs and "*" in self.groups and "*" in self.resources:
            yield "all"
        for power, (verbs, targets) in _POWERS.items():
            if any(self.allows(verbs, group, resource) for group, resource in targets):
                yield power
        yield from (p for meant, powers in _MEANT.items() if meant in self.resources for p in powers)
        if any(v.startswith("impersonate-on:") for v in self.verbs):
            yield "impersonate"


def read_role(resource: str, body: dict[str, Any]) -> Part | None:
    """`can` are the powers granted on everything, `can_named` those on named objects only."""
    found = maps(body.get("rules"))
    aggregates = "aggregationRule" in body
    if not found and not aggregates:
        return None
    rules = [_rule(r) for r in found]
    powers = dict.fromkeys(p for r in rules if not r.is_narrowed for p in r.powers())
    named = dict.fromkeys(p for r in rules if r.is_narrowed for p in r.powers())
    properties: Properties = {
        "resource": resource,
        "grants": texts(
            f"{verb} {res}" for r in found for res in a_list(r.get("resources")) for verb in a_list(r.get("verbs"))
        ),
        "verbs": texts(v for r in found for v in a_list(r.get("verbs"))),
        "resources": texts(v for r in found for v in a_list(r.get("resources"))),
        "api_groups": texts(v for r in found for v in a_list(r.get("apiGroups"))),
        "urls": texts(v for r in found for v in a_list(r.get("nonResourceURLs"))),
        "can": list(powers),
        "can_named": [p for p in named if p not in powers],
        "wildcard": any("*" in r.verbs or "*" in r.resources for r in rules if r.resources),
        "aggregates": aggregates,
    }
    return Part("RoleRules", properties)


def _rule(rule: dict[str, Any]) -> _Rule:
    return _Rule(
        frozenset(texts(a_list(rule.get("verbs")))),
        frozenset(v for v in a_list(rule.get("apiGroups")) if isinstance(v, str)) or frozenset({_CORE}),
        frozenset(texts(a_list(rule.get("resources")))),
        bool(a_list(rule.get("resourceNames"))),
    )


_SUFFIXES = {
    "_WithAllResources": (frozenset({"*"}), None),
    "_WithPodExec": (frozenset({"pods/exec", "pods/attach", "pods/*"}), frozenset({"create", "get", "*"})),
    "_WithPodsWrite": (frozenset({"pods"}), frozenset({"create", "update", "patch", "delete", "*"})),
    "_WithSecrets": (frozenset({"secrets"}), None),
}


def role_suffixes(role: Part) -> Iterator[str]:
    pairs = [grant.split(" ", 1) for grant in a_list(role.properties["grants"])]
    for suffix, (resources, verbs) in _SUFFIXES.items():
        if any(resource in resources and (verbs is None or verb in verbs) for verb, resource in pairs):
            yield suffix
