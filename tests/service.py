"""A running `graphsvc serve`, as a user starts it."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Address(str):
    """Of a service, with the process behind it."""

    __slots__ = ("pid",)


def peak_memory(pid):
    """Most bytes that a process ever had in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) << 10


@contextmanager
def serving(uri, folder, *, kill=False, log=None, **environment):
    """The service's address. Ends with SIGTERM, or with SIGKILL if it has to survive that. `log` gets what it says."""
    port = free_port()
    values = {
        **os.environ,
        "GRAPHSVC_NEO4J_URI": uri,
        "GRAPHSVC_DATA": str(folder),
        "GRAPHSVC_PORT": str(port),
        **environment,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "graphsvc", "serve"],
        env=values,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        assert line.startswith("ready "), line + process.communicate()[1]
        address = Address(line.split()[1])
        address.pid = process.pid
        yield address
    finally:
        process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        said = process.communicate(timeout=30)[1]
        if log:
            log.write_text(said)
