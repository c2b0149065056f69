"""How long an ingest takes from JSON into the graph, without detections: all of it, and this process's own part.

    python -m bench.taking_in [--events 20000] [--known]

Recorded events in batches of 5,000, in each run with ids of their own, so that nothing is a duplicate. Each run goes
into a cluster of its own, where every path is new; with `--known` into the same, where the paths are known from the
second run on, as in a cluster on its second day. The best of the last six of twelve runs counts: a JVM that was just
started writes half as fast. Against an earlier commit, in turns: `PYTHONPATH=<its tree> python bench/taking_in.py`.
"""

import argparse
import time
from itertools import islice
from typing import Any

import msgspec

from bench.outage import happening
from graphsvc.cli import main as program
from graphsvc.domain.noise import noise_filter
from graphsvc.graph.migration import migrate
from graphsvc.graph.server.embedded import temporary_server
from graphsvc.graph.store import Store
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.record.record import Record
from graphsvc.settings import load

_RUNS, _COUNTED = 12, 6
_BATCH = 5_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.taking_in", description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--known", action="store_true", help="all into one cluster")
    given = parser.parse_args()
    getattr(program, "collect_rarely", int)()  # earlier commits have none
    events = list(islice(happening(), given.events))
    with temporary_server(load().cache, say=lambda _: None) as uri, Store(uri) as store:
        migrate(store)
        one = Writer(store)
        took = []
        for number in range(_RUNS):
            writer, cluster = (one, "bench") if given.known else (Writer(store), f"bench-{number}")
            took.append(take(writer, records(events, number), cluster, f"run {number}"))
    whole, own = (min(seconds) for seconds in zip(*took[-_COUNTED:], strict=True))
    print(
        f"{len(events):,} events: {whole:.2f} s, of which {own:.2f} s of processor time here, "
        f"{own / len(events) * 1e6:.1f} µs each"
    )


def records(events: list[dict[str, Any]], number: int) -> list[Record]:
    return [Record(msgspec.json.encode({**event, "auditID": f"{number}-{event['auditID']}"}), 1) for event in events]


def take(writer: Writer, given: list[Record], cluster: str, name: str) -> tuple[float, float]:
    """Seconds that it took, and of this process's processor time."""
    pipeline = Pipeline(writer, None, noise_filter(load_noise_rules()), batch=_BATCH)
    began, used = time.perf_counter(), time.process_time()
    account = pipeline.ingest(iter(given), cluster=cluster, name=name)
    took = time.perf_counter() - began, time.process_time() - used
    print(f"  {name}: {took[0]:.2f} s, {took[1]:.2f} s here, {account.calls:,} calls kept", flush=True)
    return took


if __name__ == "__main__":
    main()
