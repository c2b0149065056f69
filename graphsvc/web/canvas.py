"""What the page draws, as columns of JSON: a folded picture with exact numbers, lights in it, lists of values."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from graphsvc.api.context import Context
from graphsvc.domain.moment import parse_moment
from graphsvc.domain.path import CLUSTER, COLUMNS
from graphsvc.domain.period import Period
from graphsvc.domain.polygraph import Node
from graphsvc.domain.search import parse
from graphsvc.errors import InputError, StoreUnavailable
from graphsvc.graph.read.alerts import OpenAlert
from graphsvc.graph.read.dictionary import Counts
from graphsvc.graph.read.picture import Picture
from graphsvc.graph.read.polygraph import Wanted
from graphsvc.graph.read.reader import Answer, Question
from graphsvc.graph.read.trails import Trails
from graphsvc.graph.read.values import CommandLine, ValuePage, command_lines, value_page
from graphsvc.web.answers import json_response

MOST_NODES = 60  # of a column
NAMES_OF_GROUP = 12
MOST_COMMANDS = 20
MOST_VALUES = 1_000

_KEYS = (CLUSTER, *COLUMNS)

router = APIRouter(prefix="/v1", tags=["canvas"])


class Scope(BaseModel):
    """Which calls a question is about, as an address says it."""

    search: str = Field("", description="Search text; see docs/search.md")
    cluster: list[str] = Field([], description="Cluster, repeatable; all when left out")
    from_: str = Field("", alias="from", description="From this moment on: ISO 8601 or milliseconds since 1970")
    to: str = Field("", description="Up to, but not including, this moment")

    def question(self) -> Question:
        everything = Period()
        period = Period(_moment(self.from_, everything.start), _moment(self.to, everything.stop))
        return Question(self.search, tuple(self.cluster) or None, period)


class Drawing(Scope):
    top: int = Field(15, ge=1, le=MOST_NODES, description="Values shown by name in a column")
    keep: list[str] = Field(
        [], max_length=MOST_NODES, description="Id of a value that is shown by name in any case, repeatable"
    )

    band: bool = Field(False, description="Steady machine traffic (`is:steady`) without a name is one node a column")
    clusters: bool = Field(False, description="A column of clusters in front, where there is more than one")

    def wanted(self) -> Wanted:
        keep = frozenset(self.keep)
        return Wanted(self.top, keep=keep, members=NAMES_OF_GROUP, band=self.band, clusters=self.clusters)


class Lighting(Drawing):
    only: str = Field("", description="Search text for the calls to light")
    path: int | None = Field(None, description="Id of the path to light, in place of a text")
    usual: bool = Field(False, description="Also the other calls of the same users")


class Listing(Scope):
    column: list[str] = Field(
        [], description="Key of a column, repeatable; all, with commands and alerts, when left out"
    )
    text: str = Field("", description="Text that the values contain")
    skip: int = Field(0, ge=0, description="Values left out at the beginning of each column")
    first: int = Field(20, ge=1, le=MOST_VALUES, description="Most values of a column")


class Line(Scope):
    bars: int = Field(90, ge=1, le=500)


@router.get("/polygraph", summary="The picture: columns of nodes, hops between them, and all ways through them")
def polygraph(request: Request, asked: Annotated[Drawing, Query()]) -> Response:
    context: Context = request.app.state.context_of(request.state.viewer)
    question = asked.question()
    picture = context.pictures.draw_for_page(question, asked.wanted())
    return json_response(_document(picture))


@router.get("/polygraph/light", summary="Which ways of the picture some of its calls went")
def light(request: Request, asked: Annotated[Lighting, Query()]) -> Response:
    context: Context = request.app.state.context_of(request.state.viewer)
    question = asked.question()
    picture = context.pictures.draw_for_page(question, asked.wanted())
    trails = picture.polygraph.trails
    counts = (
        _same_graph(picture.answer, context.reader.count(_narrowed(question, asked.only)))
        if asked.path is None
        else _on_path(picture.answer, asked.path)
    )
    others = _through(trails, _others_of_users(picture.answer, counts)) if asked.usual else None
    return json_response({"lit": _through(trails, counts), "usual": others})


@router.get("/polygraph/values", summary="Values of columns with their calls, busiest first")
def values(request: Request, asked: Annotated[Listing, Query()]) -> Response:
    context: Context = request.app.state.context_of(request.state.viewer)
    wanted = [_column(key) for key in asked.column or _KEYS]
    answer = context.reader.count(asked.question())
    folded = context.reader.fold(answer, clusters=CLUSTER in wanted)
    lists = [value_page(folded, key, text=asked.text, skip=asked.skip, first=asked.first) for key in wanted]
    document = {
        **_totals(answer),
        "columns": {key: _list(page) for key, page in zip(wanted, lists, strict=True)},
    }
    if not asked.column:
        alerts, commands = context.pictures.beside(answer)
        lines = [line for _, line in command_lines(folded, commands)]
        document["commands"] = {"total": len(lines), "lines": [_command(line) for line in lines[:MOST_COMMANDS]]}
        document["alerts"] = [_alert(alert) for alert in alerts]
    return json_response(document)


@router.get("/timeline", summary="The same calls over time")
def timeline(request: Request, asked: Annotated[Line, Query()]) -> Response:
    context: Context = request.app.state.context_of(request.state.viewer)
    extent, question = context.reader.extent(), asked.question()
    found = context.reader.timeline(replace(question, period=_within(question.period, extent)), asked.bars)
    return json_response(
        {
            "start": found.start,
            "step": found.step,
            "ok": found.ok.tolist(),
            "failed": found.failed.tolist(),
            "denied": found.denied.tolist(),
            "extent": {"from": extent.start if extent else None, "to": extent.stop if extent else None},
        }
    )


def _moment(text: str, fallback: int) -> int:
    if not text:
        return fallback
    try:
        return int(text) if text.isdigit() else parse_moment(text)
    except (ValueError, OverflowError):
        raise InputError(
            f"{text[:40]!r} is not a moment: write 2026-11-23T12:57:00Z, or milliseconds since 1970"
        ) from None


def _column(key: str) -> str:
    if key not in _KEYS:
        raise InputError(f"{key[:40]!r} is no column; there are {', '.join(_KEYS)}")
    return key


def _within(period: Period, extent: Period | None) -> Period:
    """A period without an end is as long as there are calls."""
    if extent is None:
        return Period(0, 0)
    everything = Period()
    start = extent.start if period.start == everything.start else period.start
    return Period(start, extent.stop if period.stop == everything.stop else period.stop)


def _narrowed(question: Question, only: str) -> Question:
    """Each text is read by itself first, so that no bracket of one closes one of the other."""
    parse(question.search)
    parse(only)
    return replace(question, search=f"({question.search}) ({only})" if question.search.strip() else only)


def _same_graph(drawn: Answer, part: Answer) -> Counts:
    """Counts by place; a graph that was written anew between two questions has other places."""
    if drawn.snapshot.generation != part.snapshot.generation:
        raise StoreUnavailable("the graph is being written anew; ask again")
    return np.minimum(part.counts[: len(drawn.counts)], drawn.counts)


def _on_path(answer: Answer, path: int) -> Counts:
    return np.where(answer.snapshot.of_ids([path])[: len(answer.counts)], answer.counts, 0)


def _others_of_users(answer: Answer, lit: Counts) -> Counts:
    users = answer.snapshot.columns[COLUMNS.index("user")].codes[: len(answer.counts)]
    theirs = np.isin(users, users[(lit > 0) & (users >= 0)])
    return np.where(theirs & (lit == 0), answer.counts, 0)


def _through(trails: Trails, counts: Counts) -> dict[str, list[int]]:
    lit, calls, denied = trails.through(counts)
    return {"trails": lit.tolist(), "calls": calls.tolist(), "denied": denied.tolist()}


def _totals(answer: Answer) -> dict[str, int]:
    return {"calls": answer.calls, "errors": answer.errors, "denied": answer.denied, "paths": answer.paths}


def _document(picture: Picture) -> dict[str, Any]:
    shown, trails = picture.polygraph, picture.polygraph.trails
    return {
        **_totals(picture.answer),
        "columns": [{"key": c.key, "total": c.total, "absent": c.absent} for c in shown.columns],
        "nodes": _nodes(shown.nodes),
        "hops": {
            "source": shown.hops.ends[:, 0].tolist(),
            "target": shown.hops.ends[:, 1].tolist(),
            "calls": shown.hops.calls.tolist(),
            "denied": shown.hops.denied.tolist(),
        },
        "trails": {
            "nodes": trails.nodes.tolist(),
            "calls": trails.calls.tolist(),
            "denied": trails.denied.tolist(),
            "paths": trails.paths.tolist(),
        },
        "commands": _commands(picture),
        "alerts": [_alert(alert) for alert in picture.alerts],
        "openAlerts": picture.open_alerts,
    }


def _alert(alert: OpenAlert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "code": alert.code,
        "severity": alert.severity,
        "title": alert.title,
        "status": alert.status,
        "time": alert.first_seen,
    }


def _nodes(nodes: Sequence[Node]) -> dict[str, list[Any]]:
    return {
        "id": [n.id for n in nodes],
        "column": [n.column for n in nodes],
        "kind": [n.kind for n in nodes],
        "name": [n.name for n in nodes],
        "class": [n.class_ for n in nodes],
        "calls": [n.calls for n in nodes],
        "errors": [n.errors for n in nodes],
        "denied": [n.denied for n in nodes],
        "paths": [n.paths for n in nodes],
        "values": [n.values for n in nodes],
        "firstSeen": [n.first_seen for n in nodes],
        "members": [n.members for n in nodes],
        "alerts": [n.alerts for n in nodes],
        "why": [n.why for n in nodes],
        "search": [n.search for n in nodes],
    }


def _commands(picture: Picture) -> dict[str, dict[str, Any]]:
    """By number of the node: commands that were run through an action, and what they were answered with."""
    shown = picture.polygraph
    found: dict[int, list[dict[str, str]]] = {}
    for place, line in command_lines(shown.folded, picture.commands):
        for key in ("action", "status"):
            lines = found.setdefault(shown.owner(key, place), [])
            if (told := _command(line)) not in lines:
                lines.append(told)
    return {str(node): {"total": len(lines), "lines": lines[:MOST_COMMANDS]} for node, lines in found.items()}


def _command(line: CommandLine) -> dict[str, str]:
    return {"text": line.text, "where": " · ".join(filter(None, (line.user, line.resource)))}


def _list(page: ValuePage) -> dict[str, Any]:
    return {
        "total": page.total,
        "name": page.names,
        "class": page.classes,
        "calls": page.calls.tolist(),
        "denied": page.denied.tolist(),
        "firstSeen": page.first_seen.tolist(),
    }
