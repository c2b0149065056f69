"""`graphsvc rebuild`: the graph from the archive."""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from graphsvc.cli.database import database, open_store, say
from graphsvc.cli.engine import engine_of
from graphsvc.cli.logs import Taken, summarise
from graphsvc.domain.batch import Account
from graphsvc.domain.noise import noise_filter
from graphsvc.graph.migration import migrate
from graphsvc.graph.store import Store
from graphsvc.graph.write import renewal
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.archive import archive_in_use
from graphsvc.ingest.archive.segment import Place
from graphsvc.ingest.noise_rules import choose_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.place_files import open_atlas
from graphsvc.ingest.rebuild import Rebuild
from graphsvc.settings import Settings, load


def rebuild(
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Remove the graph that is there first.")] = False,
) -> None:
    """Writes the graph anew from the archive, and runs the detections over it as they ran at first.

    Stop `graphsvc serve` before: beside one it is refused, and ingests are refused until it is done. One that was
    interrupted goes on where it stopped. What the archive does not have any more is not in the graph either. Noise
    rules and detections are those of today.
    """
    settings = load()
    with archive_in_use(settings.archive, alone=True), database(settings) as found, open_store(found) as store:
        migrate(store)
        if renewal.begin(store, replace=replace):
            say("an earlier rebuild goes on")
        taken = _write_all(store, found)
        renewal.end(store)
    summarise(taken)


def _write_all(store: Store, settings: Settings) -> Taken:
    writer = Writer(store, rebuilds=True, atlas=open_atlas(settings.named_networks, settings.geo))
    pipeline = Pipeline(writer, None, noise_filter(choose_noise_rules(**settings.noise)), proxies=settings.proxies)
    engine = engine_of(store, settings)
    taken = Taken(Account())
    work = Rebuild(settings.archive, pipeline, writer, _tell_damage)
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("archive", total=work.bytes_left)
        for frame, account in work.steps():
            taken.account.add(account)
            taken.fired += engine.run_waiting(patient=True)
            progress.advance(task, frame.size)
    return taken


def _tell_damage(place: Place) -> None:
    say(f"graphsvc: damaged and left out: {place.segment} at {place.offset}")
