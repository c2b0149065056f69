"""The drawn graph as columns of JSON, path by path, so that hovering lights only paths that happened."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from graphsvc.api.context import Context
from graphsvc.domain.moment import parse_moment
from graphsvc.domain.path import COLUMNS
from graphsvc.domain.period import Period
from graphsvc.errors import InputError
from graphsvc.graph.read.reader import Answer, Question
from graphsvc.web.answers import json_response

MOST_PATHS = 20_000

router = APIRouter(prefix="/v1", tags=["canvas"])

Search = Annotated[str, Query(description="Search text; see docs/search.md")]
Clusters = Annotated[list[str] | None, Query(alias="cluster", description="Cluster, repeatable; all when left out")]
From = Annotated[
    str | None, Query(alias="from", description="From this moment on: ISO 8601 or milliseconds since 1970")
]
To = Annotated[str | None, Query(description="Up to, but not including, this moment")]


@router.get("/polygraph", summary="Paths of the calls that match, with counts")
def polygraph(
    request: Request, search: Search = "", cluster: Clusters = None, from_: From = None, to: To = None
) -> Response:
    context: Context = request.app.state.context
    question = _question(search, cluster, from_, to)
    answer = context.reader.count(question)
    return json_response(_document(context, answer, question.period))


@router.get("/timeline", summary="The same calls over time")
def timeline(
    request: Request,
    search: Search = "",
    cluster: Clusters = None,
    from_: From = None,
    to: To = None,
    bars: Annotated[int, Query(ge=1, le=500)] = 90,
) -> Response:
    context: Context = request.app.state.context
    extent = context.reader.extent()
    asked = _question(search, cluster, from_, to)
    period = _within(asked.period, extent)
    found = context.reader.timeline(Question(asked.search, asked.clusters, period), bars)
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


def _question(search: str, clusters: list[str] | None, start: str | None, stop: str | None) -> Question:
    everything = Period()
    period = Period(_moment(start, everything.start), _moment(stop, everything.stop))
    return Question(search, tuple(clusters) if clusters else None, period)


def _moment(text: str | None, fallback: int) -> int:
    if not text:
        return fallback
    try:
        return int(text) if text.isdigit() else parse_moment(text)
    except (ValueError, OverflowError):
        raise InputError(
            f"{text[:40]!r} is not a moment: write 2026-11-23T12:57:00Z, or milliseconds since 1970"
        ) from None


def _within(period: Period, extent: Period | None) -> Period:
    """A period without an end is as long as there are calls."""
    if extent is None:
        return Period(0, 0)
    everything = Period()
    start = extent.start if period.start == everything.start else period.start
    return Period(start, extent.stop if period.stop == everything.stop else period.stop)


def _document(context: Context, answer: Answer, period: Period) -> dict[str, Any]:
    places = answer.busiest(MOST_PATHS)
    snapshot = answer.snapshot
    ids = [int(snapshot.ids[p]) for p in places]
    extent = _within(period, context.reader.extent())
    sessions = [i for i, p in zip(ids, places, strict=True) if snapshot.paths[p].column_classes[6] == "exec"]
    return {
        "calls": answer.calls,
        "errors": answer.errors,
        "denied": answer.denied,
        "truncated": int((answer.counts > 0).sum()) > len(places),
        "range": {"from": extent.start, "to": extent.stop},
        "columns": COLUMNS,
        **_columns(answer, places),
        "commands": {str(path): lines for path, lines in context.reader.commands(sessions).items()},
        "alerts": _alerts(context, frozenset(ids)),
    }


def _columns(answer: Answer, places: list[int]) -> dict[str, Any]:
    """Values by column without those that nobody uses here, and paths that point at them."""
    snapshot = answer.snapshot
    values: dict[str, dict[str, list[Any]]] = {}
    paths: dict[str, list[Any]] = {
        "id": snapshot.ids[places].tolist(),
        "cluster": [snapshot.paths[p].cluster for p in places],
        "client": [snapshot.paths[p].client for p in places],
        "calls": answer.counts[places].tolist(),
        "errors": [int(answer.counts[p]) if snapshot.is_error[p] else 0 for p in places],
        "denied": [int(answer.counts[p]) if snapshot.is_denied[p] else 0 for p in places],
        "firstSeen": snapshot.first_seen[places].tolist(),
    }
    for key, column in zip(COLUMNS, snapshot.columns, strict=True):
        codes = column.codes[places].tolist()
        used = {code: at for at, code in enumerate(dict.fromkeys(c for c in codes if c >= 0))}
        values[key] = {"names": [column.names[c] for c in used], "classes": [column.classes[c] for c in used]}
        paths[key] = [used.get(code, -1) for code in codes]
    values["group"]["members"] = [name.split(", ") for name in values["group"]["names"]]
    return {"values": values, "paths": paths}


def _alerts(context: Context, shown: Iterable[int]) -> list[dict[str, Any]]:
    shown = frozenset(shown)
    return [
        {
            "id": alert.id,
            "code": alert.code,
            "severity": alert.severity,
            "title": alert.title,
            "status": alert.status,
            "paths": kept,
            "time": alert.first_seen,
        }
        for alert, paths in context.alerts.open_with_paths()
        if (kept := [p for p in paths if p in shown])
    ]
