"""Turns values of the graph into GraphQL types: renaming only, no questions."""

from collections.abc import Mapping, Sequence
from typing import Any

from strawberry import ID
from strawberry.scalars import JSON

from graphsvc.api import types
from graphsvc.api.cursor import call_cursor, place_cursor
from graphsvc.detection.own import Fault
from graphsvc.domain import polygraph
from graphsvc.domain.alert import AlertStatus
from graphsvc.domain.details import names_of, refused_by
from graphsvc.domain.detection import OWN, Detection, DetectionKind, Severity
from graphsvc.domain.moment import DAY, parse_moment, to_datetime
from graphsvc.domain.path import Path
from graphsvc.graph.read.alerts import AlertPage, AlertPlace, Facet, Facets, StoredAlert
from graphsvc.graph.read.calls import StoredCall
from graphsvc.graph.read.pages import Page
from graphsvc.graph.read.picture import EvidenceStep
from graphsvc.graph.read.rejected import StoredRejection
from graphsvc.graph.read.stories import StoryPage, StoryPlace, ToldStory
from graphsvc.graph.read.trails import HopCounts
from graphsvc.ingest.archive.dropped import Dropped

_MOST_FACETS = 100
_OWN = "graphsvc"  # family of detections of which nobody did anything


def dropped(value: Dropped) -> types.DroppedCall:
    call, text = value.call, value.text.decode("utf-8", "replace")
    return types.DroppedCall(
        cluster=value.cluster,
        time=to_datetime(call.time) if call else None,
        source_ip=(call and call.path.source_ip) or None,
        user=(call and call.path.user) or None,
        action=call.path.action if call else None,
        resource=call.path.resource_name if call else None,
        name=call.objects[0].name if call and call.objects else None,
        status=call.path.status if call else None,
        text=text,
    )


def rejected(value: StoredRejection) -> types.RejectedRecord:
    return types.RejectedRecord(
        id=ID(value.id),
        cluster=value.cluster,
        source=value.source,
        line=value.line,
        reason=value.reason,
        raw=value.raw,
        written=to_datetime(value.written),
    )


def rejected_page(total: int, found: Sequence[StoredRejection], most: int) -> types.RejectedPage:
    """`found` may hold one more than the page: then there is a next one."""
    shown = found[:most]
    end = place_cursor(shown[-1].place) if shown else None
    info = types.PageInfo(has_next_page=len(found) > most, end_cursor=end)
    return types.RejectedPage(total=total, records=[rejected(r) for r in shown], page_info=info)


def path(id_: int, value: Path, calls: int) -> types.Path:
    return types.Path(
        id=id_,
        cluster=value.cluster,
        source_ip=value.source_ip or None,
        groups=list(value.groups),
        cloud_user=value.cloud_user or None,
        user=value.user or None,
        impersonated_user=value.impersonated_user or None,
        resource=value.resource_name,
        action=value.action,
        status=value.status,
        client=value.client,
        calls=calls,
        errors=calls if value.is_error else 0,
    )


def column(value: polygraph.Column, commands: Mapping[str, list[str]]) -> types.Column:
    nodes = [node(n, commands.get(n.id, [])) for n in value.nodes]
    return types.Column(name=value.title, key=value.key, nodes=nodes, total=value.total, absent=value.absent)


def node(value: polygraph.Node, commands: list[str]) -> types.Node:
    return types.Node(
        id=ID(value.id),
        name=value.name,
        calls=value.calls,
        errors=value.errors,
        denied=value.denied,
        members=list(value.members),
        values=value.values,
        commands=commands,
        expandable=value.kind is not polygraph.NodeKind.VALUE,
        alerts=len(value.alerts),
        first_seen=to_datetime(value.first_seen),
        search=value.search,
    )


def hops(value: HopCounts, ids: Sequence[str]) -> list[types.Hop]:
    rows = zip(value.ends.tolist(), value.calls.tolist(), value.errors.tolist(), strict=True)
    return [types.Hop(source=ID(ids[s]), target=ID(ids[t]), calls=n, errors=failed) for (s, t), n, failed in rows]


