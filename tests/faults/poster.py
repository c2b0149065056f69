"""An API server as far as a receiver sees it: batch after batch, each again and again until it is acknowledged."""

import threading
import time
from collections import Counter

import httpx

from tests.web.posts import JSON, event_list


class Poster:
    """Posts new events of a ledger from a thread of its own while the context lasts; all of them are acknowledged then.

    `rate`: events a second. `answers` counts status codes, 0 for a connection that broke; `took` are seconds of posts
    that were answered.
    """

    def __init__(self, url, ledger, *, rate=2_000, batch=100):
        self._client = httpx.Client(base_url=url, timeout=30)
        self._ledger, self._rate, self._batch = ledger, rate, batch
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.sent, self.answers, self.took = 0, Counter(), []

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.stop()
        self._client.close()

    def stop(self):
        self._stopping.set()
        self._thread.join(timeout=120)
        assert not self._thread.is_alive(), "the last batch was never acknowledged"

    def _run(self):
        began = time.monotonic()
        while not self._stopping.is_set():
            content = event_list(*self._ledger.take(self._batch))
            while not self._post(content):
                time.sleep(0.2)
            self.sent += self._batch
            self._stopping.wait(max(0.0, began + self.sent / self._rate - time.monotonic()))

    def _post(self, content):
        asked = time.perf_counter()
        try:
            code = self._client.post("/v1/audit", content=content, headers=JSON).status_code
        except httpx.TransportError:
            code = 0
        else:
            self.took.append(time.perf_counter() - asked)
        self.answers[code] += 1
        return code == 200
