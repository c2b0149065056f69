"""What HTTP adds to the engine: the same questions to a running `graphsvc serve`, and to a reader in this process."""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.pages import COMMON, FIRST, RARE
from bench.pairing import Row, Work, timed
from bench.polygraph import busiest_day
from graphsvc.domain.period import Period
from graphsvc.graph.read.alerts import AlertReader
from graphsvc.graph.read.picture import PictureReader
from graphsvc.graph.read.polygraph import Wanted
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.store import Store
from tests.service import signed_in

ENGINE = "engine"

_AS_THE_PAGE = {"top": 13, "band": "true", "clusters": "true"}
_WANTED = Wanted(13, members=12, band=True, clusters=True)  # the same
_QUERIES = Path(__file__).parents[1] / "frontend" / "src" / "api" / "queries.graphql"


def _asked_by_page() -> str:
    """What the page asks for its table, with the fragments of that."""
    parts = re.findall(r"^(?:fragment|query ApiCalls\b).*?^}", _QUERIES.read_text(), re.DOTALL | re.MULTILINE)
    spread = set(re.findall(r"\.\.\.(\w+)", next(part for part in parts if part.startswith("query"))))
    return "\n".join(part for part in parts if part.split()[0] == "query" or part.split()[1] in spread)


@contextmanager
def serving(uri: str) -> Iterator[str]:
    """The address of a service of its own, over the same database."""
    with tempfile.TemporaryDirectory(prefix="graphsvc-bench-") as folder:
        # Nothing folds days while it is measured.
        values = {"GRAPHSVC_NEO4J_URI": uri, "GRAPHSVC_DATA": folder, "GRAPHSVC_FOLD_AFTER": "0"}
        with started("serve", values) as url:
            yield url


@contextmanager
def started(command: str, values: Mapping[str, str]) -> Iterator[str]:
    """The address of `graphsvc serve` or `graphsvc demo` with these settings, on a free port."""
    environment = {**os.environ, **values, "GRAPHSVC_PORT": str(free_port())}
    arguments = [sys.executable, "-m", "graphsvc", command]
    process = subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        ready = next((line for line in process.stdout if line.startswith("ready ")), None)
        if ready is None:
            raise SystemExit(f"graphsvc {command} did not start")
        yield signed_in(ready, values["GRAPHSVC_DATA"])
    finally:
        process.terminate()
        process.communicate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pictures(store: Store, url: str, first: int, last: int) -> list[Row]:
    """By the engine, which counts and folds: what choosing nodes, alerts, commands, JSON and HTTP add. By the picture,
    which is all but the last two: what these add.
    """
    reader = Reader(store)
    day, whole = busiest_day(reader, first, last), Period(first, last + 1)
    return [
        _polygraph("GET /v1/polygraph, 24 h", store, url, Question(period=day)),
        _polygraph("GET /v1/polygraph, 30 d", store, url, Question(period=whole)),
        _polygraph("  the same, secrets", store, url, Question("secrets", period=whole)),
    ]


def tables(reader: Reader, url: str) -> list[Row]:
    """By the engine: what HTTP, JSON and GraphQL add."""
    rows = []
    for name, question in (
        ("apiCalls, newest", Question()),
        (f"apiCalls, {COMMON}", Question(COMMON)),
        (f"apiCalls, {RARE}", Question(RARE)),
        ("apiCalls, errors only", Question(errors_only=True)),
    ):
        rows.append(_calls(name, reader, url, question))
    return rows


def _polygraph(name: str, store: Store, url: str, question: Question) -> Row:
    reader = Reader(store)
    query = {"search": question.search, "from": question.period.start, "to": question.period.stop, **_AS_THE_PAGE}
    request = _request(url, f"/v1/polygraph?{urllib.parse.urlencode(query)}")
    if json.loads(_body(request))["calls"] != reader.count(question).calls:
        raise SystemExit(f"{name}: the answers differ")
    drawing = PictureReader(reader, AlertReader(store, reader))
    engines: dict[str, Work] = {
        ENGINE: lambda: reader.fold(reader.count(question)),
        "picture": lambda: drawing.draw_for_page(question, _WANTED),
    }
    return timed(name, partial(_body, request), engines)


def _calls(name: str, reader: Reader, url: str, question: Question) -> Row:
    variables = {"search": question.search, "errorsOnly": question.errors_only, "first": FIRST}
    body = json.dumps({"query": _asked_by_page(), "variables": variables}).encode()
    request = _request(url, "/graphql", body)
    edges = json.loads(_body(request))["data"]["apiCalls"]["edges"]
    if [e["node"]["id"] for e in edges] != [c.id for c in reader.calls(question, first=FIRST).calls]:
        raise SystemExit(f"{name}: the answers differ")
    return timed(name, partial(_body, request), {ENGINE: lambda: reader.calls(question, first=FIRST)})


def _request(url: str, place: str, body: bytes | None = None) -> urllib.request.Request:
    """`url` carries the token, which goes into a header."""
    login, _, host = url.removeprefix("http://").rpartition("@")
    headers = {"content-type": "application/json", "authorization": f"Bearer {login.partition(':')[2]}"}
    return urllib.request.Request(f"http://{host}{place}", body, headers)


def _body(request: urllib.request.Request) -> bytes:
    with urllib.request.urlopen(request) as answer:
        return bytes(answer.read())
