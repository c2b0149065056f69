"""One Neo4j instance as values: where its files lie, what its configuration says, how its process is called.

Pure but for `prepare`, so that the command line can be compared with the official launcher's.
"""

from dataclasses import dataclass, field
from pathlib import Path

from graphsvc.graph.bolt_address import BoltAddress
from graphsvc.graph.private_file import write_private
from graphsvc.graph.server.java import Java
from graphsvc.graph.server.login import USER, initial_user

HOST = "127.0.0.1"
MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"

# What the shipped neo4j.conf hands to the launcher. AlwaysPreTouch is left out: it costs seconds on small machines.
JVM_FLAGS = (
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+UnlockExperimentalVMOptions",
    "-XX:+TrustFinalNonStaticFields",
    "-XX:+DisableExplicitGC",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
    "-XX:+ExitOnOutOfMemoryError",
)

_FOLDERS = ("conf", "data", "data/dbms", "import", "logs", "plugins", "run")


@dataclass(frozen=True)
class ServerSettings:
    data: Path
    cache: Path
    bolt_port: int
    """0 chooses a free one."""
    http_port: int
    """0 leaves HTTP, and with it Neo4j Browser, off."""
    heap_mb: int
    page_cache_mb: int


@dataclass(frozen=True)
class Instance:
    folder: Path
    bolt_port: int
    http_port: int
    heap_mb: int
    page_cache_mb: int
    password: str = field(default="", repr=False)
    """Of its user; empty asks nobody for one."""
    mends_log: bool = False
    """Cuts a transaction log off where it cannot be read on, instead of not starting."""
    keeps_plans: bool = False
    """Plans a statement once, however the graph grows: for graphs that are small, and emptied again and again."""

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def console(self) -> Path:
        return self.folder / "logs" / "console.log"

    @property
    def bolt_uri(self) -> str:
        return bolt_uri(self.bolt_port, self.password)


def bolt_uri(port: int, password: str = "") -> str:
    """The address; with a password it carries the login, and is not to be shown."""
    return BoltAddress(f"bolt://{HOST}:{port}", USER if password else "", password).whole


def http_uri(port: int) -> str | None:
    return f"http://{HOST}:{port}" if port else None


def prepare(instance: Instance) -> None:
    for name in _FOLDERS:
        (instance.folder / name).mkdir(parents=True, exist_ok=True)
    (instance.folder / "conf" / "neo4j.conf").write_text(configuration(instance))
    if instance.password:
        write_private(instance.folder / "data" / "dbms" / "auth.ini", initial_user(instance.password).encode())


def configuration(instance: Instance) -> str:
    lines = {**_listening(instance), **_login(instance), **_memory(instance), **_RULES}
    lines |= _MENDING if instance.mends_log else {}
    lines |= _KEEPING_PLANS if instance.keeps_plans else {}
    return "".join(f"{name}={value}\n" for name, value in lines.items())


def command(instance: Instance, *, java: Java, home: Path, flags: tuple[str, ...] = ()) -> list[str]:
    heap = (f"-Xms{instance.heap_mb}m", f"-Xmx{instance.heap_mb}m")
    return [
        str(java.binary),
        *JVM_FLAGS,
        *heap,
        *flags,
        *("-cp", f"{home}/lib/*"),
        MAIN_CLASS,
        f"--home-dir={instance.folder}",
        f"--config-dir={instance.folder}/conf",
        "--console-mode",
    ]


def _listening(instance: Instance) -> dict[str, object]:
    return {
        "server.default_listen_address": HOST,
        "server.bolt.listen_address": f"{HOST}:{instance.bolt_port}",
        "server.http.enabled": str(bool(instance.http_port)).lower(),
        "server.http.listen_address": f"{HOST}:{instance.http_port}",
        "server.https.enabled": "false",
        "server.http_enabled_modules": "BROWSER",
    }


def _login(instance: Instance) -> dict[str, object]:
    return {
        "dbms.security.auth_enabled": str(bool(instance.password)).lower(),
        # Whoever guesses must not lock us out; there is nothing to be guessed in 128 random bits.
        "dbms.security.auth_max_failed_attempts": 0,
    }


def _memory(instance: Instance) -> dict[str, object]:
    return {
        "server.memory.heap.initial_size": f"{instance.heap_mb}m",
        "server.memory.heap.max_size": f"{instance.heap_mb}m",
        "server.memory.pagecache.size": f"{instance.page_cache_mb}m",
        # Half the heap: a larger transaction must fail by itself before it takes the server with it.
        "db.memory.transaction.max": f"{instance.heap_mb // 2}m",
    }


_MENDING = {"internal.dbms.tx_log.fail_on_corrupted_log_files": "false"}
_KEEPING_PLANS = {"dbms.cypher.min_replan_interval": "1d"}

_RULES = {
    "dbms.usage_report.enabled": "false",
    "client.allow_telemetry": "false",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
    "dbms.security.procedures.allowlist": "",
    "db.checkpoint": "VOLUME",
    "db.tx_log.rotation.retention_policy": "256M size",
    # A log that has its room before it is written is whole when the disk is full. One that grows may end in half a
    # transaction, which no restart can read. Small ones, or two databases would keep 544 MB for nothing.
    "db.tx_log.preallocate": "true",
    "db.tx_log.rotation.size": "32M",
    "db.lock.acquisition.timeout": "10s",
    "db.transaction.timeout": "60s",
    # The network layer would wait twice five seconds for late callers: a stop takes 0.3 s instead of 10.
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
}
