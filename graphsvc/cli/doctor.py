"""`graphsvc doctor`: what is missing on this machine, in this database, and in the clusters' audit policies."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typer

from graphsvc.cli.database import database, free_bytes, open_store
from graphsvc.detection.definition import load_detections
from graphsvc.domain.detection import Detection
from graphsvc.domain.moment import to_text
from graphsvc.errors import GraphsvcError
from graphsvc.graph.migration import check_schema
from graphsvc.graph.server.java import find_java
from graphsvc.graph.store import Store
from graphsvc.graph.write.batches import backlog
from graphsvc.graph.write.detection_states import load_states
from graphsvc.settings import Settings, load

_LEAST_FREE = 5 << 30
_MOST_SKEW_MS = 5_000

Verdict = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    verdict: Verdict
    subject: str
    text: str


def doctor() -> None:
    """Checks Java, Neo4j, schema, disk and clock, and which detections each cluster's audit policy can feed.

    Exit status 1 when something fails.
    """
    findings = list(_findings(load()))
    for finding in findings:
        print(f"{finding.verdict:4}  {finding.subject}: {finding.text}")
    if any(f.verdict == "fail" for f in findings):
        raise typer.Exit(1)


def _findings(settings: Settings) -> Iterator[Finding]:
    yield from _machine(settings)
    try:
        with database(settings) as found, open_store(found) as store:
            yield Finding("ok", "Neo4j", f"{store.check()} at {found.neo4j_uri}")
            yield _tried("schema", lambda: check_schema(store), "is this version's")
            yield _clock(store)
            yield _set_aside(store)
            yield from _detections(store, settings)
    except GraphsvcError as error:
        yield Finding("fail", "Neo4j", str(error))


def _machine(settings: Settings) -> Iterator[Finding]:
    if not settings.neo4j_uri:
        yield _java()
    free = free_bytes(settings.data)
    verdict: Verdict = "ok" if free > _LEAST_FREE else "warn"
    yield Finding(verdict, "disk", f"{free / (1 << 30):.0f} GiB free for {settings.data}")
    page = Path(__file__).parents[1] / "web" / "page" / "index.html"
    yield Finding(
        "ok" if page.exists() else "warn", "page", "is built" if page.exists() else "is not built: run `make page`"
    )


def _java() -> Finding:
    """Without Java there may still be Docker: whether a Neo4j can be had is told by the line after."""
    try:
        return Finding("ok", "Java", str(find_java().binary))
    except GraphsvcError as error:
        return Finding("warn", "Java", str(error))


def _tried(subject: str, check: Callable[[], object], good: str) -> Finding:
    try:
        check()
    except GraphsvcError as error:
        return Finding("fail", subject, str(error))
    return Finding("ok", subject, good)


def _clock(store: Store) -> Finding:
    skew = abs(int(time.time() * 1_000) - int(store.read("now")[0][0]))
    if skew > _MOST_SKEW_MS:
        return Finding("warn", "clock", f"this machine and the database's differ by {skew / 1_000:.0f} s")
    return Finding("ok", "clock", "agrees with the database's")


def _set_aside(store: Store) -> Finding:
    if aside := backlog(store).set_aside:
        told = f"{aside} batches could not be looked at and are set aside; `graphsvc serve` tries again when it starts"
        return Finding("fail", "detections", told)
    return Finding("ok", "detections", "have looked at all batches, or will")


def _detections(store: Store, settings: Settings) -> Iterator[Finding]:
    detections = load_detections(settings.detection_parameters)
    states = load_states(store)
    waiting: dict[str, int] = store.read_map("postponed_calls")
    for detection in detections:
        state = states.get(detection.slug)
        if state and state.is_blind:
            calls = waiting.get(detection.slug, 0)
            told = f"cannot be asked since {to_text(state.since)}, {calls:,} calls wait for it: {state.problem}"
            yield Finding("fail", f"detection {detection.slug}", told)
    needy = [d for d in detections if d.needs.level != "Metadata"]
    for cluster, with_body, writes in store.read("bodies_by_cluster"):
        yield _fed(cluster, with_body, writes, needy, len(detections))


def _fed(cluster: str, with_body: int, writes: int, needy: list[Detection], total: int) -> Finding:
    subject = f"cluster {cluster}"
    if not writes:
        return Finding(
            "warn", subject, "no writes of workloads or roles seen yet: cannot tell what its audit policy logs"
        )
    if with_body:
        return Finding(
            "ok",
            subject,
            f"its audit policy can feed all {total} detections ({with_body} of {writes} writes have bodies)",
        )
    blind = ", ".join(d.code for d in needy)
    return Finding(
        "warn", subject, f"its audit policy logs no bodies, so {blind} cannot see anything: log writes at level Request"
    )
