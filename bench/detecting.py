"""What the detections cost an ingest: the same recorded events with all of them and with none, in turns.

    python -m bench.detecting [--events 20000]

Batches of 5,000 and of 400, the size of posts, taken in as `graphsvc ingest` does. Each run begins with an empty graph,
so every path is new. Statements are planned once, before the clock runs: for a graph that grows tenfold in seconds they
would be planned again and again.
"""

import argparse
import time
from itertools import islice

import msgspec

from bench.outage import happening
from bench.pairing import show, timed
from graphsvc.cli.main import collect_rarely
from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.detection.looking import Beside
from graphsvc.domain.noise import noise_filter
from graphsvc.graph.migration import migrate
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.server.embedded import temporary_server
from graphsvc.graph.store import Store
from graphsvc.graph.write.renewal import empty
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.record.record import Record
from graphsvc.settings import load

SIZES = (5_000, 400)
_WARM = 4  # runs until the JVM has compiled what they use


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.detecting", description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    count = parser.parse_args().events
    collect_rarely()
    records = [Record(msgspec.json.encode(event), 1) for event in islice(happening(), count)]
    with temporary_server(load().cache, keeps_plans=True, say=lambda _: None) as uri, Store(uri) as store:
        migrate(store)
        ingest = Ingest(store, records)
        for _ in range(_WARM):
            ingest.run(SIZES[0], detect=True)
            empty(store)
        rows = [
            timed(
                f"{count:,} events by {size:,}",
                lambda size=size: ingest.run(size, detect=True),
                {"without detections": lambda size=size: ingest.run(size, detect=False)},
                before=lambda: empty(store),
            )
            for size in SIZES
        ]
    show("Ingest with all detections", rows)
    for row in rows:
        print(f"{row.name}: {1 / row.ratios['without detections']:.0%} of the speed without any")


class Ingest:
    """The records, taken into the graph as `graphsvc ingest` does."""

    def __init__(self, store: Store, records: list[Record]) -> None:
        self._store = store
        self._records = records
        self._detections = load_detections()
        self._rules = noise_filter(load_noise_rules())

    def run(self, size: int, *, detect: bool) -> None:
        began = time.perf_counter()
        pipeline = Pipeline(Writer(self._store), None, self._rules, batch=size)
        detections = self._detections if detect else ()
        engine = Engine(self._store, Reader(self._store), detections, learning=load().learning_ms)
        with Beside(engine) as looking:
            pipeline.ingest(
                iter(self._records), cluster="bench", name="bench", progress=lambda _account: looking.look()
            )
            looking.finish()
        print(f"  by {size:,}, {'all' if detect else 'no'} detections: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
