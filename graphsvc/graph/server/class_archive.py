"""Keeps the loaded classes of Neo4j in an archive that the JVM maps at the next start."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from graphsvc.graph.process import end
from graphsvc.graph.server.file_lock import file_lock
from graphsvc.graph.server.instance import Instance, command, prepare
from graphsvc.graph.server.java import Java
from graphsvc.graph.server.launch import free_port, launch, wait_until_ready
from graphsvc.graph.server.login import new_password
from graphsvc.graph.server.rehearsal import VERSION, rehearse

_DUMP_PATIENCE = 120


def archive_flags(home: Path, java: Java, say: Callable[[str], None]) -> tuple[str, ...]:
    """Where the JVM at hand keeps no archives the file stays empty, which it ignores: starts are then only slower."""
    archive = home / f"classes-{_build_hash(java)}.jsa"
    if not archive.exists():
        with file_lock(home / "archive.lock"):
            if not archive.exists():
                say("preparing quick starts of Neo4j (20 s, once)")
                _dump(archive, home, java)
    return (f"-XX:SharedArchiveFile={archive}", "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off")


def _build_hash(java: Java) -> str:
    return hashlib.sha256(f"{java.home}\n{java.build}\n{VERSION}".encode()).hexdigest()[:12]


def _dump(archive: Path, home: Path, java: Java) -> None:
    folder = Path(tempfile.mkdtemp(prefix="graphsvc-archive-"))
    half = archive.with_suffix(".half")
    try:
        _run_once(folder, home, java, f"-XX:ArchiveClassesAtExit={half}")
        if half.exists():
            half.replace(archive)
        else:
            archive.touch()
    finally:
        half.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


def _run_once(folder: Path, home: Path, java: Java, flag: str) -> None:
    instance = Instance(folder, free_port(), free_port(), heap_mb=512, page_cache_mb=32, password=new_password())
    prepare(instance)
    process = launch(command(instance, java=java, home=home, flags=(flag,)), instance)
    try:
        wait_until_ready(process, instance)
        rehearse(instance.bolt_uri)
    finally:
        end(process, _DUMP_PATIENCE)
