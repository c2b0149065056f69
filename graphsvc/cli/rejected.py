"""`graphsvc rejected`: records that could not be read, with why; and trying them again."""

import json
from typing import Annotated

import typer

from graphsvc.cli.database import database, open_store, say
from graphsvc.cli.engine import engine_of
from graphsvc.cli.logs import Taken, summarise
from graphsvc.domain.batch import Account
from graphsvc.domain.moment import to_text
from graphsvc.domain.noise import noise_filter
from graphsvc.domain.path import plain
from graphsvc.graph.read.rejected import RejectedReader, StoredRejection, forget_rejected
from graphsvc.graph.store import Store
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.noise_rules import choose_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.place_files import open_atlas
from graphsvc.ingest.replay import Replay
from graphsvc.settings import Settings, load

_STRIDE = 1_000


def rejected(
    cluster: Annotated[str | None, typer.Option(help="Only of this cluster.", show_default="all")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most records listed.")] = 100,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    replay: Annotated[bool, typer.Option("--replay", help="Try all of them again instead of listing them.")] = False,
) -> None:
    """Lists records that could not be read, newest first: where they came from, why, and their text (cut and redacted).

    With --replay they are tried again, whole, from the archive: what can be read now becomes calls, the rest stays.
    """
    clusters = [cluster] if cluster else None
    with database(load()) as settings, open_store(settings) as store:
        if replay:
            _replay(store, settings, clusters)
            return
        _list(RejectedReader(store), clusters, limit, as_json=as_json)


def _list(reader: RejectedReader, clusters: list[str] | None, limit: int, *, as_json: bool) -> None:
    for record in reader.page(clusters, first=limit, newest_first=True):
        _show(record, as_json=as_json)
    total = reader.count(clusters)
    if total > limit:
        say(f"the newest {limit:,} of {total:,}; --limit lists more")


def _show(record: StoredRejection, *, as_json: bool) -> None:
    written = to_text(record.written)
    if as_json:
        told = {"cluster": record.cluster, "source": record.source, "line": record.line}
        print(json.dumps({**told, "reason": record.reason, "raw": record.raw, "id": record.id, "written": written}))
    else:
        print(plain(f"{written}  {record.cluster}  {record.source}, line {record.line}: {record.reason}"))
        print(f"    {plain(record.raw[:160])}")


def _replay(store: Store, settings: Settings, clusters: list[str] | None) -> None:
    reader = RejectedReader(store)
    pipeline = Pipeline(
        Writer(store, atlas=open_atlas(settings.named_networks, settings.geo)),
        None,
        noise_filter(choose_noise_rules(**settings.noise)),
        proxies=settings.proxies,
    )
    replay = Replay(settings.archive, pipeline)
    taken, skip = Taken(Account()), 0
    while records := reader.page(clusters, first=_STRIDE, skip=skip):
        account, ids = replay.take(records)
        forget_rejected(store, ids)
        taken.account.add(account)
        skip += len(records) - len(ids)
    engine = engine_of(store, settings)
    taken.fired = engine.run_waiting(patient=True)
    summarise(taken)
    say(f"{skip:,} still cannot be read")
