"""R6: the database is away for long while as much as ever is posted."""

import time

import httpx
import pytest

from tests.faults.ledger import Ledger
from tests.faults.poster import Poster
from tests.faults.targets import R6
from tests.relay import Relay
from tests.service import peak_memory, serving
from tests.web.posts import metric, wait_for

GROWTH = 200 << 20  # bytes
BATCH = 400


@pytest.fixture
def relay(neo4j_uri):
    found = Relay(neo4j_uri)
    yield found
    found.close()


@R6
def test_posts_go_on_while_the_database_is_away(store, relay, tmp_path, long, record_property):
    rate, seconds = (2_000, 600) if long else (500, 3)
    ledger = Ledger("away", hours=1)
    with serving(relay.uri, tmp_path) as url, httpx.Client(base_url=url, timeout=60) as client:
        with Poster(url, ledger, rate=rate, batch=BATCH) as poster:
            wait_for(lambda: poster.sent >= rate, seconds=60)
            before = peak_memory(url.pid)
            relay.cut()
            time.sleep(seconds)
            waiting = metric(client, "graphsvc_posts_waiting")
            took = sorted(poster.took)
            relay.mend()
        began = time.monotonic()
        wait_for(lambda: metric(client, "graphsvc_posts_waiting") == 0, seconds=240 + 2 * seconds)
        speed = waiting * BATCH / (time.monotonic() - began)
        grown = peak_memory(url.pid) - before
    ledger.check(store)
    assert poster.answers.keys() == {200}
    assert waiting > 0
    assert grown < GROWTH
    record_property("away", f"{seconds} s at {rate:,} events/s")
    record_property("p99 of a post", f"{took[int(len(took) * 0.99)] * 1e3:.0f} ms")
    record_property("memory", f"+{grown >> 20} MiB")
    record_property("drained at", f"{speed:,.0f} events/s")
