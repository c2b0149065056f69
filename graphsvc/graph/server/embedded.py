"""The embedded Neo4j: one real server for each data folder, started by whoever needs it first, stopped by the last."""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from graphsvc.errors import LoginRefused, PortTaken, ServerUnavailable
from graphsvc.graph.process import ProcessMark, end, kill
from graphsvc.graph.server.assembly import NEO4J_VERSION, assemble
from graphsvc.graph.server.class_archive import archive_flags
from graphsvc.graph.server.instance import Instance, ServerSettings, bolt_uri, command, http_uri, prepare
from graphsvc.graph.server.java import find_java
from graphsvc.graph.server.launch import PATIENCE, answers, free_port, launch, require_free, wait_until_ready
from graphsvc.graph.server.login import kept_password, new_password, set_login
from graphsvc.graph.server.register import Register, RunningServer

__all__ = ["NEO4J_VERSION", "Neo4jServer", "ServerSettings", "ServerStatus", "assemble", "temporary_server"]

_STOP_PATIENCE = 30
_RESTART_PATIENCE = 90  # of one that cannot read its store the next try may mend it
_BOLT_SETTING = "GRAPHSVC_NEO4J_BOLT_PORT"
_HTTP_SETTING = "GRAPHSVC_NEO4J_HTTP_PORT"
_ATTEMPTS = 3


@dataclass(frozen=True)
class ServerStatus:
    running: bool
    pid: int | None = None
    bolt_uri: str | None = None
    """To be shown: without the login."""
    http_uri: str | None = None
    users: tuple[int, ...] = ()
    """Process numbers of the commands that use it."""
    stays: bool = False


def _silent(_line: str) -> None:
    """Nobody listens."""


