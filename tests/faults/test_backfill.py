"""R24: an old log is taken in while live posts come; both processes are killed on the way."""

import random
import time

import httpx

from graphsvc.ingest.pipeline import FILE_BATCH
from tests.faults.commands import file_position, finish, kill, start
from tests.faults.ledger import Ledger
from tests.faults.poster import Poster
from tests.faults.targets import R24
from tests.service import address_to_be, free_port, serving
from tests.web.posts import metric, wait_for


@R24
def test_backfill_and_posts_are_both_taken_once(store, neo4j_uri, tmp_path, few_detections, long, record_property):
    kills, number, rate = (10, 500_000, 1_000) if long else (1, FILE_BATCH + 2_500, 100)
    old, live, rng = Ledger("old"), Ledger("live", hours=1), random.Random(24)
    file, settings = tmp_path / "old.log", {"GRAPHSVC_PORT": str(free_port())}
    old.write(file, number)

    def backfill():
        return start(neo4j_uri, tmp_path, "ingest", "--cluster", "old", file)

    with Poster(address_to_be(settings["GRAPHSVC_PORT"], tmp_path), live, rate=rate) as poster:
        for n in range(kills):
            with serving(neo4j_uri, tmp_path, kill=True, **settings):
                share, acknowledged = (n + 1) * number // (kills + 2), poster.answers[200]
                process = backfill()
                wait_for(lambda acknowledged=acknowledged: poster.answers[200] > acknowledged + 3, seconds=60)
                wait_for(lambda share=share: file_position(store) >= share, seconds=600)
                if n % 2:
                    time.sleep(rng.random() * 0.3)
                kill(process)
                time.sleep(rng.random() * 0.5)
        with serving(neo4j_uri, tmp_path, **settings) as url, httpx.Client(base_url=url, timeout=60) as client:
            process = backfill()
            # Whoever ingests looks at posts' batches too, and would have no end while they come faster than that.
            wait_for(lambda: file_position(store) < 0 or process.poll() is not None, seconds=1_200)
            poster.stop()
            finish(process)
            wait_for(lambda: metric(client, "graphsvc_posts_waiting") == 0, seconds=240)
    both = old + live
    both.check(store)
    assert poster.answers.keys() <= {200, 0}
    took = sorted(poster.took)
    record_property("kills", 2 * kills)
    record_property("events", both.sent)
    record_property("p99 of a post", f"{took[int(len(took) * 0.99)] * 1e3:.0f} ms")
