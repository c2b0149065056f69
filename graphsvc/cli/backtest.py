"""`graphsvc detection backtest`: what a detection would have fired for, before anybody has to live with it."""

import json
import time
from dataclasses import dataclass
from typing import Annotated, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from graphsvc.cli.database import database, open_store, say
from graphsvc.cli.detect import line_of
from graphsvc.cli.engine import chosen
from graphsvc.detection.backtest import Backtest
from graphsvc.domain.alert import Occurrence
from graphsvc.domain.moment import DAY, to_text
from graphsvc.domain.path import plain
from graphsvc.domain.period import Period
from graphsvc.errors import InputError
from graphsvc.graph.migration import check_schema
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.store import Store
from graphsvc.settings import Settings, load

_TOLD_EVERY = 10.0  # seconds, where no bar can be drawn
_INTERRUPTED = 130


@dataclass
class _Subject:
    """What would be one alert: the same who and what."""

    first: Occurrence
    last: int
    times: int = 0


def backtest(
    name: Annotated[str, typer.Argument(metavar="CODE|FILE", help="Code, slug or file.", show_default=False)],
    days: Annotated[int, typer.Option(min=1, help="How many days, counted back from the newest call.")] = 30,
    cluster: Annotated[str | None, typer.Option(help="Only of this cluster.", show_default="all")] = None,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each time, as `graphsvc detect` prints.")
    ] = False,
) -> None:
    """Asks a detection about the calls that are stored, and prints who and what it would have fired for.

    Nothing is written. Ctrl-C ends it with what was found so far.
    """
    settings = load()
    with database(settings) as found, open_store(found) as store:
        check_schema(store)
        _run(store, found, name, Wanted(days, cluster or "", as_json=as_json))


@dataclass(frozen=True)
class Wanted:
    days: int
    cluster: str
    as_json: bool


def _run(store: Store, settings: Settings, name: str, wanted: Wanted) -> None:
    detection = chosen(settings, name, store)
    reader = Reader(store)
    extent = reader.extent()
    if extent is None:
        raise InputError("no calls are stored: run `graphsvc ingest` first")
    period = Period(extent.stop - wanted.days * DAY, extent.stop)
    looked = Backtest(store, reader, detection, period=period, cluster=wanted.cluster)
    kept_from = max(extent.start, *(row[0] for row in store.read("kept_from")))
    for caveat in looked.caveats(kept_from):
        say(f"graphsvc: {caveat}")
    subjects: dict[str, _Subject] = {}
    interrupted = False
    with _Shown(max(period.start, extent.start), period.stop) as shown:
        try:
            for part in looked.run():
                for occurrence in part.fired:
                    _take(subjects, occurrence, as_json=wanted.as_json)
                shown.tell(part.until, part.calls, sum(s.times for s in subjects.values()))
        except KeyboardInterrupt:
            interrupted = True
    if not wanted.as_json:
        _print(subjects)
    where = f"interrupted at {to_text(shown.until)}" if interrupted else f"{wanted.days} days"
    say(f"{shown.calls:,} calls, {where}: {shown.fired:,} times, {len(subjects):,} alerts")
    if interrupted:
        raise typer.Exit(_INTERRUPTED)


def _take(subjects: dict[str, _Subject], occurrence: Occurrence, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(line_of(occurrence), ensure_ascii=False), flush=True)
    found = subjects.setdefault(occurrence.subject, _Subject(occurrence, occurrence.time))
    found.times += 1
    found.last = occurrence.time


def _print(subjects: dict[str, _Subject]) -> None:
    """Most often first."""
    for subject in sorted(subjects.values(), key=lambda s: (-s.times, s.first.time)):
        o = subject.first
        when = f"{to_text(o.time)} to {to_text(subject.last)}" if subject.times > 1 else to_text(o.time)
        because = f" ({o.because})" if o.because else ""
        print(plain(f"{subject.times:>6,}  {o.severity.value:8}  {when}  {o.cluster}  {o.who}: {o.what}{because}"))


class _Shown:
    """How far it is: a bar where somebody looks, else a line now and then."""

    def __init__(self, start: int, stop: int) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)
        self._silent = console.is_terminal
        self._start = start
        self._task = self._progress.add_task("", total=max(1, stop - start))
        self._told = time.monotonic()
        self.until, self.calls, self.fired = start, 0, 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def tell(self, until: int, calls: int, fired: int) -> None:
        self.until, self.fired = until, fired
        self.calls += calls
        text = f"{to_text(until)[:16]}  {self.calls:,} calls, fired {fired:,} times"
        self._progress.update(self._task, completed=max(0, until - self._start), description=text)
        if not self._silent and time.monotonic() - self._told > _TOLD_EVERY:
            self._told = time.monotonic()
            say(text)
