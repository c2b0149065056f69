"""`graphsvc token`: tokens for people, scripts and API servers."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from graphsvc.access.acts import ActBook, Did
from graphsvc.access.entry import local_viewer
from graphsvc.access.tokens import Token, Tokens
from graphsvc.cli.database import say
from graphsvc.domain.viewer import Role, Scope
from graphsvc.errors import InputError
from graphsvc.settings import load

app = typer.Typer(no_args_is_help=True, help="Tokens for people, scripts and API servers.")


@app.command()
def new(
    name: Annotated[str, typer.Option(help="Whose it is: a person, a script, a cluster.")],
    role: Annotated[Role, typer.Option(help="What it may do; see docs/security.md.")],
    cluster: Annotated[
        list[str] | None, typer.Option(help="Only this cluster, repeatable.", show_default="all")
    ] = None,
    namespace: Annotated[
        list[str] | None, typer.Option(help="Only this namespace, repeatable.", show_default="all")
    ] = None,
    days: Annotated[int, typer.Option(min=0, help="How long it is valid; 0: until it is revoked.")] = 0,
) -> None:
    """Makes a token and prints it, once: it is kept as a hash. A running service knows it at once."""
    folder = load().access
    token, text = Tokens(folder).new(name, role, Scope.of(cluster or None, namespace or None), days)
    ActBook(folder).note(Did.MADE_TOKEN, local_viewer(), on=f"{token.id} of {name}, role {role}")
    say(f"token {token.id} of {name}, role {role}; it is not shown again:")
    print(text)


@app.command(name="list")
def list_(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """Lists tokens, oldest first, without what is secret of them."""
    for token in Tokens(load().access).all():
        print(json.dumps(_document(token)) if as_json else _line(token))


@app.command()
def revoke(id_: Annotated[str, typer.Argument(metavar="ID", help="As `token list` shows it.")]) -> None:
    """Revokes a token, and ends the sessions that began with it."""
    folder = load().access
    if not Tokens(folder).revoke(id_):
        raise InputError(f"there is no token {id_}: `graphsvc token list` shows all")
    ActBook(folder).note(Did.REVOKED_TOKEN, local_viewer(), on=id_)
    say(f"token {id_} is revoked")


def _document(token: Token) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "role": token.role,
        "clusters": token.clusters,
        "namespaces": token.namespaces,
        "created": _day(token.created),
        "expires": _day(token.expires) if token.expires else None,
    }


def _line(token: Token) -> str:
    clusters, namespaces = (", ".join(names) if names else "all" for names in (token.clusters, token.namespaces))
    until = f"until {_day(token.expires)}" if token.expires else "until revoked"
    return f"{token.id}  {token.role:<12}  {token.name}  clusters: {clusters}  namespaces: {namespaces}  {until}"


def _day(time: int) -> str:
    return datetime.fromtimestamp(time / 1_000, UTC).strftime("%Y-%m-%d")
