"""What was sent, counted in plain Python, and whether the graph says the same: nothing missing, nothing double."""

import random
import threading
import time
from collections import Counter

import msgspec

from graphsvc.domain.moment import DAY, HOUR, to_text
from graphsvc.domain.period import Period
from graphsvc.graph.read.reader import Question, Reader
from tests.builders import an_event

USERS = [f"user-{n}@corp.example" for n in range(100)]
DAYS = 5  # that times lie in; some of them are folded, some are not
_REFUSED = (403, 404, 500)


class Ledger:
    """Makes events and remembers them: calls, one in twenty noise, one in fifty no event at all.

    `hours`: that times lie in; an API server posts what happened just now, files and late senders bring days.
    For several threads. Nothing here asks the product how it counts.
    """

    def __init__(self, seed, *, strange=True, hours=DAYS * 24, users=USERS):
        self._rng = random.Random(seed)
        self._name = f"ledger-{seed}"
        self._strange = strange
        self._hours = hours
        self._users = users
        self._newest = int(time.time() * 1_000) // HOUR * HOUR - HOUR
        self._lock = threading.Lock()
        self._number = 0
        self.calls, self.errors = Counter(), Counter()  # by user and hour
        self.ids = set()
        self.dropped = {}  # by id who and when; of each who and day the graph keeps one
        self.rejected = 0
        self.senders = 1

    @property
    def sent(self):
        return len(self.ids) + len(self.dropped) + self.rejected

    def __add__(self, other):
        """Both together, to be checked."""
        whole = Ledger(f"{self._name}+{other._name}")
        whole.calls, whole.errors = self.calls + other.calls, self.errors + other.errors
        whole.ids, whole.senders = self.ids | other.ids, self.senders + other.senders
        whole.dropped, whole.rejected = self.dropped | other.dropped, self.rejected + other.rejected
        return whole

    def take(self, number):
        """That many events, new ones."""
        with self._lock:
            return [self._next() for _ in range(number)]

    def write(self, file, number):
        """A log of that many new events."""
        with file.open("wb") as out:
            out.writelines(msgspec.json.encode(self._next()) + b"\n" for _ in range(number))

    def add(self, event, moment):
        """A call, made elsewhere."""
        user, hour = event["user"]["username"], moment // HOUR
        self.ids.add(event["auditID"])
        self.calls[user, hour] += 1
        self.errors[user, hour] += event["responseStatus"]["code"] >= 400

    def _next(self):
        self._number += 1
        rng, name = self._rng, f"{self._name}-{self._number}"
        if self._strange and self._number % 50 == 0:
            self.rejected += 1
            return {"kind": "Event", "auditID": name, "verb": {}}
        moment = self._newest - rng.randrange(self._hours * HOUR)
        if self._strange and self._number % 20 == 0:
            who = f"system:node:{rng.randrange(50)}"
            self.dropped[name] = who, moment
            return an_event(auditID=name, verb="update", ref={"resource": "leases"}, user=who, time=to_text(moment))
        event = self._call(name, moment)
        self.add(event, moment)
        return event

    def _call(self, name, moment):
        rng = self._rng
        code = rng.choice(_REFUSED) if rng.random() < 0.1 else 200
        ref = {"resource": "pods", "namespace": f"ns-{rng.randrange(20)}", "name": f"web-{rng.randrange(500)}"}
        verb = rng.choice(("get", "delete", "patch"))
        return an_event(auditID=name, user=rng.choice(self._users), verb=verb, code=code, ref=ref, time=to_text(moment))

    def check(self, store):
        """The graph holds what was sent: call by call, and in the counters that questions are answered from."""
        rows = store.read_text("MATCH (c:ApiCall) RETURN c.audit_id", timeout=300)
        stored = Counter(row[0] for row in rows)
        kept = {id_: self.dropped[id_] for id_ in stored.keys() & self.dropped.keys()}
        days = Counter((who, moment // DAY) for who, moment in kept.values())
        assert days.keys() == {(who, moment // DAY) for who, moment in self.dropped.values()}
        assert max(days.values(), default=0) <= self.senders, "one a day, or one of each cluster"
        missing, double = self.ids - stored.keys(), stored - Counter(self.ids) - Counter(kept.keys())
        assert (len(missing), double.total()) == (0, 0), (sorted(missing)[:5], double.most_common(5))
        reader = Reader(store)
        noise = sum(rule.calls for rule in reader.noise(Period()))
        rejected = store.read("rejected_total", clusters=None)[0][0]
        assert (noise, rejected) == (len(self.dropped) - len(kept), self.rejected)
        self.check_counters(reader, kept)

    def check_counters(self, reader, kept=None):
        """`kept` are the calls of noise that are there as any other."""
        expected = self.calls + Counter((who, moment // HOUR) for who, moment in (kept or {}).values())
        assert reader.count(Question()).calls == expected.total()
        for hour in sorted({hour for _, hour in expected}):
            calls, errors = _counted(reader, Period(hour * HOUR, (hour + 1) * HOUR))
            assert calls == {user: n for (user, h), n in expected.items() if h == hour}
            assert +errors == {user: n for (user, h), n in self.errors.items() if h == hour and n}


def _counted(reader, period):
    """Calls and errors by user."""
    answer = reader.count(Question(period=period))
    calls, errors = Counter(), Counter()
    for path, n in zip(answer.snapshot.paths, answer.counts.tolist(), strict=False):
        if n:
            calls[path.user] += n
            errors[path.user] += n if path.code >= 400 else 0
    return calls, errors
