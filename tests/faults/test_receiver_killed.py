"""R2: the receiver is killed again and again while an API server posts, and repeats what was not acknowledged."""

import random
import time

import httpx

from tests.faults.ledger import Ledger
from tests.faults.poster import Poster
from tests.faults.targets import R2
from tests.service import address_to_be, free_port, serving
from tests.web.posts import metric, wait_for


@R2
def test_a_receiver_that_is_killed_keeps_what_it_acknowledged(store, neo4j_uri, tmp_path, long, record_property):
    (kills, rate), rng, port = (50, 2_000) if long else (2, 200), random.Random(2), free_port()
    ledger, settings = Ledger("receiver"), {"GRAPHSVC_PORT": str(port)}
    with Poster(address_to_be(port, tmp_path), ledger, rate=rate) as poster:
        for _ in range(kills):
            with serving(neo4j_uri, tmp_path, kill=True, **settings):
                acknowledged = poster.answers[200]
                wait_for(lambda acknowledged=acknowledged: poster.answers[200] > acknowledged + 3, seconds=60)
                time.sleep(rng.random())
        with serving(neo4j_uri, tmp_path, **settings) as url, httpx.Client(base_url=url, timeout=60) as client:
            poster.stop()
            wait_for(lambda: metric(client, "graphsvc_posts_waiting") == 0, seconds=240)
    ledger.check(store)
    assert poster.answers.keys() <= {200, 0}
    record_property("kills", kills)
    record_property("events", ledger.sent)
    record_property("posts that broke", poster.answers[0])
