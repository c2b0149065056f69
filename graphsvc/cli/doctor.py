"""`graphsvc doctor`: what is missing on this machine, in this database, and in the clusters' audit policies."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typer

from graphsvc.cli.database import database, free_bytes, open_store
from graphsvc.cli.engine import ours_of, own_of
from graphsvc.domain.coverage import INVISIBLE, Coverage, CoverageState, coverage_of
from graphsvc.domain.moment import to_text
from graphsvc.domain.receipt import ReceiptState
from graphsvc.errors import GraphsvcError
from graphsvc.graph.migration import check_schema
from graphsvc.graph.read.coverage import CoverageReader
from graphsvc.graph.read.receipts import ReceiptReader
from graphsvc.graph.server.java import find_java
from graphsvc.graph.store import Store
from graphsvc.graph.write.batches import backlog
from graphsvc.graph.write.detection_states import load_states
from graphsvc.settings import Settings, load

_LEAST_FREE = 5 << 30
_MOST_SKEW_MS = 5_000
_MOST_REASONS = 3

Verdict = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    verdict: Verdict
    subject: str
    text: str


def doctor() -> None:
    """Checks Java, Neo4j, schema, disk and clock, which detections each cluster's log can feed, and how whole it is.

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
            yield Finding("ok", "Neo4j", f"{store.check()} at {store.uri}")
            yield _tried("schema", lambda: check_schema(store), "is this version's")
            yield _clock(store)
            yield _set_aside(store)
            yield from _detections(store, settings)
            yield from _receipts(store)
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
    own = own_of(settings, store)
    own.refresh()
    yield from (Finding("fail", "own detection", str(fault)) for fault in own.faults)
    detections = (*ours_of(settings), *own.detections)
    states = load_states(store)
    waiting: dict[str, int] = store.read_map("postponed_calls")
    for detection in detections:
        state = states.get(detection.slug)
        if state and state.is_blind:
            calls = waiting.get(detection.slug, 0)
            told = f"cannot be asked since {to_text(state.since)}, {calls:,} calls wait for it: {state.problem}"
            yield Finding("fail", f"detection {detection.slug}", told)
    for cluster, facts in CoverageReader(store).facts().items():
        yield _fed(cluster, coverage_of(detections, facts))
    yield Finding("ok", "no log shows", f"{', '.join(INVISIBLE).lower()}: see `graphsvc detection coverage`")


def _receipts(store: Store) -> Iterator[Finding]:
    for receipt in ReceiptReader(store).receipts():
        verdict: Verdict = "ok" if receipt.state is ReceiptState.WHOLE else "warn"
        yield Finding(verdict, f"log of {receipt.cluster}", receipt.told)


def _fed(cluster: str, coverages: list[Coverage]) -> Finding:
    counts = Counter(coverage.state for coverage in coverages)
    told = [f"its log feeds {counts[CoverageState.FED]} of {len(coverages)} detections"]
    if partly := counts[CoverageState.PARTLY]:
        told.append(f"{partly} see only some of what they look at")
    if blind := [c for c in coverages if c.state is CoverageState.BLIND]:
        reasons = Counter(c.why for c in blind).most_common(_MOST_REASONS)
        codes = ", ".join(c.detection.code for c in blind)
        told.append(f"{len(blind)} are blind ({codes}), above all: {'; '.join(why for why, _ in reasons)}")
    if unknown := counts[CoverageState.UNKNOWN]:
        told.append(f"of {unknown} it has shown nothing yet")
    return Finding("warn" if blind or partly else "ok", f"cluster {cluster}", "; ".join(told))
