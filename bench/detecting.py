"""What the detections cost an ingest: the same recorded events with all of them and with none, in turns.

    python -m bench.detecting [--events 20000]

Batches of 5,000 and of 400, the size of posts. Everything is planned once before the clock runs.
"""

import argparse
import itertools
import time
from itertools import islice

import msgspec

from bench.outage import happening
from bench.pairing import show, timed
from graphsvc.cli.main import collect_rarely
from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.noise import noise_filter
from graphsvc.graph.migration import migrate
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.server.embedded import temporary_server
from graphsvc.graph.store import Store
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.record.record import Record
from graphsvc.settings import load

SIZES = (5_000, 400)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.detecting", description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    count = parser.parse_args().events
    collect_rarely()
    records = [Record(msgspec.json.encode(event), 1) for event in islice(happening(), count)]
    with temporary_server(load().cache, say=lambda _: None) as uri, Store(uri) as store:
        migrate(store)
        ingest = Ingest(store, records)
        rows = [
            timed(
                f"{count:,} events by {size:,}",
                lambda size=size: ingest.run(size, detect=True),
                {"without detections": lambda size=size: ingest.run(size, detect=False)},
            )
            for size in SIZES
        ]
    show("Ingest with all detections", rows)
    for row in rows:
        print(f"{row.name}: {1 / row.ratios['without detections']:.0%} of the speed without any")


class Ingest:
    """Each run into a cluster of its own, so that nothing is a duplicate and every path is new."""

    def __init__(self, store: Store, records: list[Record]) -> None:
        self._store = store
        self._records = records
        self._detections = load_detections()
        self._rules = noise_filter(load_noise_rules())
        self._number = itertools.count()

    def run(self, size: int, *, detect: bool) -> None:
        began = time.perf_counter()
        cluster = f"bench-{next(self._number)}"
        pipeline = Pipeline(Writer(self._store), None, self._rules, batch=size)
        pipeline.ingest(iter(self._records), cluster=cluster, name=cluster)
        detections = self._detections if detect else ()
        Engine(self._store, Reader(self._store), detections, learning=load().learning_ms).run_waiting()
        print(f"  {cluster}, by {size:,}, {'all' if detect else 'no'} detections: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
