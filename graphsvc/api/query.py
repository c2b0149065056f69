"""Root fields: each asks one reader, in a thread, and shapes the answer."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Annotated, Any, TypeVar

import strawberry
from anyio import to_thread
from strawberry import ID, Info
from strawberry.types.nodes import SelectedField, Selection

from graphsvc.api import shape, types
from graphsvc.api.acts import ActPage, act_page
from graphsvc.api.context import Context
from graphsvc.api.coverage import Coverage, shaped_coverage
from graphsvc.api.cursor import read_call_cursor, read_place_cursor
from graphsvc.api.receipts import Receipt, receipt
from graphsvc.domain.alert import AlertStatus
from graphsvc.domain.coverage import coverage_of
from graphsvc.domain.detection import DetectionKind, Severity
from graphsvc.domain.event import without_bodies
from graphsvc.domain.moment import HOUR, from_datetime, to_datetime
from graphsvc.domain.period import Period
from graphsvc.domain.viewer import Right
from graphsvc.errors import InputError
from graphsvc.graph.read.acts import ActPlace
from graphsvc.graph.read.alerts import AlertFilter, AlertPlace
from graphsvc.graph.read.picture import Picture
from graphsvc.graph.read.polygraph import Wanted
from graphsvc.graph.read.reader import Question
from graphsvc.graph.read.rejected import RejectedPlace
from graphsvc.graph.read.stories import StoryPlace
from graphsvc.graph.read.values import command_lines

T = TypeVar("T")

MOST_PATHS = 2_000
MOST_CALLS = 200
MOST_COMMANDS = 20

Search = Annotated[str, strawberry.argument(description="Search text; see docs/search.md.")]
Clusters = Annotated[list[str] | None, strawberry.argument(description="Names of clusters; all when left out.")]
From = Annotated[datetime | None, strawberry.argument(name="from", description="From this moment on.")]
To = Annotated[datetime | None, strawberry.argument(description="Up to, but not including, this moment.")]
First = Annotated[int, strawberry.argument(description="Most rows of the page, at most 200.")]
After = Annotated[str | None, strawberry.argument(description="Cursor that the page before ended with.")]


@strawberry.type(description="Questions that can be asked.")
class Query:
    @strawberry.field(description="Eight columns of the calls that match, with counts on nodes and hops.")
    async def polygraph(
        self,
        info: Info[Context, None],
        search: Search = "",
        clusters: Clusters = None,
        from_: From = None,
        to: To = None,
        top: Annotated[int, strawberry.argument(description="Values shown by name in a column; 0: all.")] = 15,
        group: Annotated[bool, strawberry.argument(description="Group what is not shown by its class.")] = True,
        band: Annotated[
            bool, strawberry.argument(description="Steady machine traffic without a name is one node a column.")
        ] = False,
    ) -> types.Polygraph:
        if not 0 <= top <= 10_000:
            raise InputError("`top` is a number from 0 to 10000")
        wanted = Wanted(top, group, band=band)
        return await _in_thread(partial(_polygraph, info.context, _question(search, clusters, from_, to), wanted))

    @strawberry.field(description="What is wrong just now; empty when all answers are whole. `/readyz` says the same.")
    async def problems(self, info: Info[Context, None]) -> list[types.Problem]:
        found = await _in_thread(info.context.problems)
        return [types.Problem(subject=problem.subject, text=problem.text) for problem in found]

    @strawberry.field(description="Calls that match, newest first.")
    async def api_calls(
        self,
        info: Info[Context, None],
        search: Search = "",
        clusters: Clusters = None,
        from_: From = None,
        to: To = None,
        errors_only: Annotated[
            bool, strawberry.argument(description="Only calls with a status of 400 or more.")
        ] = False,
        first: First = 100,
        after: After = None,
    ) -> types.ApiCallConnection:
        question = _question(search, clusters, from_, to, errors_only=errors_only)
        before, most = read_call_cursor(after), _page_size(first)
        wants_alerts = _asks_for("alerts", info.selected_fields)
        return await _in_thread(
            lambda: _calls(info.context, question, first=most, before=before, wants_alerts=wants_alerts)
        )

    @strawberry.field(description="One call with its whole event, redacted.")
    async def call(self, info: Info[Context, None], id: ID) -> types.ApiCall | None:  # noqa: A002  # the contract's name
        return await _in_thread(partial(_call, info.context, str(id)))

    @strawberry.field(description="Alerts of which some evidence matches, newest first.")
    async def alerts(
        self,
        info: Info[Context, None],
        search: Search = "",
        clusters: Clusters = None,
        status: list[AlertStatus] | None = None,
        severity: list[Severity] | None = None,
        kind: list[DetectionKind] | None = None,
        first: First = 50,
        after: After = None,
    ) -> types.AlertConnection:
        wanted = AlertFilter(_values(status), _values(severity), _values(kind))
        place, most = read_place_cursor(after, AlertPlace), _page_size(first)
        question = _question(search, clusters, None, None)
        page = await _in_thread(lambda: info.context.alerts.page(question, wanted, first=most, after=place))
        return shape.alert_page(page, info.context.definitions())

    @strawberry.field(description="One alert with its evidence.")
    async def alert(self, info: Info[Context, None], id: ID) -> types.Alert | None:  # noqa: A002  # the contract's name
        return await _in_thread(partial(_alert, info.context, str(id)))

    @strawberry.field(description="Stories of which some alert fits, worst first. Closed alerts only where asked for.")
    async def stories(
        self,
        info: Info[Context, None],
        search: Search = "",
        clusters: Clusters = None,
        status: list[AlertStatus] | None = None,
        severity: list[Severity] | None = None,
        kind: list[DetectionKind] | None = None,
        first: First = 50,
        after: After = None,
    ) -> types.StoryConnection:
        wanted = AlertFilter(_values(status), _values(severity), _values(kind))
        place, most = read_place_cursor(after, StoryPlace), _page_size(first)
        question = _question(search, clusters, None, None)
        page = await _in_thread(lambda: info.context.stories.page(question, wanted, first=most, after=place))
        return shape.story_page(page, info.context.definitions())

    @strawberry.field(description="The detections, by code.")
    async def detections(
        self,
        info: Info[Context, None],
        kind: list[DetectionKind] | None = None,
        search: Annotated[str, strawberry.argument(description="Text that code, title or slug contain.")] = "",
    ) -> list[types.Detection]:
        return await _in_thread(partial(_detections, info.context, _values(kind), search))

    @strawberry.field(description="The clusters that were heard of, by name.")
    async def clusters(self, info: Info[Context, None]) -> list[types.Cluster]:
        found = await _in_thread(info.context.reader.clusters)
        return [
            types.Cluster(
                name=c.name,
                first_seen=to_datetime(c.first_seen),
                last_seen=to_datetime(c.last_seen),
                calls=c.calls,
            )
            for c in found
        ]

    @strawberry.field(description="Calls that were dropped as noise, by rule, in all hours that the period touches.")
    async def noise(
        self, info: Info[Context, None], from_: From = None, to: To = None, clusters: Clusters = None
    ) -> list[types.NoiseCount]:
        question = _question("", clusters, from_, to)
        found = await _in_thread(lambda: info.context.reader.noise(question.period, question.clusters))
        return info.context.noise.counts(found)

    @strawberry.field(description="Which detections the log of each cluster can feed, and why not the others.")
    async def coverage(self, info: Info[Context, None], clusters: Clusters = None) -> list[Coverage]:
        found = await _in_thread(lambda: info.context.coverage.facts(tuple(clusters) if clusters else None))
        detections = info.context.detections()
        return [shaped_coverage(name, coverage_of(detections, facts)) for name, facts in found.items()]

    @strawberry.field(description="How whole the log of each cluster is, in all hours that the period touches.")
    async def receipts(
        self, info: Info[Context, None], from_: From = None, to: To = None, clusters: Clusters = None
    ) -> list[Receipt]:
        question = _question("", clusters, from_, to)
        found = await _in_thread(lambda: info.context.receipts.receipts(question.period, question.clusters))
        return list(map(receipt, found))

    @strawberry.field(description="Who did what to graphsvc itself, newest first. For administrators of everything.")
    async def acts(self, info: Info[Context, None], first: First = 50, after: After = None) -> ActPage:
        viewer = info.context.viewer
        viewer.require(Right.ADMINISTER)
        viewer.scope.require_everything()
        place, most = read_place_cursor(after, ActPlace), _page_size(first)
        return act_page(await _in_thread(lambda: info.context.acts.page(first=most + 1, after=place)), most)

    @strawberry.field(description="What can be dropped as noise, in the order in which it is asked.")
    async def noise_rules(self, info: Info[Context, None]) -> list[types.NoiseRule]:
        return list(info.context.noise.listed())

    @strawberry.field(description="The latest that a noise rule dropped of what arrived in the last hour.")
    async def dropped(
        self, info: Info[Context, None], rule: str, clusters: Clusters = None, first: First = 50
    ) -> list[types.DroppedCall]:
        since, most = int(time.time() * 1_000) - HOUR, _page_size(first)
        scope = info.context.viewer.scope.narrowed(clusters or None)
        found = await _in_thread(lambda: info.context.dropped.latest(rule, since=since, scope=scope, most=most))
        return [shape.dropped(d) for d in found]

    @strawberry.field(description="Records that could not be read.")
    async def rejected(
        self,
        info: Info[Context, None],
        clusters: Clusters = None,
        first: First = 50,
        skip: Annotated[int, strawberry.argument(description="Records left out at the beginning.")] = 0,
        newest_first: Annotated[
            bool, strawberry.argument(description="Those that came last first, instead of by cluster, source and line.")
        ] = False,
        after: After = None,
    ) -> types.RejectedPage:
        if not 0 <= skip < 1 << 31:
            raise InputError("`skip` is a number of records")
        most, place = _page_size(first), read_place_cursor(after, RejectedPlace)
        page = partial(info.context.rejected.page, first=most + 1, skip=skip, after=place, newest_first=newest_first)
        total = await _in_thread(lambda: info.context.rejected.count(clusters or None))
        return shape.rejected_page(total, await _in_thread(lambda: page(clusters or None)), most)

    @strawberry.field(description="One record that could not be read.")
    async def rejected_record(
        self,
        info: Info[Context, None],
        id: ID,  # noqa: A002  # the contract's name
    ) -> types.RejectedRecord | None:
        found = await _in_thread(lambda: info.context.rejected.get(str(id)))
        return shape.rejected(found) if found else None


async def _in_thread(work: Callable[[], T]) -> T:
    """Readers wait for the database: the loop must not."""
    return await to_thread.run_sync(work)


def _question(
    search: str, clusters: list[str] | None, start: datetime | None, stop: datetime | None, *, errors_only: bool = False
) -> Question:
    everything = Period()
    period = Period(
        from_datetime(start) if start else everything.start, from_datetime(stop) if stop else everything.stop
    )
    return Question(search, tuple(clusters) if clusters else None, period, errors_only)


def _page_size(first: int) -> int:
    if not 1 <= first <= MOST_CALLS:
        raise InputError(f"`first` is a number from 1 to {MOST_CALLS}")
    return first


def _values(chosen: list[Any] | None) -> list[str] | None:
    return [str(c) for c in chosen] if chosen else None


def _polygraph(context: Context, question: Question, wanted: Wanted) -> types.Polygraph:
    picture = context.pictures.draw(question, wanted)
    answer, shown = picture.answer, picture.polygraph
    commands, ids = _commands(picture), [node.id for node in shown.nodes]
    snapshot, busiest = answer.snapshot, answer.busiest(MOST_PATHS)
    return types.Polygraph(
        calls=answer.calls,
        errors=answer.errors,
        denied=answer.denied,
        columns=[shape.column(c, commands) for c in shown.columns],
        hops=shape.hops(shown.hops, ids),
        paths=[shape.path(int(snapshot.ids[p]), snapshot.paths[p], int(answer.counts[p])) for p in busiest],
        truncated=answer.paths > MOST_PATHS,
    )


def _commands(picture: Picture) -> dict[str, list[str]]:
    """Command lines by node id, for actions and statuses of sessions."""
    shown, found = picture.polygraph, dict[str, list[str]]()
    for place, line in command_lines(shown.folded, picture.commands):
        for key in ("action", "status"):
            node = shown.nodes[shown.owner(key, place)]
            known = found.setdefault(node.id, [])
            if line.text not in known and len(known) < MOST_COMMANDS:
                known.append(line.text)
    return found


def _asks_for(name: str, selected: Iterable[Selection]) -> bool:
    """Is this field among those that are selected, at any depth?"""
    return any(
        (isinstance(part, SelectedField) and part.name == name) or _asks_for(name, part.selections) for part in selected
    )


def _calls(
    context: Context, question: Question, *, first: int, before: str, wants_alerts: bool
) -> types.ApiCallConnection:
    page = context.reader.calls(question, first=first, before=before)
    return shape.call_page(page, context.alerts.of_calls([c.id for c in page.calls]) if wants_alerts else {})


def _call(context: Context, id_: str) -> types.ApiCall | None:
    found = context.reader.calls_by_id([id_])
    if not found:
        return None
    place = found[0].properties.get("archive", "")
    alerts = context.alerts.of_calls([id_]).get(id_, [])
    event = context.raw_event(place) if place else None
    if event is not None and context.viewer.may(Right.BODIES):
        context.looked_at(id_)
    return shape.call(found[0], alerts, event if context.viewer.may(Right.BODIES) else without_bodies(event))


def _alert(context: Context, id_: str) -> types.Alert | None:
    found = context.alerts.get([id_])
    if not found:
        return None
    definition = context.definitions().get(found[0].detection)
    calls = context.reader.calls_by_id(context.alerts.call_ids(id_, 100))
    steps = context.pictures.evidence(calls[0].path_id, found[0].cluster) if calls else []
    paths, facets = context.alerts.path_ids(id_), context.alerts.facets(id_)
    return shape.alert(found[0], definition, paths, steps, [shape.call(c) for c in calls], facets)


def _detections(context: Context, kinds: list[str] | None, search: str) -> list[types.Detection]:
    counts, states, text = context.alerts.counts(), context.states(), search.lower()
    wanted = [
        d
        for d in context.detections()
        if (not kinds or d.kind.value in kinds) and text in f"{d.code} {d.title} {d.slug}".lower()
    ]
    running = [
        shape.detection(
            d, states[d.slug].problem if d.slug in states and states[d.slug].is_blind else "ok", counts.get(d.slug, 0)
        )
        for d in wanted
    ]
    refused = [] if kinds else [f for f in context.faults() if text in f.file.name.lower()]
    return [*map(shape.refused_detection, refused), *running]
