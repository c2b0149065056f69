"""`make bench`: loads generated calls through the project's own writer, then asks all sides the same questions.

    python -m bench [--calls 1000000] [--batch 5000]

Needs no configured database: a throw-away Neo4j is started, or GRAPHSVC_BENCH_URI names an empty one.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path

import msgspec

from bench import addresses, folding, pages, polygraph
from bench.generate import DAYS, START, generate, steady
from bench.pairing import show
from bench.peers import Peer, insert_everywhere, peers
from graphsvc.detection.engine import Engine
from graphsvc.domain.batch import Batch, fold
from graphsvc.domain.call import Call
from graphsvc.domain.skew import Arrival
from graphsvc.graph.migration import migrate
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.server.embedded import Neo4jServer, ServerSettings
from graphsvc.graph.store import Store
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.decoding import cleaned, decode
from graphsvc.ingest.record.record import Record

HEAP_MB, PAGE_CACHE_MB = 1_024, 1_024
STEADY_PATHS = 200

_LATER = 1 << 46  # than any call


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=5_000)
    options = parser.parse_args()
    with database() as uri, Store(uri) as store, peers() as others:
        migrate(store)
        print(f"loading {options.calls:,} generated calls, {options.batch:,} a batch", flush=True)
        first, last = load(store, others, options.calls, options.batch)
        reader = Reader(store)
        show("Polygraph, named values", polygraph.compare(reader, others, first, last))
        show("A page of 100 calls", pages.compare(reader, others, first))
        with addresses.serving(uri) as url:
            show("HTTP, pictures", addresses.pictures(store, url, first, last))
            show("HTTP, tables", addresses.tables(reader, url))
        print("\nMedians of paired runs, equal answers. A time by itself means nothing on a shared machine.")
        start = load_steady(store)
        show_folding(*folding.compare(store, start, start + DAYS * 24))


@contextmanager
def database() -> Iterator[str]:
    if configured := os.environ.get("GRAPHSVC_BENCH_URI"):
        yield configured
        return
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "graphsvc"
    with tempfile.TemporaryDirectory(prefix="graphsvc-bench-") as folder:
        settings = ServerSettings(Path(folder), cache, 0, 0, HEAP_MB, PAGE_CACHE_MB)
        with Neo4jServer(settings, say=print) as server:
            yield server.uri


def load(store: Store, others: list[Peer], calls: int, size: int) -> tuple[int, int]:
    """All sides get the same decoded calls; returns the first and the last time."""
    writer, events = Writer(store), generate(calls)
    done, writing, decoding, times = 0, 0.0, 0.0, []
    while chunk := list(islice(events, size)):
        began = time.perf_counter()
        batches = decoded(chunk)
        decoding += time.perf_counter() - began
        began = time.perf_counter()
        for batch in batches:
            writer.write(batch)
        writing += time.perf_counter() - began
        written = [call for batch in batches for call in batch.calls.values()]
        times += [min(c.time for c in written), max(c.time for c in written)]
        insert_everywhere(others, written)
        done += len(written)
        if done % (size * 20) == 0:
            print(f"  {done:,} calls: decoded {done / decoding:,.0f}/s, written {done / writing:,.0f}/s", flush=True)
    for peer in others:
        peer.roll_up()
        assert peer.count() == done, f"{peer.name} holds the same calls"
    Engine(store, Reader(store), ()).run_waiting()  # else the service would look at all of them while it is measured
    print(f"loaded {done:,} calls: decoded {done / decoding:,.0f}/s, written {done / writing:,.0f}/s", flush=True)
    return min(times), max(times)


def load_steady(store: Store) -> int:
    """Returns the first hour since 1970."""
    writer, events = Writer(store), steady(STEADY_PATHS)
    while chunk := list(islice(events, 5_000)):
        for batch in decoded(chunk):
            writer.write(batch)
    return int((START - timedelta(days=DAYS)).timestamp()) // 3_600


def decoded(chunk: list[tuple[str, dict[str, object]]]) -> list[Batch]:
    """A batch a cluster, by the project's own decoder."""
    found: dict[str, list[Call]] = {}
    for cluster, event in chunk:
        call = decode(cleaned(Record(msgspec.json.encode(event), 1)), cluster, "bench", Arrival(_LATER))
        assert isinstance(call, Call), call
        found.setdefault(cluster, []).append(call)
    return [fold(Batch(cluster, ""), calls, lambda _: "") for cluster, calls in found.items()]


def show_folding(before: folding.Reading, after: folding.Reading) -> None:
    print(f"\n{'30 d, read anew':24}{'by hour':>12}{'folded':>12}{'ratio':>9}")
    print(f"{'counters':24}{before.rows:12,}{after.rows:12,}{after.rows / before.rows:7.2f} x")
    print(f"{'time':24}{before.ms:9.1f} ms{after.ms:9.1f} ms{after.ms / before.ms:7.2f} x")


if __name__ == "__main__":
    main()