def call(value: StoredCall, alerts: Sequence[StoredAlert] = (), event: Any = None) -> types.ApiCall:
    of, own = value.path, value.properties
    return types.ApiCall(
        id=ID(value.id),
        time=to_datetime(value.time),
        cluster=of.cluster,
        event_name=of.event_name,
        action=of.action,
        verb=of.verb,
        resource=of.resource,
        api_group=of.api_group,
        subresource=of.subresource,
        namespace=of.namespace,
        name=own.get("name", ""),
        code=of.code,
        status=of.status,
        reason=own.get("message") or own.get("reason", ""),
        decision=own.get("decision", ""),
        decision_reason=own.get("decision_reason", ""),
        source_ip=of.source_ip,
        source_ips=own.get("source_ips") or [ip for ip in [of.source_ip] if ip],
        groups=list(of.groups),
        user=of.user,
        cloud_user=of.cloud_user,
        cloud_user_detail=_cloud_user_detail(own.get("cloud_user_detail", [])),
        impersonated_user=of.impersonated_user,
        client=of.client,
        user_agent=own.get("user_agent", ""),
        uri=own.get("uri", ""),
        command=own.get("command", ""),
        container=own.get("container", ""),
        level=own.get("level", ""),
        stage=own.get("stage", ""),
        audit_id=own.get("audit_id", ""),
        path_id=value.path_id,
        credential=own.get("credential", ""),
        issued_credential=own.get("issued_credential", ""),
        names=names_of(own),
        dry_run=of.is_dry_run,
        did=of.did,
        took=own.get("took"),
        api_version=own.get("api_version", ""),
        removed_release=own.get("removed_release", ""),
        refused_by=refused_by(of.code, own.get("decision", "")),
        notes=own.get("notes", []),
        unread=own.get("unread", []),
        pod=own.get("pod", ""),
        node=own.get("node", ""),
        user_extra=own.get("user_extra", []),
        impersonated_groups=own.get("impersonated_groups", []),
        impersonated_extra=own.get("impersonated_extra", []),
        truncated=own.get("truncated", False),
        reported_lost=own.get("reported_lost", False),
        claimed_time=to_datetime(parse_moment(own["claimed_time"])) if "claimed_time" in own else None,
        folded=own.get("folded", []),
        alerts=[alert_brief(a) for a in alerts],
        event=event,
    )


def _cloud_user_detail(pairs: Sequence[str]) -> JSON | None:
    return JSON(dict(pair.split("=", 1) for pair in pairs)) if pairs else None


def call_page(page: Page, alerts: Mapping[str, Sequence[StoredAlert]]) -> types.ApiCallConnection:
    edges = [types.ApiCallEdge(cursor=call_cursor(c.id), node=call(c, alerts.get(c.id, ()))) for c in page.calls]
    info = types.PageInfo(has_next_page=page.has_next, end_cursor=call_cursor(page.end_cursor) or None)
    return types.ApiCallConnection(edges=edges, page_info=info, searched_back_to=to_datetime(page.searched_back_to))


def alert_brief(value: StoredAlert) -> types.AlertBrief:
    return types.AlertBrief(id=ID(value.id), code=value.code, severity=Severity(value.severity), title=value.title)


def evidence_step(value: EvidenceStep) -> types.EvidenceStep:
    return types.EvidenceStep(key=value.key, name=value.name, class_name=value.class_, calls=value.calls, of=value.of)


def alert(
    value: StoredAlert,
    definition: Detection | None,
    paths: Sequence[int] = (),
    steps: Sequence[EvidenceStep] = (),
    calls: Sequence[types.ApiCall] = (),
    facets: Facets | None = None,
) -> types.Alert:
    return types.Alert(
        id=ID(value.id),
        code=value.code,
        detection=value.detection,
        kind=DetectionKind(value.kind),
        severity=Severity(value.severity),
        technique=value.technique,
        title=value.title,
        status=AlertStatus(value.status),
        cluster=value.cluster,
        who=value.who,
        what=value.what,
        thing=value.thing,
        risk=value.risk,
        succeeded=value.ok,
        where=value.where,
        first_seen=to_datetime(value.first_seen),
        last_seen=to_datetime(value.last_seen),
        occurrences=value.occurrences,
        meaning=definition.meaning if definition else "",
        triage=definition.triage if definition else "",
        usual=definition.usual if definition else "",
        why=_why(value, definition),
        path_ids=list(paths),
        evidence_path=[evidence_step(step) for step in steps],
        facets=_facets(facets) if facets else None,
        evidence=sorted(calls, key=lambda c: c.id),
    )


