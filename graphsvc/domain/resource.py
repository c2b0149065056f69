"""Resources: how a plural name is spelled inside an action, and which of the four classes it belongs to."""

from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

ResourceClass = Literal["Workload", "RBAC", "Storage", "Other"]

# Kinds of Kubernetes itself by group; OpenShift serves RBAC a second time. Other plurals are made singular by rule.
_KINDS_BY_GROUP = {
    "": "Pod PodTemplate ReplicationController ServiceAccount PersistentVolume PersistentVolumeClaim Secret ConfigMap"
    " Namespace Node Service Event LimitRange ResourceQuota ComponentStatus Endpoints Binding",
    "apps": "ReplicaSet Deployment DaemonSet StatefulSet ControllerRevision",
    "extensions": "ReplicaSet Deployment DaemonSet Ingress NetworkPolicy PodSecurityPolicy",
    "batch": "Job CronJob",
    "autoscaling": "HorizontalPodAutoscaler",
    "policy": "PodDisruptionBudget PodSecurityPolicy",
    "rbac.authorization.k8s.io": "Role ClusterRole RoleBinding ClusterRoleBinding",
    "authorization.openshift.io": "Role ClusterRole RoleBinding ClusterRoleBinding",
    "storage.k8s.io": "StorageClass CSIDriver CSINode CSIStorageCapacity VolumeAttachment VolumeAttributesClass",
    "snapshot.storage.k8s.io": "VolumeSnapshot VolumeSnapshotClass VolumeSnapshotContent",
    "networking.k8s.io": "Ingress IngressClass NetworkPolicy ServiceCIDR IPAddress",
    "coordination.k8s.io": "Lease LeaseCandidate",
    "discovery.k8s.io": "EndpointSlice",
    "events.k8s.io": "Event",
    "scheduling.k8s.io": "PriorityClass",
    "node.k8s.io": "RuntimeClass",
    "flowcontrol.apiserver.k8s.io": "FlowSchema PriorityLevelConfiguration",
    "certificates.k8s.io": "CertificateSigningRequest ClusterTrustBundle PodCertificateRequest",
    "authentication.k8s.io": "TokenReview TokenRequest SelfSubjectReview",
    "authorization.k8s.io": "SubjectAccessReview LocalSubjectAccessReview SelfSubjectAccessReview"
    " SelfSubjectRulesReview",
    "apiextensions.k8s.io": "CustomResourceDefinition",
    "apiregistration.k8s.io": "APIService",
    "admissionregistration.k8s.io": "MutatingWebhookConfiguration ValidatingWebhookConfiguration"
    " ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
    " MutatingAdmissionPolicy MutatingAdmissionPolicyBinding",
    "resource.k8s.io": "ResourceSlice ResourceClaim ResourceClaimTemplate DeviceClass",
}

WORKLOADS = frozenset(
    "pods podtemplates replicationcontrollers replicasets deployments daemonsets statefulsets jobs cronjobs".split()
)
RBAC = frozenset("roles clusterroles rolebindings clusterrolebindings".split())
STORAGE = frozenset(
    "persistentvolumes persistentvolumeclaims storageclasses csidrivers csinodes csistoragecapacities"
    " volumeattachments volumeattributesclasses volumesnapshots volumesnapshotclasses volumesnapshotcontents".split()
)

# URLs that belong to the API server itself. Anything else is written by whoever calls, so it folds into one.
_KNOWN_URLS = frozenset(
    "/ /api /apis /version /healthz /livez /readyz /metrics /openapi/v2 /openapi/v3 /logs /swagger.json /debug/pprof"
    " /.well-known/openid-configuration /openid/v1/jwks /statusz /flagz".split()
)
_KNOWN_ROOTS = ("/apis/", "/api/", "/openapi/v3/", "/healthz/", "/livez/", "/readyz/", "/metrics/", "/logs/", "/debug/")
OTHER_URL = "other URLs"


def _plural(kind: str) -> str:
    word = kind.lower()
    if word.endswith(("s", "x", "ch")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeo" else word + "s"


def _of(kind: str) -> str:
    return "endpoints" if kind == "Endpoints" else _plural(kind)


_BY_PLURAL = {_of(kind): kind for kinds in _KINDS_BY_GROUP.values() for kind in kinds.split()}
_BY_KIND = {kind: (group, _of(kind)) for group, kinds in reversed(_KINDS_BY_GROUP.items()) for kind in kinds.split()}
_HOMES = frozenset((_of(kind), group) for group, kinds in _KINDS_BY_GROUP.items() for kind in kinds.split())


@lru_cache(maxsize=4_096)
def singular_kind(plural: str) -> str:
    """`clusterroles` is ClusterRole, `applications` (not of Kubernetes itself) is Application."""
    known = _BY_PLURAL.get(plural)
    if known:
        return known
    word = plural[:-3] + "y" if plural.endswith("ies") else plural
    word = word[:-2] if word.endswith(("sses", "xes", "ches")) else word.removesuffix("s")
    return word[:1].upper() + word[1:]


@lru_cache(maxsize=4_096)
def plural_kind(plural: str) -> str:
    """`clusterroles` is ClusterRoles: for actions on many objects at once."""
    kind = singular_kind(plural)
    if kind.lower() == plural:
        return kind
    tail = plural[len(kind) :] if plural.startswith(kind.lower()) else ""
    return kind + tail if tail else kind[:-1] + "ies" if kind.endswith("y") else kind + "s"


def group_and_plural(kind: str) -> tuple[str, str] | None:
    """`ReplicaSet` is of apps, replicasets: the first group that has it. None for what is not of Kubernetes itself."""
    return _BY_KIND.get(kind)


def is_known_plural(plural: str) -> bool:
    """Whether Kubernetes itself has such a resource."""
    return plural in _BY_PLURAL


def resource_type(plural: str, api_group: str) -> str:
    """What tells a resource from others: its plural, with the group where Kubernetes has that plural in another one.

    `secrets` of another group are no Secrets: they are `secrets.vault.corp.example`. Nobody can add to the core group,
    so an event that names no group means the one that Kubernetes has.
    """
    foreign = api_group and plural in _BY_PLURAL and (plural, api_group) not in _HOMES
    return f"{plural}.{api_group}" if foreign else plural


def classify_resource(plural: str) -> ResourceClass:
    if plural in WORKLOADS:
        return "Workload"
    if plural in RBAC:
        return "RBAC"
    return "Storage" if plural in STORAGE else "Other"


@lru_cache(maxsize=16_384)
def fold_url(uri: str) -> str:
    """The resource that a non-resource URL stands for: a known path, a known root with `…`, or `other URLs`."""
    try:
        path = urlsplit(uri).path
    except ValueError:
        return OTHER_URL
    path = path.rstrip("/") or "/"
    if path in _KNOWN_URLS:
        return path
    root = next((r for r in _KNOWN_ROOTS if path.startswith(r)), None)
    return root + "…" if root else OTHER_URL
