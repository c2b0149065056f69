"""How fast a backlog of posts is written, in transactions of several sizes, in turns, in one run.

    python -m bench.backlog [--calls 200000]

Posts of 400 recorded events lie in an archive, as after an outage, and go through everything but the detections.
"""

import argparse
import tempfile
import time
from itertools import islice
from pathlib import Path

import msgspec

from bench.outage import BATCH, happening
from bench.scanner import CACHE
from graphsvc.domain.noise import noise_filter
from graphsvc.graph.migration import migrate
from graphsvc.graph.server.embedded import temporary_server
from graphsvc.graph.store import Store
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.segment import PUSH, frames, reach_of, segments
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.pipeline import Pipeline, together
from graphsvc.ingest.record.record import Record

SIZES = (2_000, 5_000, 10_000)  # records of a transaction
_TURN = 20_000  # events that one size writes before the next one's turn: a JVM gets faster all the time


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.backlog", description=__doc__)
    parser.add_argument("--calls", type=int, default=200_000)
    calls = parser.parse_args().calls
    if calls < (least := 2 * len(SIZES) * _TURN):
        parser.error(f"give {least:,} calls or more: each size has a turn to get warm, and one that counts")
    took, written = dict.fromkeys(SIZES, 0.0), dict.fromkeys(SIZES, 0)
    with (
        tempfile.TemporaryDirectory(prefix="graphsvc-backlog-") as folder,
        temporary_server(CACHE, say=print) as uri,
        Store(uri) as store,
    ):
        migrate(store)
        pipeline = Pipeline(Writer(store), None, noise_filter(load_noise_rules()))
        fill(Path(folder), calls)
        (segment,) = segments(Path(folder), PUSH)
        waiting, turn = frames(Path(folder), reach_of(Path(folder), segment)), 0
        while posts := list(islice(waiting, _TURN // BATCH)):
            size = SIZES[turn % len(SIZES)]
            began = time.perf_counter()
            for group in together(posts, size):
                pipeline.write_frames(group)
            if turn >= len(SIZES):  # the first turns plan every statement
                took[size] += time.perf_counter() - began
                written[size] += len(posts) * BATCH
            turn += 1
    for size in SIZES:
        print(f"{size:>7,} records a transaction{written[size] / took[size]:>8,.0f} events/s")


def fill(folder: Path, calls: int) -> None:
    archive, events = Archive(folder, PUSH), happening()
    for _ in range(calls // BATCH):
        records = [Record(msgspec.json.encode(event), 1) for event in islice(events, BATCH)]
        archive.append("outage", "webhook", records)
    archive.close()


if __name__ == "__main__":
    main()
