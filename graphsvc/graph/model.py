"""The graph as data: what each node and relationship is, and what its properties say.

The reference page is generated from here, and a test holds a graph that the product wrote against it.
Times are milliseconds since 1970; `last_seen` of paths and relationships is exact to the day.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class NodeKind:
    label: str
    key: str
    meaning: str
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RelationshipKind:
    type: str
    source: str
    target: str
    meaning: str
    properties: dict[str, str] = field(default_factory=dict)


_NAME = {"name": "the value"}
_SEEN = {"first_seen": "first time", "last_seen": "last time, by day"}
_CLUSTERED = {"cluster": "cluster it belongs to", **_NAME}

NODES = (
    NodeKind("SourceIp", "name", "Last address the API server noted.", {**_NAME, "class": "internal or external"}),
    NodeKind(
        "GroupSet",
        "name",
        "The caller's groups without system:authenticated, together.",
        {**_NAME, "groups": "the single groups"},
    ),
    NodeKind("Group", "name", "One group.", _NAME),
    NodeKind("CloudUser", "name", "Cloud identity behind a Kubernetes user; on EKS an ARN.", _NAME),
    NodeKind("User", "cluster, name", "Kubernetes user, calling or impersonated.", _CLUSTERED),
    NodeKind(
        "Resource",
        "cluster, namespace, api_group, resource",
        "A resource of a namespace or of the cluster, or a URL of the API server.",
        {
            **_CLUSTERED,
            "namespace": "namespace, empty for the cluster",
            "api_group": "API group, empty for the core",
            "resource": "plural name, or URL",
            "class": "Workload, RBAC, Storage or Other",
        },
    ),
    NodeKind("Action", "name", "What was done: exec, CreateJob, ListSecrets.", _NAME),
    NodeKind("Status", "name", "How it ended: 200 OK, 403 Forbidden.", {**_NAME, "code": "HTTP status code"}),
    NodeKind(
        "CallPath",
        "id; key",
        "One distinct way of calling one cluster. Never changes but for first_seen and last_seen.",
        {
            "id": "growing number, given by the writer",
            "key": "128 bits of its values",
            "text": "its values in lower case, for searching",
            "cluster": "cluster",
            "source_ip": "column 1",
            "group": "column 2",
            "groups": "the single groups",
            "cloud_user": "column 3, empty without",
            "user": "column 4, empty when authentication failed",
            "impersonated_user": "column 5, empty without",
            "namespace": "namespace, empty for the cluster",
            "api_group": "API group, empty for the core",
            "resource": "plural name, or URL",
            "resource_name": "column 6: namespace/resource",
            "subresource": "exec, status …",
            "verb": "verb as logged",
            "action": "column 7",
            "event_name": "name in the table: CreatePods",
            "code": "HTTP status code, 0 when the log has none",
            "status": "column 8",
            "client": "product and version of the user agent",
            "crowded": "true when some of its calls name objects or commands that have no node",
            **_SEEN,
        },
    ),
    NodeKind(
        "PathHour",
        "path, start",
        "Calls of one path in one hour, of days that are not folded yet, or that came after their day was folded.",
        {"path": "CallPath.id", "start": "hours since 1970", "calls": "calls", "errors": "those with code ≥ 400"},
    ),
    NodeKind(
        "PathDay",
        "path, day",
        "Calls of one path on one day, folded from its hours. Its :PathHour nodes, where there are any, come on top.",
        {
            "path": "CallPath.id",
            "day": "days since 1970",
            "calls": "calls",
            "errors": "those with code ≥ 400",
            "hours": "calls of each hour, 24 numbers",
        },
    ),
    NodeKind(
        "Hour",
        "start",
        "An hour that has counters. Readers keep counters, and fetch anew what has another version.",
        {"start": "hours since 1970", "version": "fingerprint of the hour's counters, folded or not"},
    ),
    NodeKind(
        "ApiCall",
        "id",
        "One API call.",
        {
            "id": "12 hex digits of the time, then a hash of what makes two requests the same",
            "time": "when the request was received",
            "audit_id": "auditID of the event; clients may choose it",
            "name": "object's name",
            "names": "all names, when the answer to a deleted collection has several",
            "uri": "request URI, redacted",
            "stage": "latest stage seen",
            "stages": "sum of stages seen: 1 ResponseStarted, 2 ResponseComplete, 4 Panic",
            "level": "audit level",
            "user_agent": "whole user agent",
            "reason": "reason of a failure",
            "message": "message of a failure",
            "decision": "allow or forbid",
            "decision_reason": "which binding of which role allowed it",
            "source_ips": "all addresses, when there are several; all but the last are claims of callers",
            "took": "milliseconds from the request to the end of its answer",
            "api_version": "group and version that was asked for: policy/v1beta1",
            "removed_release": "release of Kubernetes in which that version goes away",
            "notes": "`key=value` of annotations that have no property of their own",
            "unread": "fields of the event that had a wrong type",
            "command": "command line of an exec, redacted",
            "container": "container of an exec, attach or port-forward",
            "credential": "credential id of the caller",
            "issued_credential": "credential id of the token that was handed out",
            "cloud_user_detail": "`key=value` of everything known of the cloud identity",
            "pod": "pod that the caller's token is bound to",
            "node": "node of that pod",
            "user_extra": "`key=value` of what else the authenticator says of the caller: claims, scopes, uids",
            "impersonated_groups": "groups that were impersonated",
            "impersonated_extra": "`key=value` of impersonated extras",
            "truncated": "true when bodies were left out, or what wraps the event cut it",
            "dry_run": "true when nothing was changed",
            "claimed_time": "the event's own time, where that could not be",
            "folded": "`field=value` of what the path does not tell, because too many were made up",
            "archive": "place of the raw event: segment, offset, line",
        },
    ),
    NodeKind(
        "Object",
        "cluster, api_group, resource, namespace, name",
        "An object that was named in a call.",
        {
            "cluster": "cluster",
            "api_group": "API group",
            "resource": "plural name",
            "namespace": "namespace",
            "name": "name",
            "search": "name in lower case",
        },
    ),
    NodeKind(
        "Command",
        "key",
        "A command line that was run in a container.",
        {"key": "hash of the line", "line": "the line", "search": "the line in lower case"},
    ),
    NodeKind(
        "Detail",
        "key",
        "What calls told beyond their path, and a bare search word finds.",
        {
            "key": "hash of field and text",
            "field": "ip: an address that the caller claims; group, extra: acted with; ns: a Namespace itself",
            "text": "the value",
            "search": "the value in lower case",
        },
    ),
    NodeKind(
        "PodSpec",
        "",
        "What a write asked of a pod, or of a workload's template. Empty lists and texts are left out.",
        {
            "resource": "what was written",
            "containers": "names, init and ephemeral containers too",
            "images": "as written",
            "repositories": "in full, with registry",
            "registries": "hosts",
            "commands": "command and arguments of each container, redacted",
            "privileged": "any container is privileged",
            "allows_escalation": "any container sets allowPrivilegeEscalation",
            "capabilities": "added capabilities",
            "runs_as_root": "asks for user 0, or for no check",
            "host_network": "host network",
            "host_pid": "host process namespace",
            "host_ipc": "host IPC namespace",
            "host_paths": "host paths mounted",
            "shares_processes": "shared process namespace",
            "service_account": "service account's name",
            "node_name": "node it is bound to",
        },
    ),
    NodeKind(
        "RoleRules",
        "",
        "What a role allows.",
        {
            "resource": "roles or clusterroles",
            "grants": "`verb resource` of every rule",
            "verbs": "all verbs",
            "resources": "all resources",
            "api_groups": "all API groups",
            "urls": "non-resource URLs",
        },
    ),
    NodeKind(
        "Binding",
        "",
        "Who is bound to which role.",
        {
            "resource": "rolebindings or clusterrolebindings",
            "role": "role's name",
            "role_kind": "Role or ClusterRole",
            "subjects": "`Kind name`, service accounts by username",
        },
    ),
    NodeKind(
        "Cluster",
        "name",
        "A cluster that was heard of.",
        {"name": "name", "first_seen": "first call", "last_seen": "latest call"},
    ),
    NodeKind(
        "Alert",
        "id",
        "What a detection fired for, gathered by who did what while it is not closed.",
        {
            "id": "the same in every run",
            "subject": "hash of detection, cluster, who, what",
            "detection": "slug",
            "code": "code of the detection",
            "kind": "policy or anomaly",
            "severity": "critical to info",
            "title": "title",
            "technique": "ATT&CK ids",
            "cluster": "cluster",
            "who": "caller",
            "what": "action and object",
            "where": "address of the first occurrence",
            "status": "open, in_progress or closed",
            "occurrences": "calls it rests on",
            "first_seen": "first occurrence",
            "last_seen": "latest occurrence",
        },
    ),
    NodeKind(
        "Sighting",
        "key",
        "A tuple that an anomaly remembers.",
        {
            "key": "hash of detection, scope and tuple",
            "detection": "slug",
            "seen": "the tuple",
            "first_seen": "first time, since it was last away for longer than the window",
            "last_seen": "latest time",
        },
    ),
    NodeKind(
        "Detection",
        "slug",
        "State of a detection that failed.",
        {
            "slug": "its file's name",
            "failures": "failures in a row",
            "problem": "the latest failure",
            "stopped": "true after three",
        },
    ),
    NodeKind(
        "NoiseHour",
        "cluster, start, rule",
        "Calls that a noise rule dropped in an hour.",
        {"cluster": "cluster", "start": "hours since 1970", "rule": "rule", "calls": "calls"},
    ),
    NodeKind(
        "NoiseMarks",
        "",
        "Which calls were dropped, so that a repeat is not counted again.",
        {
            "cluster": "cluster",
            "start": "hours since 1970",
            "marks": "8 bytes a stage: 62 bits of the call, 2 of the stage",
        },
    ),
    NodeKind(
        "SkewedCall",
        "cluster, hash",
        "A call whose own time could not be.",
        {"cluster": "cluster", "hash": "end of ApiCall.id", "time": "where it was put"},
    ),
    NodeKind(
        "Crowd",
        "cluster, start",
        "What an hour brought, so that callers who make up names do not fill the graph.",
        {
            "cluster": "cluster",
            "start": "hours since 1970",
            "paths": "new paths",
            "refused": "those of refused or unauthenticated calls among them",
            "objects": "failed calls that named an object",
            "folded": "calls that took a path which they share with others",
        },
    ),
    NodeKind(
        "Rejected",
        "id",
        "A record that could not be read.",
        {
            "id": "hash of cluster, line and text",
            "cluster": "cluster",
            "source": "file or sender",
            "line": "line, from 1",
            "reason": "what is wrong",
            "raw": "the text, cut and redacted",
            "archive": "place of the whole record: segment, offset, line",
            "written": "when it was kept, by the database's clock",
        },
    ),
    NodeKind(
        "Batch",
        "id",
        "New calls that the detections have not looked at yet.",
        {
            "id": "growing number",
            "cluster": "cluster",
            "learn": "history: remember, do not fire",
            "calls": "ApiCall.id",
            "paths": "CallPath.id of each",
            "written": "when, in milliseconds",
            "claimed_by": "who is at work on it",
            "claimed_until": "when others may begin with it, in milliseconds",
            "problem": "why it was set aside: the detections cannot look at it",
        },
    ),
    NodeKind(
        "Checkpoint",
        "source",
        "How far a source was taken.",
        {
            "source": "name of its content, or segment of the archive",
            "position": "records, or offset; -1 less the records when it was taken to its end",
        },
    ),
    NodeKind(
        "Writer",
        "name",
        "Whose turn it is, where numbering stands, and how far retention came.",
        {
            "name": "graph",
            "next_path": "next CallPath.id",
            "next_batch": "next Batch.id",
            "turns": "turns taken",
            "held": "set by whoever has to be alone without a turn",
            "generation": "another one after the graph was emptied",
            "removals": "grows when something goes that writers remember",
            "calls_from": "calls before it are not kept, and not taken any more",
            "looked_to": "ApiCall.id up to which calls went that no alert rests on",
            "folded_to": "latest day of which counters were folded",
        },
    ),
)

RELATIONSHIPS = (
    RelationshipKind("FROM_IP", "CallPath", "SourceIp", "column 1 of the path"),
    RelationshipKind("IN_GROUPS", "CallPath", "GroupSet", "column 2"),
    RelationshipKind("AS_CLOUD_USER", "CallPath", "CloudUser", "column 3, where there is one"),
    RelationshipKind("AS_USER", "CallPath", "User", "column 4, where there is one"),
    RelationshipKind("IMPERSONATING", "CallPath", "User", "column 5, where there is one"),
    RelationshipKind("ON", "CallPath", "Resource", "column 6"),
    RelationshipKind("DID", "CallPath", "Action", "column 7"),
    RelationshipKind("GOT", "CallPath", "Status", "column 8"),
    RelationshipKind("INCLUDES", "GroupSet", "Group", "a group of the set"),
    RelationshipKind(
        "HOP",
        "any column",
        "the next column it has",
        "the pair was seen in a path; what is true of a whole call is asked of its CallPath",
        _SEEN,
    ),
    RelationshipKind("TOOK", "ApiCall", "CallPath", "the call's path"),
    RelationshipKind("TOUCHED", "CallPath", "Object", "calls of the path named the object", _SEEN),
    RelationshipKind("RAN", "CallPath", "Command", "calls of the path ran the command", _SEEN),
    RelationshipKind("TOLD", "CallPath", "Detail", "calls of the path told it", _SEEN),
    RelationshipKind("SUBMITTED", "ApiCall", "PodSpec, RoleRules, Binding", "what the write asked for"),
    RelationshipKind("EVIDENCE", "Alert", "ApiCall", "a call that the alert rests on"),
)
