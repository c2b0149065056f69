"""What a scanner costs: calls that make up everything against recorded calls, in turns, in one run.

    python -m bench.scanner [--calls 100000]

Both go through the whole pipeline (redact, decode, fold, write) into the same Neo4j, batch by batch in turns.
"""

import argparse
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from bench.generate import generate
from graphsvc.domain.noise import noise_filter
from graphsvc.graph.migration import migrate
from graphsvc.graph.server.embedded import temporary_server
from graphsvc.graph.store import Store
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.pipeline import BATCH, Pipeline
from graphsvc.ingest.record.record import Record

CACHE = Path.home() / ".cache" / "graphsvc"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.scanner", description=__doc__)
    parser.add_argument("--calls", type=int, default=100_000)
    calls = parser.parse_args().calls
    with temporary_server(CACHE, say=print) as uri, Store(uri) as store:
        migrate(store)
        pipeline = Pipeline(Writer(store), None, noise_filter(()))
        ordinary = (msgspec.json.encode(event) for _, event in generate(calls))
        took = {"ordinary": 0.0, "scanner": 0.0}
        for start in range(0, calls, BATCH):
            for name, source in (("ordinary", ordinary), ("scanner", guesses(start))):
                chunk = [Record(raw, line) for line, raw in enumerate(islice(source, BATCH), 1)]
                began = time.perf_counter()
                pipeline.take(chunk, cluster=name, name=name)
                took[name] += time.perf_counter() - began
        paths = dict(store.read_text("MATCH (p:CallPath) RETURN p.cluster, count(p)"))
        objects = dict(store.read_text("MATCH (o:Object) RETURN o.cluster, count(o)"))
    for name, seconds in took.items():
        print(f"{name:10}{calls / seconds:>8,.0f} calls/s{paths[name]:>9,} paths{objects[name]:>9,} objects")
    print(f"scanner's rate is {took['ordinary'] / took['scanner']:.0%} of ordinary calls'")


def guesses(start: int) -> Iterator[bytes]:
    """Everything that a caller can choose is new; all within one hour, as a scanner does it."""
    for number in range(start, start + BATCH):
        rng, name = random.Random(number), f"x{number}"
        address = ".".join(str(rng.randrange(1, 224)) for _ in range(4))
        event: dict[str, Any] = {
            "kind": "Event",
            "apiVersion": "audit.k8s.io/v1",
            "level": "Metadata",
            "auditID": name,
            "stage": "ResponseComplete",
            "verb": "get",
            "requestURI": f"/apis/{name}.example/v1/namespaces/{name}/{name}/{name}",
            "user": {"username": "system:anonymous", "groups": ["system:unauthenticated"]},
            "sourceIPs": [address, "10.0.0.1"],
            "userAgent": f"scanner-{name}/1.0",
            "objectRef": {"resource": name, "namespace": name, "name": name, "apiGroup": f"{name}.example"},
            "responseStatus": {"code": 403},
            "requestReceivedTimestamp": "2026-10-01T12:00:00.000000Z",
            "stageTimestamp": "2026-10-01T12:00:00.000000Z",
        }
        yield msgspec.json.encode(event)


if __name__ == "__main__":
    main()
