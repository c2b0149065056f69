"""`graphsvc detect`: the whole pipeline on files, against a throw-away database."""

import json
from typing import Annotated, Any

import typer

from graphsvc.cli.database import say
from graphsvc.cli.engine import engine_of
from graphsvc.cli.ingest import AUTO, Cluster, Files, FormatName, Since, milliseconds
from graphsvc.cli.logs import LogTaker, summarise
from graphsvc.detection.looking import InTurn
from graphsvc.domain.alert import Occurrence
from graphsvc.domain.moment import to_text
from graphsvc.domain.noise import noise_filter
from graphsvc.errors import SettingsError
from graphsvc.graph.migration import migrate
from graphsvc.graph.server.embedded import temporary_server
from graphsvc.graph.store import Store
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.noise_rules import choose_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.place_files import open_atlas
from graphsvc.ingest.record.formats import FORMATS
from graphsvc.ingest.record.reading import Reading
from graphsvc.settings import Settings, load


def detect(
    files: Files,
    cluster: Cluster = None,
    form: FormatName = AUTO,
    learn: Annotated[
        list[str] | None,
        typer.Option("--learn", help="History that anomalies learn from first; repeatable.", show_default=False),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="Parameter of detections, as `slug.name` or `name`.", show_default=False
        ),
    ] = None,
    since: Since = None,
    *,
    no_noise_filter: Annotated[bool, typer.Option("--no-noise-filter", help="Keep what the noise rules drop.")] = False,
) -> None:
    """Prints one JSON object a line for each occurrence of a detection in these logs.

    Nothing is stored: the database is thrown away. Without --learn everything is new to the anomalies.
    Exit status 1 when no file could be read, or not one record.
    """
    settings = load(noise_filter=False if no_noise_filter else None)
    given = {**settings.detection_parameters, **dict(_parameter(text) for text in set_ or ())}
    name = cluster or ""
    with temporary_server(settings.cache, say=say) as uri, Store(uri) as store:
        migrate(store)
        taker = _taker(store, settings, given, Reading(FORMATS.get(form), settings.cluster))
        history = taker.take(learn or [], cluster=name, learn=True)
        taken = taker.take(files, cluster=name, since=milliseconds(since))
    summarise(taken)
    if taken.is_all_rejected or (taken.unreadable and not taken.account.read) or history.unreadable:
        raise typer.Exit(1)


def _taker(store: Store, settings: Settings, given: dict[str, Any], reading: Reading) -> LogTaker:
    rules = choose_noise_rules(**settings.noise)
    engine = engine_of(store, settings.model_copy(update={"detection_parameters": given, "learning": "0"}))
    pipeline = Pipeline(
        Writer(store, atlas=open_atlas(settings.named_networks, settings.geo)),
        None,
        noise_filter(rules),
        proxies=settings.proxies,
    )
    return LogTaker(pipeline, InTurn(engine, _print), noise="", reading=reading, s3_endpoint=settings.s3_endpoint)


def _print(occurrences: list[Occurrence]) -> None:
    for occurrence in occurrences:
        print(json.dumps(line_of(occurrence), ensure_ascii=False), flush=True)


def line_of(occurrence: Occurrence) -> dict[str, Any]:
    """One line of output: a contract, see docs/contracts.md."""
    detection = occurrence.detection
    return {
        "code": detection.code,
        "detection": detection.slug,
        "kind": detection.kind.value,
        "severity": occurrence.severity.value,
        "calls": [*occurrence.audit_ids, occurrence.audit_id],
        "cluster": occurrence.cluster,
        "time": to_text(occurrence.time),
        "who": occurrence.who,
        "what": occurrence.what,
        "title": detection.title,
        **({"because": occurrence.because} if occurrence.because else {}),
    }


def _parameter(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise SettingsError(f"--set {text}: write key=value")
    try:
        return key, json.loads(value)
    except json.JSONDecodeError:
        return key, value
