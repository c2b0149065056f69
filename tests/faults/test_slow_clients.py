"""R18: clients that open connections and say nothing, or say it a byte at a time, while an API server posts."""

import socket
import time
from itertools import chain
from urllib.parse import urlsplit

import httpx
import pytest

from tests.faults.ledger import Ledger
from tests.faults.poster import Poster
from tests.faults.targets import R18
from tests.service import open_files, serving
from tests.web.posts import metric, wait_for

HEAD = (
    b"POST /v1/audit HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: Bearer TOKEN\r\n"
)
# What is sent at first, and what comes of it before the connection ends.
CLIENTS = {
    "idle": (b"", b""),
    "head": (HEAD + b"X-Slow: ", b""),
    "next head": (b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + HEAD + b"X-Slow: ", b"HTTP/1.1 200"),
    "body": (HEAD + b"Content-Length: 20000\r\n\r\n[", b"HTTP/1.1 408"),
}


class Client:
    def __init__(self, url, opening):
        self._socket = socket.create_connection((urlsplit(url).hostname, urlsplit(url).port))
        token = url.headers["authorization"].rpartition(" ")[2]
        self._socket.sendall(opening.replace(b"TOKEN", token.encode()))
        self._socket.setblocking(False)
        self.heard, self.is_ended = b"", False

    def move(self, text):
        """Say that, and hear what is said."""
        try:
            if text:
                self._socket.send(text)
            while data := self._socket.recv(65_536):
                self.heard += data
        except BlockingIOError:
            return
        except OSError:
            pass
        self.is_ended = True

    def close(self):
        self._socket.close()


@pytest.fixture
def clients():
    found = {kind: [] for kind in CLIENTS}
    yield found
    for client in chain.from_iterable(found.values()):
        client.close()


def move(clients):
    """A byte of everybody who says something, twice a second."""
    time.sleep(0.5)
    for kind, several in clients.items():
        for client in several:
            if not client.is_ended:
                client.move(b"" if kind == "idle" else b" ")


@R18
def test_slow_clients_are_ended_and_keep_nobody_waiting(store, neo4j_uri, tmp_path, long, clients, record_property):
    idle, slow, ledger = (1_000, 200, Ledger("slow")) if long else (100, 20, Ledger("slow"))
    ending = list(CLIENTS) if long else ["idle", "head", "next head"]  # a body may take longer than a short test

    def all_ended():
        move(clients)
        return all(client.is_ended for kind in ending for client in clients[kind])

    with serving(neo4j_uri, tmp_path) as url, Poster(url, ledger, rate=300) as poster:
        wait_for(lambda: poster.answers[200] > 1, seconds=60)
        before = open_files(url.pid)
        for kind, (opening, _) in CLIENTS.items():
            clients[kind] += [Client(url, opening) for _ in range(idle if kind == "idle" else slow)]
        acknowledged = poster.answers[200]
        wait_for(all_ended, seconds=120)
        assert poster.answers[200] > acknowledged, "posts went on meanwhile"
        for kind in ending:
            assert {client.heard[:12] for client in clients[kind]} == {CLIENTS[kind][1]}
        for client in clients["body"]:
            client.close()
        wait_for(lambda: open_files(url.pid) <= before + 10, seconds=60)
        poster.stop()
        with httpx.Client(base_url=url, timeout=60) as asking:
            wait_for(lambda: metric(asking, "graphsvc_posts_waiting") == 0, seconds=240)
    ledger.check(store)
    assert poster.answers.keys() == {200}
    took = sorted(poster.took)
    record_property("clients", sum(map(len, clients.values())))
    record_property("p99 of a post", f"{took[int(len(took) * 0.99)] * 1e3:.0f} ms")
