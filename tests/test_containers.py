"""What can be checked of compose.yaml and Dockerfile without a Docker daemon."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from graphsvc.graph.server.assembly import NEO4J_VERSION
from graphsvc.settings import Settings

PROJECT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((PROJECT / "compose.yaml").read_text())
DOCKERFILE = (PROJECT / "Dockerfile").read_text().replace("\\\n", " ")
INSTRUCTIONS = [line.split(maxsplit=1) for line in DOCKERFILE.splitlines() if line and not line.startswith("#")]
SERVICES = COMPOSE["services"].items()


def arguments_of(instruction: str) -> list[str]:
    return [words[1] for words in INSTRUCTIONS if words[0] == instruction]


def has_compose_plugin() -> bool:
    docker = shutil.which("docker")
    return (
        bool(docker)
        and subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode == 0
    )


def test_the_database_is_the_version_that_is_embedded() -> None:
    assert COMPOSE["services"]["neo4j"]["image"] == f"neo4j:{NEO4J_VERSION}-community"


@pytest.mark.parametrize(("name", "service"), SERVICES)
def test_every_service_is_pinned_checked_and_kept(name: str, service: dict) -> None:
    assert re.fullmatch(r"[a-z0-9]+:\d+\.\d+\.\d+[a-z-]*", service["image"]), name
    assert service["healthcheck"]["test"]
    assert all(volume.split(":")[0] in COMPOSE["volumes"] for volume in service["volumes"])


@pytest.mark.parametrize(("name", "service"), SERVICES)
def test_every_port_is_bound_to_this_machine(name: str, service: dict) -> None:
    assert all(port.startswith("127.0.0.1:") for port in service["ports"]), name


@pytest.mark.parametrize(("name", "service"), SERVICES)
def test_secrets_have_no_default(name: str, service: dict) -> None:
    secrets = {key: value for key, value in service["environment"].items() if re.search("PASSWORD|TOKENS|AUTH", key)}
    assert secrets, name
    assert all(":?" in value and ":-" not in value for value in secrets.values())


def test_every_setting_is_one_that_exists() -> None:
    """An unknown name would stop the container, and nobody would see it before."""
    used = set(COMPOSE["services"]["graphsvc"]["environment"]) | set(re.findall(r"GRAPHSVC_\w+(?==)", DOCKERFILE))

    assert used <= {f"GRAPHSVC_{name.upper()}" for name in Settings.model_fields}


def test_compose_itself_accepts_the_file() -> None:
    """Docker's own reader where it is installed; otherwise the assertions above have to do."""
    if has_compose_plugin():
        subprocess.run(
            ["docker", "compose", "-f", PROJECT / "compose.yaml", "config", "--quiet"],
            env={
                "PATH": "/usr/bin:/usr/local/bin:/bin",
                "GRAPHSVC_NEO4J_PASSWORD": "x" * 8,
                "GRAPHSVC_AUDIT_TOKENS": "{}",
            },
            check=True,
        )
    dependencies = COMPOSE["services"]["graphsvc"]["depends_on"]
    assert dependencies == {"neo4j": {"condition": "service_healthy"}}


def test_the_images_it_builds_from_are_pinned() -> None:
    stages = [argument.split()[0] for argument in arguments_of("FROM")]

    assert len(stages) == 3
    assert all(
        re.fullmatch(r"(node|python):\d+(\.\d+)+-[a-z-]+", image) or image == "python:3.12-slim-bookworm"
        for image in stages
    )


def test_it_runs_as_nobody_special_and_is_checked() -> None:
    final = DOCKERFILE[DOCKERFILE.rindex("FROM ") :]

    assert re.search(r"^USER (?!0|root)\w+$", final, re.MULTILINE)
    assert "HEALTHCHECK" in final
    assert 'ENTRYPOINT ["graphsvc"]' in final


def test_what_the_image_copies_is_let_through(tmp_path: Path) -> None:
    allowed = {line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert {"cypher", "frontend", "graphsvc", "hatch_build.py", "pyproject.toml", "README.md"} <= allowed
