"""`graphsvc detection`: which detections there are, the Cypher that runs for one, and detections of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from graphsvc.cli import detection_import
from graphsvc.cli.backtest import backtest
from graphsvc.cli.coverage import coverage
from graphsvc.cli.database import database, open_store, say
from graphsvc.cli.detection_cases import try_cases
from graphsvc.cli.engine import chosen, ours_of, own_of
from graphsvc.detection.backtest import Backtest
from graphsvc.detection.compiled import compile_alone
from graphsvc.detection.own import CODE, SLUG, taken_names
from graphsvc.detection.starting import starting_cases, starting_file
from graphsvc.domain.detection import Basis, Detection, DetectionKind
from graphsvc.domain.moment import DAY
from graphsvc.domain.period import Period
from graphsvc.errors import DefinitionError
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.store import Store
from graphsvc.settings import load

app = typer.Typer(help="The detections, as the settings want them, and your own.", no_args_is_help=True)
app.command("test")(try_cases)
app.command()(backtest)
app.command()(coverage)
app.add_typer(detection_import.app, name="import")

Name = Annotated[str, typer.Argument(metavar="CODE|FILE", help="Code, slug or file.", show_default=False)]


@app.command("list")
def list_() -> None:
    """Prints code, kind, severity, slug and title of each, by code; `own` marks those of your folder.

    What is wrong with files of yours goes to standard error; `graphsvc detection check` knows more.
    """
    settings = load()
    own = own_of(settings)
    own.refresh()
    for d in sorted((*ours_of(settings), *own.detections), key=lambda d: d.code):
        mark = "own" if d.is_own else ""
        print(f"{d.code:6} {d.kind.value:9} {d.severity.value:8} {mark:3} {d.slug:40} {d.title}")
    for fault in own.faults:
        say(f"graphsvc: {fault}")


@app.command()
def show(code: Name) -> None:
    """Prints the Cypher that runs for one detection, and its parameters.

    In a service ours of a basis and family are one query; here the one is shown alone.
    """
    compiled = compile_alone(chosen(load(), code))
    print(compiled.text.rstrip())
    for name, value in compiled.parameters.items():
        print(f"// ${name} = {value!r}")


@app.command()
def new(
    code: Annotated[str, typer.Argument(help="Such as MY-01.", show_default=False)],
    slug: Annotated[str, typer.Argument(help="Name of the file, such as secret-read-at-night.", show_default=False)],
    basis: Annotated[Basis, typer.Option(help="What the condition looks at.")] = Basis.CALL,
    kind: Annotated[DetectionKind, typer.Option(help="When it fires.")] = DetectionKind.POLICY,
) -> None:
    """Writes a detection to start with, and cases for it, into your folder (the setting `detections`)."""
    if not CODE.fullmatch(code) or not SLUG.fullmatch(slug):
        raise DefinitionError("a code is as MY-01, a slug as secret-read-at-night")
    settings = load()
    own = own_of(settings)
    own.refresh()
    if taken := {code, slug} & {*taken_names(), *(n for d in own.detections for n in (d.code, d.slug))}:
        raise DefinitionError(f"{', '.join(sorted(taken))} is taken: see `graphsvc detection list`")
    folder = settings.own_detections
    folder.mkdir(parents=True, exist_ok=True)
    _write_new(folder / f"{slug}.cypher", starting_file(code, slug, basis, kind))
    _write_new(folder / f"{slug}.ndjson", starting_cases(slug, basis, kind))


def _write_new(file: Path, text: str) -> None:
    """Never over one that is there."""
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise DefinitionError(f"{file} is there already: it is left as it is") from None
    print(file)


@app.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="Detections.", show_default="all of your folder"),
    ] = None,
) -> None:
    """Says what is wrong with your detections, by file and line. Neo4j plans each before it is asked about some calls.

    Exit status 1 when anything is wrong.
    """
    settings = load()
    with database(settings) as found, open_store(found) as store:
        own = own_of(found, store, files)
        own.refresh()
        failed = [own.fault_of(d, problem) for d in own.detections if (problem := _problem_with_calls(store, d))]
    for fault in (*own.faults, *failed):
        print(fault)
    missing = [file for file in files or () if not file.is_file()]
    for file in missing:
        print(f"{file}: there is no such file")
    say(f"{len(own.detections) - len(failed):,} can run")
    if own.faults or failed or missing:
        raise typer.Exit(1)


def _problem_with_calls(store: Store, detection: Detection) -> str:
    """What no plan tells: a text where true or false has to be."""
    reader = Reader(store)
    if (extent := reader.extent()) is None:
        return ""
    try:
        next(Backtest(store, reader, detection, period=Period(extent.stop - DAY, extent.stop)).run(), None)
    except DefinitionError as error:
        return str(error)
    return ""