class Neo4jServer:
    def __init__(self, settings: ServerSettings, *, say: Callable[[str], None] = _silent) -> None:
        self._settings = replace(settings, data=settings.data.absolute(), cache=settings.cache.absolute())
        self._say = say
        self._register = Register(self._settings.data / "run")
        self._ticket: Path | None = None
        self._joined: RunningServer | None = None
        self._password = ""

    @property
    def uri(self) -> str:
        """For programs: it carries the login."""
        return bolt_uri(self._started.bolt_port, self._password)

    @property
    def http_uri(self) -> str | None:
        return http_uri(self._started.http_port)

    @property
    def _started(self) -> RunningServer:
        if self._joined is None:
            raise ServerUnavailable("the embedded Neo4j was not started")
        return self._joined

    def start(self, *, stay: bool = False) -> None:
        """Joins the server of this data folder, on the ports that it has, or starts one."""
        with self._register.lock():
            self._password = kept_password(self._settings.data)
            self._register.remove_stale_users()
            running = self._register.server()
            if running and running.asks_nobody:  # whoever began to set its password was killed
                self._stop(running)
                running = None
            server = self._join(running, stay=stay) if running else self._start_new(stay=stay)
            self._joined = server
            if not stay and self._ticket is None:
                self._ticket = self._register.enter()

    def close(self) -> None:
        """Ends this use; the last living user stops the server unless it was started to stay."""
        if self._ticket is None:
            return
        with self._register.lock():
            self._ticket.unlink(missing_ok=True)
            self._ticket = None
            self._register.remove_stale_users()
            running = self._register.server()
            if running and not running.stays and not self._register.users():
                self._stop(running)

    @property
    def is_gone(self) -> bool:
        """Its process has ended, though nobody who uses it stopped it."""
        return self._register.server() is None

    def restart(self, *, mends_log: bool = False) -> None:
        """Start it again on the same ports, unless another user of it did and it answers.

        One that is broken is killed: it has nothing to save, and would write the rest of half a transaction. With
        `mends_log` it cuts off what it cannot read of its log.
        """
        before = self._started
        with self._register.lock():
            running = self._register.server()
            if running and self._answers(running):
                return
            if running:
                kill(running.process)
            ports = before.bolt_port, before.http_port
            self._joined = self._start_new(
                stay=before.stays, ports=ports, mends_log=mends_log, patience=_RESTART_PATIENCE
            )

    def _answers(self, running: RunningServer) -> bool:
        with contextlib.suppress(LoginRefused):
            return answers(bolt_uri(running.bolt_port, self._password))
        return False

    @property
    def log_bytes(self) -> int:
        """Of its transaction logs: as much room may it need to take in again what they hold."""
        return sum(file.stat().st_size for file in self._logs.rglob("*") if file.is_file())

    @property
    def cuts(self) -> int:
        """How often something was cut off a log: Neo4j keeps it beside."""
        return sum(1 for _ in self._logs.rglob("corrupted-*"))

    @property
    def _logs(self) -> Path:
        return self._settings.data / "data" / "transactions"

    def stop(self) -> ServerStatus:
        """Stops it whoever uses it. Gives back what was running, with the users that lost it."""
        before = self.status()
        if before.running:
            with self._register.lock():
                running = self._register.server()
                if running:
                    self._stop(running)
        return before

    def status(self) -> ServerStatus:
        running = self._register.server()
        if running is None:
            return ServerStatus(running=False)
        return ServerStatus(
            running=True,
            pid=running.process.pid,
            bolt_uri=bolt_uri(running.bolt_port),
            http_uri=http_uri(running.http_port),
            users=self._register.users(),
            stays=running.stays,
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _join(self, running: RunningServer, *, stay: bool) -> RunningServer:
        """Its starter may have been killed before it was ready, hence the wait."""
        wait_until_ready(running.process, self._instance(running.bolt_port, running.http_port))
        if stay and not running.stays:
            running = replace(running, stays=True)
            self._register.record(running)
        return running

    def _start_new(
        self,
        *,
        stay: bool,
        ports: tuple[int, int] | None = None,
        mends_log: bool = False,
        patience: float = PATIENCE,
    ) -> RunningServer:
        bolt_port, http_port = ports or (self._settings.bolt_port, self._settings.http_port)
        if bolt_port:
            require_free(bolt_port, _BOLT_SETTING)
        if http_port:
            require_free(http_port, _HTTP_SETTING)
        instance = replace(self._instance(bolt_port or free_port(), http_port), mends_log=mends_log)
        try:
            return self._run(instance, stay=stay, patience=patience)
        except LoginRefused:
            self._say("this Neo4j has another password than its data folder: setting it anew")
            self._set_login(instance, patience)
        return self._run(instance, stay=stay, patience=patience)

    def _set_login(self, instance: Instance, patience: float) -> None:
        """As Neo4j has it done when a password is lost: by one run without login, on a port that nobody knows."""
        asks_nobody = replace(instance, bolt_port=free_port(), http_port=0, password="")
        server = self._run(asks_nobody, stay=False, patience=patience)
        try:
            set_login(asks_nobody.bolt_uri, self._password)
        finally:
            self._stop(server)

    def _run(self, instance: Instance, *, stay: bool, patience: float) -> RunningServer:
        with _running(instance, self._settings.cache, self._say) as process:
            asks_nobody = not instance.password
            server = RunningServer(process, instance.bolt_port, instance.http_port, stay, asks_nobody)
            self._register.record(server)
            wait_until_ready(process, instance, patience)
        return server

    def _stop(self, running: RunningServer) -> None:
        self._say("stopping Neo4j")
        end(running.process, _STOP_PATIENCE)
        self._register.forget_server()

    def _instance(self, bolt_port: int, http_port: int) -> Instance:
        settings = self._settings
        return Instance(settings.data, bolt_port, http_port, settings.heap_mb, settings.page_cache_mb, self._password)


@contextmanager
def _running(instance: Instance, cache: Path, say: Callable[[str], None]) -> Iterator[ProcessMark]:
    """A started process, ended again when what follows fails or is interrupted."""
    java = find_java()
    home = assemble(cache, say=say)
    flags = archive_flags(home, java, say)
    prepare(instance)
    say(f"starting Neo4j {NEO4J_VERSION}")
    process = launch(command(instance, java=java, home=home, flags=flags), instance)
    try:
        yield process
    except BaseException:
        end(process, _STOP_PATIENCE)
        raise


# Its standard input ends without a word when the starter was killed; then it does what the starter would have done.
# The number alone does not name the server: it may be somebody else's by now.
_UNDERTAKER = """
read -r word && exit 0
{ cat "/proc/$1/cmdline" || ps -o args= -p "$1"; } | grep -qaF -- "$2" && kill -9 "$1"
sleep 1
rm -rf -- "$2"
"""


@contextmanager
def temporary_server(cache: Path, *, keeps_plans: bool = False, say: Callable[[str], None] = _silent) -> Iterator[str]:
    """The address, with login, of a throw-away server; it and its files go even when this process is killed."""
    folder = Path(tempfile.mkdtemp(prefix="graphsvc-neo4j-"))
    wanted = Instance(folder, 0, 0, heap_mb=512, page_cache_mb=64, keeps_plans=keeps_plans)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        yield _start_temporary(wanted, cache.absolute(), say, stack)


def _start_temporary(wanted: Instance, cache: Path, say: Callable[[str], None], stack: contextlib.ExitStack) -> str:
    for attempt in range(_ATTEMPTS):
        folder = wanted.folder / str(attempt)
        instance = replace(wanted, folder=folder, bolt_port=free_port(), password=new_password())
        with contextlib.suppress(PortTaken), _running(instance, cache, say) as process:
            stack.callback(kill, process)
            stack.enter_context(_undertaker(process, wanted.folder))
            wait_until_ready(process, instance)
            return instance.bolt_uri
    raise ServerUnavailable("every free port chosen for a throw-away Neo4j was taken by somebody else meanwhile")


@contextmanager
def _undertaker(process: ProcessMark, folder: Path) -> Iterator[None]:
    with subprocess.Popen(  # noqa: S603 - number and folder reach the shell as arguments, not as text
        ["/bin/sh", "-c", _UNDERTAKER, "undertaker", str(process.pid), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as watch:
        try:
            yield
        finally:
            watch.communicate(b"done\n")
