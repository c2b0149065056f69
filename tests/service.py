"""A running `graphsvc serve`, as a user starts it."""

import os
import signal
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import httpx

from graphsvc.access.entry import local_token
from tests.nursery import Command


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Address(str):
    """Of a service, with the process behind it, and in it the token of who started it: whoever asks is that."""

    __slots__ = ("link", "pid")

    @property
    def bare(self):
        """Without the token."""
        return f"http://{self.rpartition('@')[2]}"

    @property
    def headers(self):
        """With the token: those of a request may replace it, which they may not where an address has it."""
        return {"authorization": f"Bearer {self.rpartition('@')[0].rpartition(':')[2]}"}


def signed_in(line, folder):
    """The address of a service that said that it is ready, with the token of its data folder."""
    _, url, *rest = line.split()
    address = _with_token(url, (Path(folder) / "access" / "cli_token").read_text())
    address.link = rest[-1] if rest else ""
    return address


def peak_memory(pid):
    """Most bytes that a process ever had in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) << 10


def open_files(pid):
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def address_to_be(port, folder):
    """Of a service that is started later on this port, with this data folder."""
    return _with_token(f"http://127.0.0.1:{port}", local_token(Path(folder) / "access"))


def _with_token(url, token):
    return Address(url.replace("://", f"://cli:{token}@"))


def asking(url, timeout=30):
    """A client with the token of the address, which the headers of a request may replace."""
    return httpx.Client(base_url=url.bare, headers=url.headers, timeout=timeout)


@contextmanager
def serving(uri, folder, *, kill=False, log=None, **environment):
    """The service's address. Ends with SIGTERM, or with SIGKILL if it has to survive that.

    `log` gets what it says as soon as it says it.
    """
    port = free_port()
    values = {
        **os.environ,
        "GRAPHSVC_NEO4J_URI": uri,
        "GRAPHSVC_DATA": str(folder),
        "GRAPHSVC_PORT": str(port),
        **environment,
    }
    # A pipe would be full some day, and nobody empties it while a test goes on.
    said = log.open("w+") if log else tempfile.TemporaryFile("w+")  # noqa: SIM115  # its reader ends with this function
    process = Command("serve", env=values, stdout=subprocess.PIPE, stderr=said, text=True)
    try:
        line = process.stdout.readline()
        assert line.startswith("ready "), line + _text(said)
        address = signed_in(line, folder)
        address.pid = process.pid
        yield address
    finally:
        process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        try:
            process.communicate(timeout=60)  # a Neo4j of its own gets half of that
        finally:
            process.kill()
            said.close()


def _text(file):
    file.seek(0)
    return file.read()
