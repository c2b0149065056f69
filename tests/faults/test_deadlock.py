"""R29: four writers write of the same hundred actors, and in part the same calls, at the same time."""

import threading
import time

from graphsvc.graph.store import Store
from tests.builders import a_pipeline, records
from tests.faults.ledger import Ledger
from tests.faults.targets import R29

WRITERS = 4
BATCH = 400


class Writing(threading.Thread):
    """Has a connection and a memory of its own, as a process has."""

    def __init__(self, uri, number, batches):
        super().__init__()
        self._uri, self._number, self._batches = uri, number, batches
        self.accounts, self.problem = [], None

    def run(self):
        try:
            with Store(self._uri) as store:
                pipeline = a_pipeline(store)
                for batch in self._batches:
                    self.accounts.append(pipeline.ingest(records(*batch), cluster="made", name=f"w{self._number}"))
        except Exception as error:  # noqa: BLE001  # the test tells of it
            self.problem = error


def write(uri, shares):
    threads = [Writing(uri, number, share) for number, share in enumerate(shares)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=1_200)
    assert not any(thread.is_alive() for thread in threads)
    assert [thread.problem for thread in threads if thread.problem] == []
    return [account for thread in threads for account in thread.accounts], time.monotonic() - began


def calls(accounts):
    return sum(account.calls for account in accounts)


@R29
def test_writers_of_the_same_actors_do_not_lock_each_other_out(store, neo4j_uri, long, record_property):
    batches, ledger = 250 if long else 2, Ledger("locked", strange=False)
    single, alone = write(neo4j_uri, [[ledger.take(BATCH) for _ in range(batches)]])
    everyone = [ledger.take(BATCH) for _ in range(batches)]
    own = [[ledger.take(BATCH) for _ in range(batches)] for _ in range(WRITERS)]
    # What all of them have comes first and last, each time in another order.
    shares = [[*everyone[n:], *everyone[:n], *found, *everyone] for n, found in enumerate(own)]
    accounts, together = write(neo4j_uri, shares)
    assert all(account.balances for account in accounts)
    assert sum(account.rejected_total for account in accounts) == 0
    assert calls(single) + calls(accounts) == len(ledger.ids)
    assert sum(account.duplicates for account in accounts) == (2 * WRITERS - 1) * batches * BATCH
    ledger.check(store)
    record_property("events", sum(account.read for account in accounts))
    record_property("rate of one writer's", f"{(calls(accounts) / together) / (calls(single) / alone):.0%}")
