"""What is asked of a Docker daemon, by the command line that comes with it: one program less to install."""

import json
import subprocess
from collections.abc import Callable

_PULL_PATIENCE = 900
_PORTS = "{{if .State.Running}}{{json .NetworkSettings.Ports}}{{end}}"


def docker(*words: str, patience: float = 30, given: bytes = b"") -> "subprocess.CompletedProcess[str]":
    """In a session of its own: an interrupt typed at the terminal must not cut a request to the daemon in half.

    `given` is what it reads. No docker and no answer in time are failures like any other.
    """
    command = ["docker", *words]
    try:
        done = subprocess.run(  # noqa: S603 - docker as found on PATH, arguments are ours
            command, input=given, capture_output=True, timeout=patience, check=False, start_new_session=True
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))
    told = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(command, done.returncode, *told)


def daemon_answers() -> bool:
    """A daemon of this machine: what another one publishes on its 127.0.0.1 cannot be reached from here."""
    endpoint = docker("context", "inspect", "--format", "{{.Endpoints.docker.Host}}", patience=3).stdout
    return not endpoint.startswith(("tcp:", "ssh:")) and docker("info", patience=3).returncode == 0


def has_image(image: str, say: Callable[[str], None]) -> bool:
    if docker("image", "inspect", image).returncode == 0:
        return True
    say(f"pulling {image} (once)")
    pulled = docker("pull", image, patience=_PULL_PATIENCE)
    if pulled.returncode:
        say(f"{image} cannot be pulled, so Docker is not used: {pulled.stderr.strip()}")
    return pulled.returncode == 0


def published_ports(name: str) -> dict[str, int]:
    """Ports of this machine by those of the container; none when it does not run."""
    ports = json.loads(docker("container", "inspect", "--format", _PORTS, name).stdout.strip() or "{}")
    return {inner: int(bound[0]["HostPort"]) for inner, bound in ports.items() if bound}


def last_lines(name: str) -> str:
    logs = docker("logs", "--tail", "15", name)
    return (logs.stdout + logs.stderr).strip()
