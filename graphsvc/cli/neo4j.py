"""`graphsvc neo4j`: the embedded server by hand."""

import typer

from graphsvc.cli.database import say, server_settings
from graphsvc.errors import ServerUnavailable, SettingsError
from graphsvc.graph.server.embedded import Neo4jServer
from graphsvc.graph.server.login import known_password
from graphsvc.settings import Settings, load

app = typer.Typer(
    help="The embedded Neo4j, by hand. Other commands start and stop it by themselves.", no_args_is_help=True
)


@app.command()
def start() -> None:
    """Starts the embedded Neo4j and leaves it running."""
    server = _server()
    server.start(stay=True)
    print(server.status().bolt_uri)
    say("its user is neo4j; `graphsvc neo4j password` prints the password")


@app.command()
def stop() -> None:
    """Stops the embedded Neo4j, whoever uses it."""
    before = _server().stop()
    if not before.running:
        print("not running")
        return
    users = f"; it was used by {', '.join(map(str, before.users))}" if before.users else ""
    print(f"stopped{users}")


@app.command()
def status() -> None:
    """Tells whether the embedded Neo4j runs, where, and for whom. Exit status 3 when it does not."""
    found = _server().status()
    if not found.running:
        print("not running")
        raise typer.Exit(3)
    print(f"running, process {found.pid}")
    print(f"bolt    {found.bolt_uri}")
    if found.http_uri:
        print(f"browser {found.http_uri}/browser/")
    print(f"used by {', '.join(map(str, found.users)) or 'nobody'}{'; stays' if found.stays else ''}")


@app.command()
def path() -> None:
    """Prints the folder of the embedded Neo4j's data."""
    print((load().data / "neo4j").absolute())


@app.command()
def password() -> None:
    """Prints the password of its user neo4j, in Docker too."""
    data = server_settings(_managed()).data
    found = known_password(data)
    if not found:
        raise ServerUnavailable(f"no Neo4j of graphsvc's own was started in {data.absolute()} yet")
    print(found)


def _server() -> Neo4jServer:
    return Neo4jServer(server_settings(_managed()), say=say)


def _managed() -> Settings:
    settings = load()
    if settings.neo4j_uri:
        raise SettingsError(
            "GRAPHSVC_NEO4J_URI names a Neo4j that graphsvc does not manage: unset it to manage the embedded one"
        )
    return settings
