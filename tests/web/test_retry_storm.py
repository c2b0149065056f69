"""Three API servers send what they could not get rid of, all at once, to a service that is killed meanwhile."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.faults.targets import R17
from tests.service import address_to_be, free_port, peak_memory, serving
from tests.web.posts import JSON, bare, event_list, metric, wait_for

pytestmark = R17

SENDERS, BATCHES, EVENTS = 3, 60, 40
PADDING = 10_000  # bytes, twice as many in hex: a batch has 850 kB, as 400 events of an API server have
SCALE = 0.5  # of the API server's own waiting times


class Sender:
    """The rules of an API server: five tries of 30 s, and Retry-After within a try."""

    def __init__(self, url):
        self._client = httpx.Client(base_url=url, timeout=30, limits=httpx.Limits(max_connections=None))
        self.acknowledged, self.answers, self._lock = set(), [], threading.Lock()

    def send(self, name):
        body = random.Random(name).randbytes(PADDING).hex()
        ids = [f"{name}-{n}" for n in range(EVENTS)]
        content = event_list(
            *(bare(auditID=id_, requestObject={"a": body[n:] + body[:n]}) for n, id_ in enumerate(ids))
        )
        pause = 10 * SCALE
        for _ in range(5):
            if self._try(content):
                self.acknowledged.update(ids)
                return
            time.sleep(pause * (1 + 0.2 * random.random()))
            pause *= 1.5

    def close(self):
        self._client.close()

    def _try(self, content):
        ends = time.monotonic() + 30 * SCALE
        while time.monotonic() < ends:
            try:
                answer = self._client.post("/v1/audit", content=content, headers=JSON)
            except httpx.TransportError:
                return False
            with self._lock:
                self.answers.append(answer.status_code)
            if "retry-after" not in answer.headers:
                return answer.status_code == 200
            time.sleep(int(answer.headers["retry-after"]) * SCALE)
        return False


def test_a_retry_storm_loses_and_doubles_nothing(store, neo4j_uri, tmp_path):
    port = free_port()
    senders = [Sender(address_to_be(port, tmp_path)) for _ in range(SENDERS)]
    settings = {"GRAPHSVC_PORT": str(port)}
    with ThreadPoolExecutor(SENDERS * BATCHES) as pool:
        storm = [pool.submit(s.send, f"{n}-{b}") for n, s in enumerate(senders) for b in range(BATCHES)]
        with serving(neo4j_uri, tmp_path, kill=True, **settings) as url:
            wait_for(lambda: sum(len(s.acknowledged) for s in senders) > 20 * EVENTS, seconds=60)
            peaks = [peak_memory(url.pid)]
        with serving(neo4j_uri, tmp_path, **settings) as url, httpx.Client(base_url=url, timeout=30) as client:
            for future in storm:
                future.result(timeout=120)
            wait_for(lambda: metric(client, "graphsvc_posts_waiting") == 0, seconds=120)
            peaks.append(peak_memory(url.pid))
    for sender in senders:
        sender.close()
    acknowledged = set().union(*(s.acknowledged for s in senders))
    stored = [row[0] for row in store.read_text("MATCH (c:ApiCall) RETURN c.audit_id")]
    assert len(acknowledged) == SENDERS * BATCHES * EVENTS
    assert len(stored) == len(set(stored))
    assert acknowledged == set(stored)
    assert max(peaks) < 1 << 30
