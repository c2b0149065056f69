"""Neo4j as a container: where a Docker daemon runs, a machine needs neither Java nor Maven.

Like the embedded server it is one for each data folder, started by whoever needs it first and stopped by the last.
"""

import io
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from graphsvc.errors import LoginRefused, PortTaken, ServerUnavailable
from graphsvc.graph.server.assembly import NEO4J_VERSION
from graphsvc.graph.server.docker import daemon_answers, docker, has_image, last_lines, published_ports
from graphsvc.graph.server.instance import HOST, Instance, ServerSettings, bolt_uri, configuration, http_uri
from graphsvc.graph.server.launch import PATIENCE, answers, free_port, require_free
from graphsvc.graph.server.login import initial_user, kept_password, password_file
from graphsvc.graph.server.register import Register

IMAGE = f"neo4j:{NEO4J_VERSION}-community"
_USER_ID = 7_474  # of Neo4j in the image
_TAKEN = ("already allocated", "address already in use", "ports are not available")


@dataclass(frozen=True)
class Container:
    name: str
    bolt_port: int
    http_uri: str | None
    password: str = field(repr=False)

    @property
    def uri(self) -> str:
        """For programs: it carries the login."""
        return bolt_uri(self.bolt_port, self.password)

    @property
    def is_gone(self) -> bool:
        return not published_ports(self.name)

    @property
    def log_bytes(self) -> int:
        """Not known: they lie in Docker's volume."""
        return 0

    @property
    def cuts(self) -> int:
        return 0

    def restart(self, *, mends_log: bool = False) -> None:
        """Docker keeps the ports and the settings that it was begun with, so a log is not mended."""
        del mends_log
        done = docker("restart", "-t", "60", self.name, patience=PATIENCE)
        if done.returncode:
            raise ServerUnavailable(f"Docker cannot restart {self.name}: {done.stderr.strip()}")
        _ready(self.name, self.password)


def suits(data: Path, say: Callable[[str], None]) -> bool:
    """A graph stays where it was begun: a daemon that comes or goes must not make it look empty."""
    in_a_volume = _volume_mark(data).exists()
    if (data / "data" / "databases").exists() and not in_a_volume:
        return False
    if daemon_answers() and has_image(IMAGE, say):
        return True
    if in_a_volume:
        raise ServerUnavailable(
            f"the graph of this data folder lies in the Docker volume {_name(data)}, and Docker cannot run {IMAGE}: "
            "start Docker, or set GRAPHSVC_NEO4J_DOCKER=false to begin an empty graph in the embedded Neo4j"
        )
    return False


@contextmanager
def container(settings: ServerSettings, say: Callable[[str], None]) -> Iterator[Container]:
    name, register = _name(settings.data), Register(_volume_mark(settings.data).parent)
    ticket = None
    try:
        with register.lock():
            ticket = register.enter()
            password = kept_password(settings.data)
            if not published_ports(name):
                _start(name, settings, password, say)
            running = _known(name, password, settings.data)
        yield running
    finally:
        with register.lock():
            if ticket:
                ticket.unlink(missing_ok=True)
            register.remove_stale_users()
            if not register.users():
                _stop(name, say)


def _name(data: Path) -> str:
    """Of the container and of its volume."""
    return f"graphsvc-{blake2b(str(data.absolute()).encode(), digest_size=4).hexdigest()}"


def _volume_mark(data: Path) -> Path:
    return data / "container" / "volume"


def _known(name: str, password: str, data: Path) -> Container:
    try:
        return _ready(name, password)
    except LoginRefused:
        raise LoginRefused(
            f"the Neo4j in the Docker volume {name} has another password than {password_file(data)} holds: "
            "put the right one there, for its user neo4j"
        ) from None


def _start(name: str, wanted: ServerSettings, password: str, say: Callable[[str], None]) -> None:
    if wanted.bolt_port:
        require_free(wanted.bolt_port, "GRAPHSVC_NEO4J_BOLT_PORT")
    if wanted.http_port:
        require_free(wanted.http_port, "GRAPHSVC_NEO4J_HTTP_PORT")
    bolt_port = wanted.bolt_port or free_port()
    instance = Instance(wanted.data, bolt_port, wanted.http_port, wanted.heap_mb, wanted.page_cache_mb, password)
    say(f"starting Neo4j {NEO4J_VERSION} in the container {name}")
    docker("rm", "--volumes", name)  # left behind by a machine that went down
    _asked("create", *_arguments(name, instance), IMAGE)
    _asked("cp", "--archive", "-", f"{name}:/data", given=_initial_user(password))
    _asked("start", name)
    _volume_mark(wanted.data).write_text(f"{name}\n")


def _asked(*words: str, given: bytes = b"") -> None:
    done = docker(*words, patience=PATIENCE, given=given)
    if done.returncode:
        problem = PortTaken if any(told in done.stderr for told in _TAKEN) else ServerUnavailable
        raise problem(f"Docker cannot start Neo4j: {done.stderr.strip()}")


def _initial_user(password: str) -> bytes:
    """The hash of the password as an archive of `dbms/auth.ini`.

    The image's own ways to set a password show it: among its settings, or as an argument of a process.
    """
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        content = initial_user(password).encode()
        for name, mode, size in (("dbms", 0o700, 0), ("dbms/auth.ini", 0o600, len(content))):
            entry = tarfile.TarInfo(name)
            entry.type = tarfile.REGTYPE if size else tarfile.DIRTYPE
            entry.mode, entry.size, entry.uid, entry.gid = mode, size, _USER_ID, _USER_ID
            archive.addfile(entry, io.BytesIO(content) if size else None)
    return packed.getvalue()


def _arguments(name: str, instance: Instance) -> Iterator[str]:
    yield from ("--name", name, "--volume", f"{name}:/data", "--publish", f"{HOST}:{instance.bolt_port}:7687")
    if instance.http_port:
        yield from ("--publish", f"{HOST}:{instance.http_port}:7474")
    yield from ("--env", f"NEO4J_server_bolt_advertised__address={HOST}:{instance.bolt_port}")
    for line in configuration(instance).splitlines():
        key, _, value = line.partition("=")
        # Inside, it listens for the daemon, which publishes to this machine alone. The image knows no empty values.
        if value and not key.endswith("listen_address"):
            yield from ("--env", f"NEO4J_{key.replace('_', '__').replace('.', '_')}={value}")


def _ready(name: str, password: str) -> Container:
    deadline = time.monotonic() + PATIENCE
    while ports := published_ports(name):
        if answers(bolt_uri(ports["7687/tcp"], password)):
            return Container(name, ports["7687/tcp"], http_uri(ports.get("7474/tcp", 0)), password)
        if time.monotonic() > deadline:
            raise ServerUnavailable(f"Neo4j does not answer after {PATIENCE} s:\n{last_lines(name)}")
        time.sleep(0.2)
    raise ServerUnavailable(f"the container {name} ended before Neo4j was ready:\n{last_lines(name)}")


def _stop(name: str, say: Callable[[str], None]) -> None:
    """The named volume stays."""
    if published_ports(name):
        say("stopping Neo4j")
        docker("stop", "-t", "60", name, patience=90)
    docker("rm", "--volumes", name)