def _facets(value: Facets) -> types.Facets:
    return types.Facets(
        addresses=[_facet(f) for f in value.addresses[:_MOST_FACETS]],
        clients=[_facet(f) for f in value.clients[:_MOST_FACETS]],
        objects=[_facet(f) for f in value.objects[:_MOST_FACETS]],
    )


def _facet(value: Facet) -> types.Facet:
    first, last = to_datetime(value.first), to_datetime(value.last)
    return types.Facet(name=value.name, calls=value.calls, first_seen=first, last_seen=last)


def alert_page(page: AlertPage, definitions: Mapping[str, Detection]) -> types.AlertConnection:
    edges = [
        types.AlertEdge(cursor=place_cursor(AlertPlace(a.last_seen, a.id)), node=alert(a, definitions.get(a.detection)))
        for a in page.alerts
    ]
    end = edges[-1].cursor if edges else None
    return types.AlertConnection(edges=edges, page_info=types.PageInfo(has_next_page=page.has_next, end_cursor=end))


def story(value: ToldStory, definitions: Mapping[str, Detection]) -> types.Story:
    own = value.story
    return types.Story(
        id=ID(own.id),
        sentence=own.sentence,
        risk=own.risk,
        severity=own.severity,
        who=own.who,
        clusters=own.clusters,
        first_seen=to_datetime(own.first),
        last_seen=to_datetime(own.last),
        alerts=[alert(a, definitions.get(a.detection)) for a in value.alerts],
    )


def story_page(page: StoryPage, definitions: Mapping[str, Detection]) -> types.StoryConnection:
    edges = [types.StoryEdge(cursor=_story_cursor(s), node=story(s, definitions)) for s in page.stories]
    end = edges[-1].cursor if edges else None
    info = types.PageInfo(has_next_page=page.has_next, end_cursor=end)
    return types.StoryConnection(edges=edges, total=page.total, complete=page.complete, page_info=info)


def _story_cursor(value: ToldStory) -> str:
    return place_cursor(StoryPlace(value.story.risk, value.story.last, value.story.id))


def detection(value: Detection, state: str, alerts: int) -> types.Detection:
    return types.Detection(
        code=value.code,
        slug=value.slug,
        family=value.family,
        own=value.is_own,
        kind=value.kind,
        severity=value.severity,
        title=value.title,
        technique=list(value.technique),
        on=value.on_text,
        needs=value.needs.text,
        window=_duration(value.window),
        scope=value.scope.value if value.window else "",
        meaning=value.meaning,
        triage=value.triage,
        usual=value.usual,
        query=value.text,
        state=state,
        alerts=alerts,
    )


def refused_detection(fault: Fault) -> types.Detection:
    """One of the user's that does not run: of its file no more is sure than its name."""
    file = fault.file.name
    named = Detection(
        slug=fault.file.stem, family=OWN, code="", kind=DetectionKind.POLICY, severity=Severity.INFO, title=file, on=(),
        text="",
    )  # fmt: skip
    return detection(named, f"{file}, line {fault.line}: {fault.text}", 0)


def _duration(window: int) -> str:
    if not window:
        return ""
    return f"{window // DAY}d" if window >= DAY else f"{window // 60_000}m"


def _why(value: StoredAlert, definition: Detection | None) -> str:
    times = "once" if value.occurrences == 1 else f"{value.occurrences} times"
    is_own = definition is not None and definition.family == _OWN
    happened = "" if is_own else f"{value.who} did this {times} from {value.where or 'an unknown address'}."
    because = f"{value.because[:1].upper()}{value.because[1:]}." if value.because else ""
    return " ".join(part for part in (definition.meaning if definition else "", because, happened) if part)
