"""`graphsvc detection test`: a detection over the calls that its author thought of, on a graph that is thrown away."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from graphsvc.cli.database import say
from graphsvc.cli.engine import chosen
from graphsvc.detection.engine import Engine
from graphsvc.domain.alert import Occurrence
from graphsvc.domain.detection import Detection
from graphsvc.errors import DefinitionError
from graphsvc.graph.migration import migrate
from graphsvc.graph.queries import cypher_folder
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.server.embedded import temporary_server
from graphsvc.graph.store import Store
from graphsvc.graph.write.detection_states import load_states
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.place_files import open_atlas
from graphsvc.ingest.record.record import Record
from graphsvc.settings import Settings, load

_EXPECTED = ("fires", "silent", "learn")
_CLUSTER = "cases"


@dataclass(frozen=True)
class Case:
    """`learn` is history: it is remembered, and must not fire."""

    line: int
    expect: str
    why: str
    event: dict[str, Any]


def try_cases(
    name: Annotated[str, typer.Argument(metavar="FILE|CODE", help="File, code or slug.", show_default=False)],
    cases: Annotated[
        Path | None,
        typer.Argument(
            help='Cases: one JSON object a line, {"expect": "fires", "silent" or "learn", "why": …, "event": …}.',
            show_default="the .ndjson file beside the detection",
        ),
    ] = None,
) -> None:
    """Runs a detection over its cases, one call after the other, and says what was expected and what came.

    Exit status 1 when anything came otherwise.
    """
    settings = load()
    with temporary_server(settings.cache, say=say) as uri, Store(uri) as store:
        migrate(store)
        detection = chosen(settings, name, store)
        found = read_cases(cases or _beside(settings, detection, Path(name)))
        wrong = sum(not is_right for is_right in _run(store, settings, detection, found))
    say(f"{len(found) - wrong:,} of {len(found):,} cases came out as expected")
    if wrong:
        raise typer.Exit(1)


def _beside(settings: Settings, detection: Detection, file: Path) -> Path:
    folders = [file.parent] if file.is_file() else [settings.own_detections]
    if not detection.is_own:
        folders = [cypher_folder().parent / "tests" / "cases"]
    found = [f for folder in folders for f in sorted(folder.rglob(f"{detection.slug}.ndjson"))]
    if not found:
        raise DefinitionError(f"there is no {detection.slug}.ndjson beside the detection: name its cases")
    return found[0]


def read_cases(file: Path) -> list[Case]:
    """Raises DefinitionError for what is no case, with file and line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{file}: cannot be read: {error}") from None
    return [_case(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _case(file: Path, number: int, line: str) -> Case:
    try:
        given = json.loads(line)
        case = Case(number, given["expect"], given.get("why", ""), given["event"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DefinitionError(f"{file}:{number}: is no case, with `expect` and `event`: {error}") from None
    if case.expect not in _EXPECTED or not isinstance(case.event, dict):
        raise DefinitionError(f"{file}:{number}: `expect` is one of {', '.join(_EXPECTED)}, `event` an audit event")
    return case


def _run(store: Store, settings: Settings, detection: Detection, cases: list[Case]) -> list[bool]:
    engine = Engine(store, Reader(store), (detection,))
    writer = Writer(store, atlas=open_atlas(settings.named_networks, settings.geo))
    pipeline = Pipeline(writer, None, lambda _: "", proxies=settings.proxies)
    right = []
    for case in cases:
        fired: list[Occurrence] = []
        record = Record(json.dumps(case.event).encode(), case.line)
        account = pipeline.ingest([record], cluster=_CLUSTER, name="cases", learn=case.expect == "learn")
        engine.run_waiting(fired.extend, patient=True)
        came = "fires" if [o for o in fired if o.detection is detection] else "silent"
        if state := load_states(store).get(detection.slug):
            came = f"cannot be asked: {state.problem}"
        elif not account.calls:
            came = "is no new call"
        is_right = came == case.expect or (came, case.expect) == ("silent", "learn")
        told = f"expected {case.expect}, came {came}: " if not is_right else f"{case.expect}: "
        print(f"{'ok   ' if is_right else 'WRONG'} line {case.line}, {told}{case.why}")
        right.append(is_right)
    return right
