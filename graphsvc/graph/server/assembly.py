"""Makes a Neo4j home out of Maven artifacts: fetched at run time, because their licence is not ours to bundle."""

import os
import shutil
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from graphsvc.errors import ServerUnavailable
from graphsvc.graph.server.file_lock import file_lock
from graphsvc.graph.server.java import Java, find_java

NEO4J_VERSION = "5.26.31"
BROWSER_VERSION = "5.24.0"  # the last build of Neo4j Browser that is published as an artifact
_COPY_DEPENDENCIES = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
_NEO4J = ("org.neo4j", "neo4j", NEO4J_VERSION)
_BROWSER = ("org.neo4j.client", "neo4j-browser", BROWSER_VERSION)
_TOLD_EVERY = 100


def assemble(cache: Path, *, browser: bool = True, say: Callable[[str], None]) -> Path:
    """The home folder, made when it is not there yet. Its `lib/` is shared by every instance of this cache."""
    complete = cache / f"neo4j-{NEO4J_VERSION}"
    bare = cache / f"neo4j-{NEO4J_VERSION}-bare"
    home = complete if browser or complete.exists() else bare
    if home.exists():
        return home
    with file_lock(cache / "assembly.lock"):
        if not home.exists():
            _make(home, [_NEO4J, _BROWSER] if browser else [_NEO4J], say)
    return home


def _make(home: Path, artifacts: list[tuple[str, str, str]], say: Callable[[str], None]) -> None:
    java = find_java()
    maven = _find_maven()
    say(f"assembling Neo4j {NEO4J_VERSION} from Maven artifacts (140 MB, once)")
    work = Path(tempfile.mkdtemp(prefix="assembling-", dir=home.parent))
    try:
        (work / "pom.xml").write_text(pom(artifacts))
        _run_maven(maven, java, work, say)
        if not (work / "lib" / f"neo4j-{NEO4J_VERSION}.jar").exists():
            raise ServerUnavailable(f"Maven ended well but brought no neo4j-{NEO4J_VERSION}.jar")
        work.chmod(0o755)
        work.rename(home)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    say(f"Neo4j {NEO4J_VERSION} is assembled in {home}")


def _find_maven() -> str:
    maven = shutil.which("mvn")
    if not maven:
        raise ServerUnavailable(
            "Neo4j is assembled with Maven, and there is no mvn: install Maven 3.6 or newer (Debian: maven), "
            "or name a running Neo4j in GRAPHSVC_NEO4J_URI"
        )
    return maven


def _run_maven(maven: str, java: Java, work: Path, say: Callable[[str], None]) -> None:
    command = [maven, "-B", _COPY_DEPENDENCIES, "-DincludeScope=runtime", f"-DoutputDirectory={work / 'lib'}"]
    with subprocess.Popen(  # noqa: S603 - mvn as found on PATH, arguments are ours
        command,
        cwd=work,
        env={**os.environ, "JAVA_HOME": str(java.home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        tail = _follow(process.stdout, say)
    if process.returncode:
        raise ServerUnavailable("Maven could not fetch Neo4j:\n" + "\n".join(tail))


def _follow(lines: Iterable[str], say: Callable[[str], None]) -> list[str]:
    """Counts downloads aloud; gives back what Maven complained of."""
    fetched = 0
    tail: deque[str] = deque(maxlen=20)
    for line in lines:
        if "Downloaded from" in line:
            fetched += 1
            if fetched % _TOLD_EVERY == 0:
                say(f"  {fetched} files fetched")
        elif "Downloading from" not in line:
            tail.append(line.rstrip())
    errors = [line for line in tail if "[ERROR]" in line]
    return errors or list(tail)


def pom(artifacts: list[tuple[str, str, str]]) -> str:
    wanted = "\n".join(
        f"    <dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
        f"<version>{version}</version></dependency>"
        for group, artifact, version in artifacts
    )
    return f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>graphsvc</groupId>
  <artifactId>neo4j-home</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
{wanted}
  </dependencies>
</project>
"""
