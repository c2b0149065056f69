"""`graphsvc detection list|show`: which detections there are, and the Cypher that runs for one."""

from typing import Annotated

import typer

from graphsvc.detection.compiled import compile_basis, compile_query
from graphsvc.detection.definition import load_detections
from graphsvc.domain.detection import Basis
from graphsvc.errors import DefinitionError
from graphsvc.settings import load

app = typer.Typer(help="The detections, as the settings want them.", no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """Prints code, kind, severity, slug and title of each, by code."""
    for d in load_detections(load().detection_parameters):
        print(f"{d.code:6} {d.kind.value:9} {d.severity.value:8} {d.slug:40} {d.title}")


@app.command()
def show(code: Annotated[str, typer.Argument(help="Code or slug.", show_default=False)]) -> None:
    """Prints the Cypher that runs for one detection, and its parameters.

    In a service the conditions of a basis and family are one query; here the one is shown alone.
    """
    found = [d for d in load_detections(load().detection_parameters) if code in {d.code, d.slug}]
    if not found:
        raise DefinitionError(f"there is no detection {code}: see `graphsvc detection list`")
    detection = found[0]
    query = detection.basis is Basis.QUERY
    compiled = compile_query(detection) if query else compile_basis(detection.basis, [detection])
    print(compiled.text.rstrip())
    for name, value in compiled.parameters.items():
        print(f"// ${name} = {value!r}")
