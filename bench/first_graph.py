"""Time to the first drawn graph in a real Chromium: many distinct paths beside the demo, in turns, in one run.

    python -m bench.first_graph [--paths 200000]

The demo is `graphsvc demo`. The paths are written by the project's own writer into a throw-away Neo4j, a call on each,
which takes minutes. Both services run in processes of their own; the page has to be built (`make page`).
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from bench.__main__ import database
from bench.addresses import free_port, serving, started
from bench.generate import DAYS, START
from bench.pairing import ROUNDS
from bench.pictures import wide_paths
from graphsvc.detection.engine import Engine
from graphsvc.domain.batch import Batch
from graphsvc.domain.call import Call
from graphsvc.domain.moment import DAY
from graphsvc.graph.migration import migrate
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.store import Store
from graphsvc.graph.write.writer import Writer

_FRONTEND = Path(__file__).parents[1] / "frontend"
_BATCH = 5_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.first_graph", description=__doc__)
    parser.add_argument("--paths", type=int, default=200_000)
    paths = parser.parse_args().paths
    with demo() as small, database() as uri:
        with Store(uri) as store:
            write(store, paths)
        with serving(uri) as large:
            first, *rounds = measured([small, large])
    print(f"\n{'':>28}{'demo':>12}{f'{paths:,} paths':>18}{'ratio':>9}")
    show("after a start", [first])
    show("first graph", rounds)
    for name, key in (("its picture asked for", "asked"), ("its picture there", "answered")):
        show(f"  {name}", rounds, key)
    print(f"bytes of the picture: {rounds[0][0]['bytes']:,} and {rounds[0][1]['bytes']:,}")


@contextmanager
def demo() -> Iterator[str]:
    """As scripts/browser-test has it: on free ports, with data of its own."""
    with tempfile.TemporaryDirectory(prefix="graphsvc-bench-") as folder:
        values = {
            "GRAPHSVC_DATA": folder,
            "GRAPHSVC_NEO4J_BOLT_PORT": "0",
            "GRAPHSVC_NEO4J_HTTP_PORT": str(free_port()),
            "GRAPHSVC_NEO4J_DOCKER": "false",
        }
        with started("demo", values) as url:
            yield url


def write(store: Store, paths: int) -> None:
    migrate(store)
    writer, calls, done = Writer(store), wide_calls(paths), 0
    while chunk := list(islice(calls, _BATCH)):
        writer.write(Batch("wide", "", read=len(chunk), calls={call.id: call for call in chunk}))
        done += len(chunk)
        print(f"  {done:,} paths", flush=True)
    Engine(store, Reader(store), ()).run_waiting()  # else the service would look at all of them while it is measured


def wide_calls(paths: int) -> Iterator[Call]:
    """A call on each path, all over thirty days."""
    start = int(START.timestamp() * 1_000)
    for number, path in enumerate(islice(wide_paths(), paths)):
        time = start + number * DAYS * DAY // paths
        yield Call(f"{time:012x}{number:016x}", time, path, 4, (), "", {"stage": "ResponseComplete"}, None)


def measured(addresses: list[str]) -> list[list[dict[str, float]]]:
    """By round and address, what frontend/tests/first-graph.mjs says."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not chromium:
        sys.exit("bench.first_graph needs chromium-headless-shell or chromium")
    command = ["node", "tests/first-graph.mjs", str(ROUNDS + 1), *addresses]
    environment = {**os.environ, "CHROMIUM": chromium}
    output = subprocess.run(command, cwd=_FRONTEND, env=environment, stdout=subprocess.PIPE, check=True).stdout
    told = [json.loads(line) for line in output.splitlines()]
    return [told[at : at + len(addresses)] for at in range(0, len(told), len(addresses))]


def show(name: str, rounds: list[list[dict[str, float]]], key: str = "drawn") -> None:
    """Medians, and that of the ratios of pairs."""
    pairs = [(small[key], large[key]) for small, large in rounds]
    few, many = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"{name:28}{few:9,.0f} ms{many:15,.0f} ms{ratio:7.2f} x")


if __name__ == "__main__":
    main()
