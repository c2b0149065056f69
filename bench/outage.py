"""The database is away while an API server goes on: what is refused, how long a post takes, what memory grows by.

    python -m bench.outage [--minutes 10] [--rate 2000]

Needs no configured database: a throw-away Neo4j is started, and the way to it is cut.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import httpx

from bench.generate import generate
from graphsvc.domain.moment import to_text
from graphsvc.graph.migration import migrate
from graphsvc.graph.server.embedded import temporary_server
from graphsvc.graph.store import Store
from tests.relay import Relay
from tests.service import peak_memory, serving
from tests.web.posts import JSON, event_list, metric

BATCH = 400
_FEW = 10  # posts that wait at any moment: two seconds of what comes
_WARM = 60  # seconds: a JVM that was just started writes half as fast


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.outage", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=2_000, help="events a second")
    options = parser.parse_args()
    cache = Path.home() / ".cache" / "graphsvc"
    with tempfile.TemporaryDirectory(prefix="graphsvc-outage-") as folder, temporary_server(cache, say=print) as uri:
        with Store(uri) as store:
            migrate(store)
        relay = Relay(uri)
        with serving(relay.uri, folder) as url, httpx.Client(base_url=url, timeout=30) as client:
            events = happening()
            send(client, events, options.rate, _WARM)
            before = peak_memory(url.pid)
            relay.cut()
            sent, codes, took = send(client, events, options.rate, options.minutes * 60)
            print(f"{sent:,} events while the database was away for {options.minutes:g} minutes: answers {dict(codes)}")
            slow = sorted(took)[int(len(took) * 0.99)]
            grown = (peak_memory(url.pid) - before) >> 20
            print(f"  a post took {slow * 1e3:.0f} ms (99 of 100), memory grew by {grown} MiB")
            print(f"  {metric(client, 'graphsvc_posts_waiting_bytes') / 2**20:.0f} MiB wait on disk", flush=True)
            relay.mend()
            drain(client, events, options.rate)
            print(f"  memory grew by {(peak_memory(url.pid) - before) >> 20} MiB in all")
        relay.close()


def send(
    client: httpx.Client, events: Iterator[dict[str, Any]], rate: float, seconds: float
) -> tuple[int, Counter[int], list[float]]:
    """Batches of 400 at a rate; number of events, answers, and seconds that each post took."""
    codes, took, began, sent = Counter[int](), list[float](), time.monotonic(), 0
    while time.monotonic() - began < seconds:
        content = event_list(*islice(events, BATCH))
        asked = time.perf_counter()
        codes[client.post("/v1/audit", content=content, headers=JSON).status_code] += 1
        took.append(time.perf_counter() - asked)
        sent += BATCH
        time.sleep(max(0.0, began + sent / rate - time.monotonic()))
    return sent, codes, took


def happening() -> Iterator[dict[str, Any]]:
    """What was recorded, again and again under other names, as if it happened now."""
    for _, event in generate(sys.maxsize):
        now = to_text(time.time_ns() // 1_000_000)
        yield {**event, "requestReceivedTimestamp": now, "stageTimestamp": now}


def drain(client: httpx.Client, events: Iterator[dict[str, Any]], rate: float) -> None:
    """How fast what waits is written while as much as before goes on coming."""
    first = metric(client, "graphsvc_posts_waiting")
    while metric(client, "graphsvc_posts_waiting") >= first:
        time.sleep(0.2)
    began, last, sent = time.monotonic(), first, 0
    while last > _FEW and time.monotonic() - began < 3_600:
        sent += send(client, events, rate, 5)[0]
        last = metric(client, "graphsvc_posts_waiting")
    written = (first - last) * BATCH + sent
    seconds = time.monotonic() - began
    print(
        f"  written again at {written / seconds:,.0f} events/s while {sent / seconds:,.0f}/s came, for {seconds:.0f} s"
    )


if __name__ == "__main__":
    main()
