"""Starts a Neo4j process that outlives its starter, and tells when it answers or why it does not."""

import socket
import subprocess
import time
from pathlib import Path

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graphsvc.errors import LoginRefused, PortTaken, ServerUnavailable
from graphsvc.graph.bolt_address import BoltAddress, parse_address
from graphsvc.graph.process import ProcessMark, is_alive, kill, mark_of
from graphsvc.graph.server.instance import HOST, Instance

PATIENCE = 180
_POLL = 0.05
_LOGIN_ERRORS = "Neo.ClientError.Security."
_TOLD_LINES = 15
# The shell leaves at once, so the server belongs to nobody who would have to wait for it.
_DETACH = '"$@" > "$0" 2>&1 < /dev/null & echo $!'


def launch(command: list[str], instance: Instance) -> ProcessMark:
    """In a session of its own: an interrupt typed at the terminal must not reach it before its users are done."""
    with subprocess.Popen(  # noqa: S603 - the words of the command reach the shell as arguments, not as text
        ["/bin/sh", "-c", _DETACH, str(instance.console), *command],
        cwd=instance.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as shell:
        try:
            mark = _told_mark(shell)
        except BaseException:
            # Interrupted: the shell may have started the server nevertheless.
            if started := _told_mark(shell):
                kill(started)
            raise
    if mark is None:
        raise ServerUnavailable(f"Neo4j ended at once:\n{last_lines(instance.console)}")
    return mark


def _told_mark(shell: "subprocess.Popen[str]") -> ProcessMark | None:
    assert shell.stdout is not None
    told = shell.stdout.readline().strip()
    return mark_of(int(told)) if told else None


def wait_until_ready(process: ProcessMark, instance: Instance, patience: float = PATIENCE) -> None:
    """Raises LoginRefused as soon as it says that it knows no such login."""
    deadline = time.monotonic() + patience
    while not answers(instance.bolt_uri):
        if not is_alive(process):
            raise _early_end(instance)
        if time.monotonic() > deadline:
            raise ServerUnavailable(f"Neo4j does not answer after {patience:.0f} s:\n{last_lines(instance.console)}")
        time.sleep(_POLL)
    if not is_alive(process):
        raise _early_end(instance)


def answers(uri: str) -> bool:
    """Queries are answered: an open port alone says nothing yet. Raises LoginRefused."""
    address = parse_address(uri)
    return _listens(int(address.uri.rpartition(":")[2])) and _runs_queries(address)


def require_free(port: int, setting: str) -> None:
    with socket.socket() as probe:
        # As the server does it: connections of an earlier one that still linger are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(
                f"port {port} is taken: set {setting} to another one; if it is another graphsvc's, set GRAPHSVC_DATA "
                f"to that one's data folder to use its graph, or stop it ({error.strerror})"
            ) from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def last_lines(log: Path) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-_TOLD_LINES:])
    except OSError:
        return "(no log)"


def _early_end(instance: Instance) -> ServerUnavailable:
    lines = last_lines(instance.console)
    if "BindException" in lines or "Address already in use" in lines:
        return PortTaken(
            f"port {instance.bolt_port} or {instance.http_port} is taken: "
            "set GRAPHSVC_NEO4J_BOLT_PORT or GRAPHSVC_NEO4J_HTTP_PORT"
        )
    return ServerUnavailable(f"Neo4j ended before it was ready:\n{lines}\nMore in {instance.folder / 'logs'}")


def _listens(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def _runs_queries(address: BoltAddress) -> bool:
    """A plain session: `execute_query` would retry and hide what is wrong."""
    driver = neo4j.GraphDatabase.driver(address.uri, auth=address.login, connection_timeout=5)
    try:
        with driver, driver.session() as session:
            session.run("RETURN 1").consume()
    except (Neo4jError, DriverError, OSError) as error:
        if isinstance(error, Neo4jError) and (error.code or "").startswith(_LOGIN_ERRORS):
            raise LoginRefused(f"the Neo4j at {address.uri} does not know the password of its data folder") from error
        return False
    return True
