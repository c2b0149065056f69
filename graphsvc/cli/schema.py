"""`graphsvc schema`: the GraphQL schema as text, for code generators."""

import typer

from graphsvc.api.schema import build_schema

app = typer.Typer(help="The GraphQL schema.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """The GraphQL schema."""


@app.command()
def export() -> None:
    """Prints the schema in GraphQL's schema language."""
    print(build_schema().as_str())
