"""`graphsvc detection import`: other people's rules as detections of one's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphsvc.cli.database import say
from graphsvc.errors import SettingsError
from graphsvc.settings import load

if TYPE_CHECKING:
    from graphsvc.detection.sigma.rule import Converted

app = typer.Typer(help="Other people's rules as detections of your own.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """Other people's rules as detections of your own."""


@app.command()
def sigma(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Sigma rules: YAML files, or folders of them.", show_default=False),
    ],
    into: Annotated[
        Path | None, typer.Option(help="Folder of the detections.", show_default="the setting `detections`")
    ] = None,
) -> None:
    """Converts Sigma rules of product kubernetes, service audit, and correlations of them; writes over nothing.

    What a rule asks that the graph does not have is named, and the rule is left out. `graphsvc detection check` looks
    at what was written. Exit status 1 when a rule was left out.
    """
    folder = into or load().own_detections
    folder.mkdir(parents=True, exist_ok=True)
    left_out = 0
    for converted in _converted(list(_rules(files))):
        problem = converted.problem or _write(folder, converted)
        left_out += bool(problem)
        if problem:
            say(f"left out: {converted.title}: {problem}")
    if left_out:
        raise typer.Exit(1)


def _rules(files: list[Path]) -> Iterator[Path]:
    for file in files:
        yield from sorted(f for f in file.rglob("*") if f.suffix in {".yml", ".yaml"}) if file.is_dir() else [file]


def _converted(files: list[Path]) -> "Iterator[Converted]":
    try:
        from graphsvc.detection.sigma.rule import convert  # noqa: PLC0415  # an extra
    except ModuleNotFoundError:
        raise SettingsError("Sigma rules need pySigma: pip install 'graphsvc[sigma]'") from None
    return convert(files)


def _write(folder: Path, converted: "Converted") -> str:
    file = folder / f"{converted.slug}.cypher"
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(converted.text)
    except FileExistsError:
        return f"{file} is there already"
    print(file)
    return ""
