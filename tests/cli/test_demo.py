"""`graphsvc demo` as a newcomer runs it: ready, stopped cleanly, quick and without repetition the second time."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.service import free_port, signed_in


@pytest.fixture
def demo(tmp_path):
    """Starts it on free ports; gives the process and its address."""
    started = []

    def start():
        ports = {"GRAPHSVC_PORT": str(free_port()), "GRAPHSVC_NEO4J_BOLT_PORT": "0", "GRAPHSVC_NEO4J_HTTP_PORT": "0"}
        ports["GRAPHSVC_NEO4J_DOCKER"] = "false"  # a container would leave a volume behind
        command = [sys.executable, "-m", "graphsvc", "demo"]
        with (tmp_path / f"said-{len(started)}").open("wb") as said:
            pipes = {"stdout": subprocess.PIPE, "stderr": said, "text": True}
            process = subprocess.Popen(command, env={**os.environ, **ports}, cwd=tmp_path, **pipes)
        started.append(process)
        line = process.stdout.readline()
        assert line.startswith("ready "), (tmp_path / f"said-{len(started) - 1}").read_text()
        return process, signed_in(line, tmp_path / ".graphsvc")

    yield start
    for process in started:
        process.stdout.close()
        if process.poll() is None:
            process.kill()
            process.wait()


def servers_of(folder: Path) -> list[str]:
    listed = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(folder) in line and "CommunityEntryPoint" in line]


def stop(process, how, folder):
    process.send_signal(how)
    assert process.wait(timeout=40) == 0
    deadline = time.monotonic() + 10
    while servers_of(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert servers_of(folder) == []


def total(url):
    return httpx.get(f"{url}/v1/polygraph", timeout=30).json()["calls"]


def test_twice(few_detections, demo, tmp_path):
    process, url = demo()
    first = total(url)
    clusters = httpx.post(f"{url}/graphql", json={"query": "{ clusters { name } }"}).json()["data"]["clusters"]
    assert [c["name"] for c in clusters] == ["corp-eks", "retail-prod"]
    assert len(servers_of(tmp_path)) == 1
    stop(process, signal.SIGTERM, tmp_path)
    process, url = demo()
    assert total(url) == first > 6_000
    assert "0 calls, 0 further stages of calls, 8,039 known already" in (tmp_path / "said-1").read_text()
    stop(process, signal.SIGINT, tmp_path)
