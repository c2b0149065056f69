"""R5: the database is stopped and killed while posts come in and logs are ingested."""

import os
import signal
import subprocess
import threading
import time

import httpx

from graphsvc.graph.store import Store
from tests.faults.ledger import Ledger
from tests.faults.poster import Poster
from tests.faults.targets import R5
from tests.nursery import Command
from tests.service import serving
from tests.web.posts import metric, wait_for


class Logs:
    """One log after the other is ingested while the context lasts, each by a command that has to end well."""

    def __init__(self, uri, folder, ledger, events):
        self._environment = {**os.environ, "GRAPHSVC_NEO4J_URI": uri, "GRAPHSVC_DATA": str(folder / "logs")}
        self._folder, self._ledger, self._events = folder, ledger, events
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.starting = threading.Lock()
        self.taken, self.said = 0, []

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stopping.set()
        self._thread.join(timeout=900)
        assert not self._thread.is_alive()

    def _run(self):
        while not self._stopping.is_set() and not self.said:
            file = self._folder / f"{self.taken}.log"
            self._ledger.write(file, self._events)
            with self.starting:
                process = self._start(file)
            said = process.communicate()[1]
            if process.returncode:
                self.said.append(said)
            self.taken += 1

    def _start(self, file):
        """A command that wrote something: one that never reached its database rightly gives up at once."""
        before = self._archived()
        words = ("ingest", "--cluster", "logs", file)
        process = Command(*words, env=self._environment, stderr=subprocess.PIPE, text=True)
        wait_for(lambda: self._archived() > before or process.poll() is not None, seconds=120)
        return process

    def _archived(self):
        return sum(file.stat().st_size for file in self._folder.glob("logs/archive/*.seg"))


@R5
def test_a_restarted_database_loses_and_doubles_nothing(database, tmp_path, long, record_property):
    posted, logged, recovered = Ledger("posts"), Ledger("logs"), []
    hows = (signal.SIGTERM, signal.SIGKILL) * (5 if long else 1)
    with serving(database.uri, tmp_path / "web") as url, httpx.Client(base_url=url, timeout=60) as client:
        with (
            Poster(url, posted, rate=500 if long else 100) as poster,
            Logs(database.uri, tmp_path, logged, 2_000 if long else 1_000) as logs,
        ):
            for number, how in enumerate(hows):
                time.sleep(2 + number % 3)
                with logs.starting:
                    database.stop(how)
                    time.sleep(1)
                    database.start()
                began = time.monotonic()
                waiting = metric(client, "graphsvc_posts_waiting")
                wait_for(lambda waiting=waiting: metric(client, "graphsvc_posts_waiting") < waiting, seconds=120)
                recovered.append(time.monotonic() - began)
        assert logs.said == []
        assert poster.answers.keys() == {200}
        wait_for(lambda: metric(client, "graphsvc_posts_waiting") == 0, seconds=240)
    both = posted + logged
    with Store(database.uri) as store:
        both.check(store)
    record_property("restarts", len(hows))
    record_property("events", both.sent)
    record_property("writes again after at most", f"{max(recovered):.0f} s")
