"""What taking in an event costs before the database sees it, step by step, in processor time.

    python -m bench.decoding [--events 20000]

Recorded events, over and over with other ids and times. The best of five rounds: others use the machine, too.
"""

import argparse
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

import msgspec

from bench.outage import happening
from graphsvc.domain.noise import noise_filter
from graphsvc.domain.skew import Arrival
from graphsvc.ingest.decoding import cleaned, decode
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.record.record import Record

_ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.decoding", description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    count = parser.parse_args().events
    arrival = Arrival(time.time_ns() // 1_000_000, posted=True)
    records = [Record(msgspec.json.encode(event), 1) for event in islice(happening(), count)]
    clean = [cleaned(record) for record in records]
    calls = [decode(record, "c", "n", arrival) for record in clean]
    rule_of = noise_filter(load_noise_rules())
    kept = sum(not rule_of(call.path) for call in calls)
    show("redaction", records, cleaned)
    show("decoding", clean, lambda record: decode(record, "c", "n", arrival))
    show("noise rule", calls, lambda call: rule_of(call.path))
    print(f"{kept / count:.0%} of the events are kept")


def show(step: str, items: list[Any], work: Callable[[Any], Any]) -> None:
    took = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        for item in items:
            work(item)
        took.append(time.process_time() - began)
    print(f"{step:<12}{min(took) / len(items) * 1e6:>6.1f} µs an event", flush=True)


if __name__ == "__main__":
    main()
