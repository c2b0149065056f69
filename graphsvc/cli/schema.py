"""`graphsvc schema`: the GraphQL schema as text, for code generators."""

import typer

app = typer.Typer(help="The GraphQL schema.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """The GraphQL schema."""


@app.command()
def export() -> None:
    """Prints the schema in GraphQL's schema language."""
    from graphsvc.api.schema import build_schema  # noqa: PLC0415  # other commands need not wait for it

    print(build_schema().as_str())
