"""Output types of GraphQL: plain data. Names are a contract; see docs/reference/schema.graphql."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from graphsvc.domain.alert import AlertStatus
from graphsvc.domain.detection import DetectionKind, Severity
from graphsvc.domain.moment import HOUR, to_datetime
from graphsvc.errors import InputError

MOST_HOURS = 8_784  # of a year

strawberry.enum(AlertStatus, name="AlertStatus", description="How far an alert was dealt with.")
strawberry.enum(
    DetectionKind,
    name="DetectionKind",
    description="policy: every occurrence; anomaly: not seen in the window; threshold, sequence: over several calls.",
)
strawberry.enum(Severity, name="Severity", description="How bad it is if it is true.")


@strawberry.type(description="Where a page ended, and whether there is more.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="More may follow.")
    end_cursor: str | None = strawberry.field(description="Give this as `after` to go on.")


@strawberry.type(description="A value of a column, or a group of values behind a `+`.")
class Node:
    id: strawberry.ID = strawberry.field(description="Unique in this answer; ends of hops refer to it.")
    name: str = strawberry.field(description="The value, or the group's name.")
    calls: int = strawberry.field(description="Matching calls that have it.")
    errors: int = strawberry.field(description="Those of them with a status of 400 or more.")
    denied: int = strawberry.field(description="Those of them with status 401 or 403.")
    values: int = strawberry.field(description="Distinct values it stands for: 1, or those behind a group.")
    members: list[str] = strawberry.field(description="Values behind a group; the single groups of a group set.")
    commands: list[str] = strawberry.field(description="Command lines run, on exec and attach nodes and on status 101.")
    expandable: bool = strawberry.field(description="True for groups.")
    alerts: int = strawberry.field(description="Alerts that are not closed and rest on calls with this value.")
    first_seen: datetime | None = strawberry.field(description="When a call with it was first seen, at any time.")
    search: str = strawberry.field(description="Search text that fits the calls of this node and no others.")


@strawberry.type(description="One of the eight columns. Nodes' calls and `absent` add up to the Polygraph's calls.")
class Column:
    name: str = strawberry.field(description="Title, such as `Source IP`.")
    key: str = strawberry.field(description="Name in code, such as `sourceIp`.")
    nodes: list[Node] = strawberry.field(description="Shown nodes.")
    total: int = strawberry.field(description="Distinct values, shown by name or in groups.")
    absent: int = strawberry.field(description="Calls without a value in this column.")


@strawberry.type(description="Calls between a node and the next one they have.")
class Hop:
    source: strawberry.ID = strawberry.field(description="Id of the node on the left.")
    target: strawberry.ID = strawberry.field(description="Id of the node on the right.")
    calls: int = strawberry.field(description="Calls that went this way.")
    errors: int = strawberry.field(description="Those of them with a status of 400 or more.")


@strawberry.type(description="One distinct way of calling; null: the call has no such value.")
class Path:
    id: int = strawberry.field(description="Id of the path in the graph.")
    cluster: str = strawberry.field(description="Cluster that was called.")
    source_ip: str | None = strawberry.field(description="The address that connected: the last one that was noted.")
    groups: list[str] = strawberry.field(description="Groups of the caller without system:authenticated.")
    cloud_user: str | None = strawberry.field(description="Cloud identity, on EKS an ARN.")
    user: str | None = strawberry.field(description="Kubernetes user.")
    impersonated_user: str | None = strawberry.field(description="User that was impersonated.")
    resource: str = strawberry.field(description="`namespace/resource`, `resource`, or a URL.")
    action: str = strawberry.field(description="Name in the graph, such as `exec` or `CreateJob`.")
    status: str = strawberry.field(description="Such as `403 Forbidden`.")
    client: str = strawberry.field(description="Product and version of the user agent.")
    calls: int = strawberry.field(description="Matching calls.")
    errors: int = strawberry.field(description="Those of them with a status of 400 or more.")


@strawberry.type(description="Eight columns of matching calls.")
class Polygraph:
    calls: int = strawberry.field(description="Calls that match.")
    errors: int = strawberry.field(description="Those of them with a status of 400 or more.")
    denied: int = strawberry.field(description="Those of them with status 401 or 403.")
    columns: list[Column] = strawberry.field(description="Eight, in path order.")
    hops: list[Hop] = strawberry.field(description="Busiest first.")
    paths: list[Path] = strawberry.field(description="Busiest first, at most 2,000.")
    truncated: bool = strawberry.field(description="True when there are more paths than `paths` holds.")


@strawberry.type(description="An alert, in short.")
class AlertBrief:
    id: strawberry.ID = strawberry.field(description="Id of the alert.")
    code: str = strawberry.field(description="Code of the detection, such as EX-01.")
    severity: Severity = strawberry.field(description="Severity.")
    title: str = strawberry.field(description="Title of the detection.")


@strawberry.type(description="One API call.")
class ApiCall:
    id: strawberry.ID = strawberry.field(description="Sorts by time.")
    time: datetime = strawberry.field(description="When the API server received the request.")
    cluster: str = strawberry.field(description="Cluster that was called.")
    event_name: str = strawberry.field(description="Name in the table, such as `CreateRoles_WithPodExec`.")
    action: str = strawberry.field(description="Name in the graph, such as `exec` or `CreateJob`.")
    verb: str = strawberry.field(description="Verb as logged.")
    resource: str = strawberry.field(description="Plural resource, or the URL of a non-resource request.")
    api_group: str = strawberry.field(description="API group, empty for the core.")
    subresource: str = strawberry.field(description="Such as `exec`; empty without.")
    namespace: str = strawberry.field(description="Namespace; empty for cluster-wide calls.")
    name: str = strawberry.field(description="Object's name; empty for lists and the like.")
    code: int = strawberry.field(description="HTTP status code, 0 when the log has none.")
    status: str = strawberry.field(description="Such as `403 Forbidden`.")
    reason: str = strawberry.field(description="Reason or message of a failure.")
    decision: str = strawberry.field(description="What authorisation said: allow, forbid, or empty.")
    decision_reason: str = strawberry.field(description="Which binding of which role allowed it.")
    source_ip: str = strawberry.field(description="The address that connected: the last one.")
    source_ips: list[str] = strawberry.field(description="All addresses; all but the last can be made up by callers.")
    groups: list[str] = strawberry.field(description="Groups of the caller without system:authenticated.")
    user: str = strawberry.field(description="Kubernetes user; empty when authentication failed.")
    cloud_user: str = strawberry.field(description="Cloud identity, on EKS an ARN.")
    cloud_user_detail: JSON | None = strawberry.field(description="Everything the event says of the cloud identity.")
    impersonated_user: str = strawberry.field(description="User that was impersonated.")
    client: str = strawberry.field(description="Product and version of the user agent.")
    user_agent: str = strawberry.field(description="Whole user agent.")
    uri: str = strawberry.field(description="Request URI, redacted.")
    command: str = strawberry.field(description="Command line of an exec, redacted.")
    container: str = strawberry.field(description="Container of an exec, attach or port-forward.")
    level: str = strawberry.field(description="Audit level of the event.")
    stage: str = strawberry.field(description="Latest stage seen.")
    audit_id: str = strawberry.field(description="Chosen by the server, or by a client that wants to.")
    path_id: int = strawberry.field(description="Id of the call's path.")
    credential: str = strawberry.field(description="Credential id of the caller's token.")
    issued_credential: str = strawberry.field(description="Credential id of the token that was handed out.")
    names: list[str] = strawberry.field(description="All names, when a deleted collection had several.")
    dry_run: bool = strawberry.field(description="True when it only asked what would happen.")
    did: str = strawberry.field(description="read, create, change, delete, exec, connect; nothing: a dry run.")
    took: int | None = strawberry.field(description="Milliseconds from the request to the end of its answer.")
    api_version: str = strawberry.field(description="Group and version asked for, such as policy/v1beta1.")
    removed_release: str = strawberry.field(description="Release of Kubernetes in which that version goes away.")
    refused_by: str = strawberry.field(description="authentication, authorization or admission; empty: not refused.")
    notes: list[str] = strawberry.field(description="`key=value` of annotations without a field of their own.")
    unread: list[str] = strawberry.field(description="Fields of the event that had a wrong type.")
    pod: str = strawberry.field(description="Pod that the caller's token is bound to.")
    node: str = strawberry.field(description="Node of that pod.")
    user_extra: list[str] = strawberry.field(
        description="`key=value` of what else the authenticator says of the caller: claims, scopes, uids."
    )
    impersonated_groups: list[str] = strawberry.field(description="Groups that were impersonated.")
    impersonated_extra: list[str] = strawberry.field(description="`key=value` of impersonated extras.")
    truncated: bool = strawberry.field(description="Bodies were left out, or what wraps the event cut it.")
    reported_lost: bool = strawberry.field(
        description="The API server could not write the event: only its own log tells of the call."
    )
    claimed_time: datetime | None = strawberry.field(description="The event's own time, where that could not be.")
    folded: list[str] = strawberry.field(
        description="`field=value` of what the path does not tell, because too many were made up."
    )
    alerts: list[AlertBrief] = strawberry.field(description="Alerts that rest on this call.")
    event: JSON | None = strawberry.field(
        default=None, description="The whole event, redacted; only in `call(id)`, and only while the archive has it."
    )


@strawberry.type(description="A call and its cursor.")
class ApiCallEdge:
    cursor: str = strawberry.field(description="Cursor of this call.")
    node: ApiCall = strawberry.field(description="The call.")


@strawberry.type(description="A page of calls, newest first.")
class ApiCallConnection:
    edges: list[ApiCallEdge] = strawberry.field(description="The calls.")
    page_info: PageInfo = strawberry.field(description="How to go on.")
    searched_back_to: datetime | None = strawberry.field(description="Everything newer was looked at.")


@strawberry.type(description="A column of the path that an alert's newest evidence took.")
class EvidenceStep:
    key: str = strawberry.field(description="Key of the column, such as `sourceIp`.")
    name: str = strawberry.field(description="The value, empty where the call has none.")
    class_name: str = strawberry.field(description="Class of the value.")
    calls: int = strawberry.field(description="Stored calls of the same user on the same cluster with this value.")
    of: int = strawberry.field(description="All stored calls of the same user on the same cluster.")


@strawberry.type(description="A value that calls of an alert have.")
class Facet:
    name: str = strawberry.field(description="The address, client or object.")
    calls: int = strawberry.field(description="Calls of the alert that have it.")
    first_seen: datetime = strawberry.field(description="First of them.")
    last_seen: datetime = strawberry.field(description="Latest of them.")


@strawberry.type(description="What calls of an alert have, most calls first, at most 100 values each.")
class Facets:
    addresses: list[Facet] = strawberry.field(description="Addresses they came from.")
    clients: list[Facet] = strawberry.field(description="Products and versions they were made with.")
    objects: list[Facet] = strawberry.field(description="Objects they were about.")


@strawberry.type(description="What a detection fired for, gathered by who and what about, while it is not closed.")
class Alert:
    id: strawberry.ID = strawberry.field(description="The same in every run.")
    code: str = strawberry.field(description="Code of the detection, such as EX-01.")
    detection: str = strawberry.field(description="Slug of the detection.")
    kind: DetectionKind = strawberry.field(description="Kind of the detection.")
    severity: Severity = strawberry.field(description="Severity.")
    technique: list[str] = strawberry.field(description="ATT&CK ids.")
    title: str = strawberry.field(description="Title of the detection.")
    status: AlertStatus = strawberry.field(description="open, in progress or closed.")
    cluster: str = strawberry.field(description="Cluster of the first occurrence.")
    who: str = strawberry.field(description="Caller, with cloud identity and impersonation.")
    what: str = strawberry.field(description="Action and object of the first occurrence.")
    thing: str = strawberry.field(description="What it is about: a workload, a role, a class of objects.")
    risk: int = strawberry.field(description="0 to 100; see docs/alerts.md.")
    succeeded: bool = strawberry.field(description="Whether some of its calls went through.")
    where: str = strawberry.field(description="Address of the first occurrence.")
    first_seen: datetime = strawberry.field(description="First occurrence.")
    last_seen: datetime = strawberry.field(description="Latest occurrence.")
    occurrences: int = strawberry.field(description="Calls it rests on.")
    meaning: str = strawberry.field(description="What it means.")
    triage: str = strawberry.field(description="What to look at first.")
    usual: str = strawberry.field(description="What is usually harmless.")
    why: str = strawberry.field(description="Why it fired, in a sentence.")
    path_ids: list[int] = strawberry.field(description="Paths of its evidence; only in `alert(id)`.")
    evidence_path: list[EvidenceStep] = strawberry.field(
        description="The path of its newest evidence, column by column; only in `alert(id)`."
    )
    facets: Facets | None = strawberry.field(description="Addresses, clients and objects; only in `alert(id)`.")
    evidence: strawberry.Private[list[ApiCall]]

    @strawberry.field(description="Its newest evidence, at most 100, in the order of time; only in `alert(id)`.")
    def calls(self, first: int = 50) -> list[ApiCall]:
        return self.evidence[: max(0, first)]


@strawberry.type(description="An alert and its cursor.")
class AlertEdge:
    cursor: str = strawberry.field(description="Cursor of this alert.")
    node: Alert = strawberry.field(description="The alert.")


@strawberry.type(description="A page of alerts, newest first.")
class AlertConnection:
    edges: list[AlertEdge] = strawberry.field(description="The alerts.")
    page_info: PageInfo = strawberry.field(description="How to go on.")


@strawberry.type(
    description="Alerts with a call, a credential, a caller or an external address in common within a day."
)
class Story:
    id: strawberry.ID = strawberry.field(description="That of its first alert.")
    sentence: str = strawberry.field(description="Who did what, in the order of time.")
    risk: int = strawberry.field(description="0 to 100, by its worst alert and how many are loud.")
    severity: Severity = strawberry.field(description="That of its loudest alert.")
    who: list[str] = strawberry.field(description="Who did it, the worst first.")
    clusters: list[str] = strawberry.field(description="Clusters it happened in.")
    first_seen: datetime = strawberry.field(description="First occurrence.")
    last_seen: datetime = strawberry.field(description="Latest occurrence.")
    alerts: list[Alert] = strawberry.field(description="Its alerts, by when each was first seen.")


@strawberry.type(description="A story and its cursor.")
class StoryEdge:
    cursor: str = strawberry.field(description="Cursor of this story.")
    node: Story = strawberry.field(description="The story.")


@strawberry.type(description="A page of stories, worst first.")
class StoryConnection:
    edges: list[StoryEdge] = strawberry.field(description="The stories.")
    total: int = strawberry.field(description="Stories that fit.")
    complete: bool = strawberry.field(description="False when there are more than 5,000 alerts: the rest is not told.")
    page_info: PageInfo = strawberry.field(description="How to go on.")


@strawberry.type(description="A detection, as its file says.")
class Detection:
    code: str = strawberry.field(description="Such as EX-01.")
    slug: str = strawberry.field(description="Name of its file.")
    family: str = strawberry.field(description="Folder of its file.")
    own: bool = strawberry.field(description="Written by the user, not by us.")
    kind: DetectionKind = strawberry.field(description="Kind.")
    severity: Severity = strawberry.field(description="Severity.")
    title: str = strawberry.field(description="Title.")
    technique: list[str] = strawberry.field(description="ATT&CK ids.")
    on: str = strawberry.field(description="Which calls it asks to see.")
    needs: str = strawberry.field(description="What the audit policy must log for it.")
    window: str = strawberry.field(description="How long it remembers, as 90d or 10m; empty when it remembers nothing.")
    scope: str = strawberry.field(description="How far something new has to be new.")
    meaning: str = strawberry.field(description="What it means.")
    triage: str = strawberry.field(description="What to look at first.")
    usual: str = strawberry.field(description="What is usually harmless.")
    query: str = strawberry.field(description="Its Cypher.")
    state: str = strawberry.field(description="`ok`, or why it cannot be asked, or what is wrong with the file.")
    alerts: int = strawberry.field(description="Alerts it raised.")


@strawberry.type(description="A cluster that was heard of.")
class Cluster:
    name: str = strawberry.field(description="Name.")
    first_seen: datetime = strawberry.field(description="First call stored.")
    last_seen: datetime = strawberry.field(description="Latest call stored.")
    calls: int = strawberry.field(description="Calls stored.")


@strawberry.type(description="What is wrong with the service itself, or with what it can answer from.")
class Problem:
    subject: str = strawberry.field(description="The part that has it.")
    text: str = strawberry.field(description="What it is, and what to do or what is being done.")


@strawberry.type(description="What is dropped: calls that all lines match. Empty lines match everything.")
class NoiseRule:
    name: str = strawberry.field(description="Name, as `GRAPHSVC_NOISE_OFF` takes it.")
    title: str = strawberry.field(description="What the rule drops.")
    on: bool = strawberry.field(description="Whether it drops anything now.")
    fixed: bool = strawberry.field(description="True for what is always dropped: there is no switch.")
    verbs: list[str] = strawberry.field(description="Verbs.")
    resources: list[str] = strawberry.field(description="Globs of `resource`, `resource/subresource` or URLs.")
    not_resources: list[str] = strawberry.field(description="Globs of those that are kept.")
    users: list[str] = strawberry.field(description="Globs of Kubernetes users.")
    not_users: list[str] = strawberry.field(description="Globs of those whose calls are kept.")
    succeeded: bool = strawberry.field(description="Only calls with a status below 400.")
    not_denied: bool = strawberry.field(description="Only calls with another status than 401 and 403.")


@strawberry.type(description="Calls that a noise rule dropped within one hour, or the span that was asked for.")
class NoiseHour:
    start: datetime = strawberry.field(description="When it begins.")
    calls: int = strawberry.field(description="Calls dropped.")


@strawberry.type(description="Calls that a noise rule dropped, in whole hours.")
class NoiseCount:
    rule: str = strawberry.field(description="Name of the rule.")
    title: str = strawberry.field(description="What the rule drops.")
    calls: int = strawberry.field(description="Calls dropped.")
    by_hour: strawberry.Private[Mapping[int, int]]

    @strawberry.field(
        description="What it dropped over time, in order; times in which it dropped nothing are left out."
    )
    def over_time(
        self,
        step: Annotated[int, strawberry.argument(description="Hours that are counted together, from 1 to 8784.")] = 1,
    ) -> list[NoiseHour]:
        if not 1 <= step <= MOST_HOURS:
            raise InputError(f"`step` is a number of hours from 1 to {MOST_HOURS}")
        found: dict[int, int] = {}
        for hour, calls in self.by_hour.items():
            start = hour - hour % step
            found[start] = found.get(start, 0) + calls
        return [NoiseHour(start=to_datetime(start * HOUR), calls=calls) for start, calls in sorted(found.items())]


@strawberry.type(description="What a noise rule dropped: a call that has no node, or a line that is no audit record.")
class DroppedCall:
    cluster: str = strawberry.field(description="Cluster.")
    time: datetime | None = strawberry.field(description="When the API server received it.")
    source_ip: str | None = strawberry.field(description="Address of the caller.")
    user: str | None = strawberry.field(description="Kubernetes user.")
    action: str | None = strawberry.field(description="Action.")
    resource: str | None = strawberry.field(description="Resource with its namespace.")
    name: str | None = strawberry.field(description="Name of the object.")
    status: str | None = strawberry.field(description="Status.")
    text: str = strawberry.field(description="The record, redacted.")


@strawberry.type(description="A record that could not be read.")
class RejectedRecord:
    id: strawberry.ID = strawberry.field(description="Id.")
    cluster: str = strawberry.field(description="Cluster that it was sent for.")
    source: str = strawberry.field(description="File or sender.")
    line: int = strawberry.field(description="Line in it, from 1.")
    reason: str = strawberry.field(description="What is wrong with it.")
    raw: str = strawberry.field(description="Its text, cut and redacted.")
    written: datetime = strawberry.field(description="When it was first kept, by the database's clock.")


@strawberry.type(description="A page of records that could not be read, by cluster, source and line, or newest first.")
class RejectedPage:
    total: int = strawberry.field(description="How many there are on all pages.")
    records: list[RejectedRecord] = strawberry.field(description="The records of this page.")
    page_info: PageInfo = strawberry.field(description="How to go on.")
