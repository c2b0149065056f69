"""R12: bytes of a real log are damaged in every way that networks, disks and people know."""

import gzip
import io
import json
import random
from itertools import islice
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.domain.batch import Batch, fold
from graphsvc.domain.call import Call
from graphsvc.domain.skew import Arrival
from graphsvc.ingest.decoding import cleaned, decode
from graphsvc.ingest.record.record import read_records
from tests.builders import a_pipeline
from tests.faults.targets import R12

NOW = 1 << 46  # later than any event
LOG = Path(__file__).parents[2] / "demo" / "modern.log.gz"
with gzip.open(LOG) as _stream:
    LINES = [line.rstrip(b"\n") for line in islice(_stream, 0, 6_000, 3) if b'"ResponseComplete"' in line]


def _cut(line, rng):
    return line[: rng.randrange(len(line))]


def _flipped(line, rng):
    data = bytearray(line)
    for _ in range(rng.randrange(1, 12)):
        data[rng.randrange(len(data))] = rng.choice([b for b in range(256) if b not in b"\r\n"])
    return bytes(data)


def _replaced(old, new):
    return lambda line, rng: line.replace(old, new, 1)


DAMAGES = [
    _cut,
    _flipped,
    lambda line, rng: b"",
    lambda line, rng: b"\xef\xbb\xbf" + line,
    lambda line, rng: line[rng.randrange(len(line)) :],
    lambda line, rng: line + line[: rng.randrange(len(line))],
    lambda line, rng: line[:50] + rng.randbytes(rng.randrange(60)).replace(b"\n", b"").replace(b"\r", b"") + line[50:],
    lambda line, rng: b"\0" * rng.randrange(1, 5_000),
    lambda line, rng: b"[" + line + b"]",
    _replaced(b'"verb":"', b'"verb":"\\ud800'),
    _replaced(b'"code":', b'"code":NaN,"code":'),
    _replaced(b'"auditID":', b'"auditID":"first","auditID":'),
    _replaced(b'"user":', b'"nobody":'),
    _replaced(b'"objectRef":{', b'"objectRef":[{'),
    _replaced(b'"username":"', b'"username":"\\u0000'),
    _replaced(b'"annotations":', b'"requestObject":"skipped-too-big-size-object","annotations":'),
]


def audit_id(line):
    return json.loads(line)["auditID"]


def damaged(lines, rng, share):
    """The lines with some of them damaged, and the ids of those that were not."""
    told, good = [], set()
    for line in lines:
        if rng.random() < share:
            told.append(rng.choice(DAMAGES)(line, rng))
        else:
            told.append(line)
            good.add(audit_id(line))
    return b"\n".join(told) + b"\n", good


@R12
def test_whatever_is_damaged_its_siblings_are_read(long, record_property):
    examples = 20_000 if long else 150

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 1 << 62), st.integers(1, 40))
    def siblings_are_read(seed, number):
        rng = random.Random(seed)
        data, good = damaged(rng.sample(LINES, number), rng, 0.3)
        told = [decode(cleaned(r), "c", "x", Arrival(NOW)) for r in read_records(io.BytesIO(data))]
        assert good <= {call.properties["audit_id"] for call in told if isinstance(call, Call)}
        batch = fold(Batch("c", ""), told, lambda _: "")
        accounted = len(batch.calls) + batch.merged_stages + batch.duplicates + len(batch.noise) + len(batch.rejected)
        assert accounted == batch.read == len(told)

    siblings_are_read()
    record_property("logs damaged", examples)


@R12
def test_a_damaged_log_goes_into_the_graph(store, long, record_property):
    rounds = 20 if long else 1
    for seed in range(rounds):
        data, good = damaged(LINES, random.Random(seed), 0.2)
        account = a_pipeline(store).ingest(read_records(io.BytesIO(data)), cluster=f"c{seed}", name="x")
        rows = store.read_text(
            "MATCH (c:ApiCall)-[:TOOK]->(p) WHERE p.cluster = $cluster RETURN c.audit_id", cluster=f"c{seed}"
        )
        assert account.balances
        assert good <= {row[0] for row in rows}
        assert len(rows) == account.calls
        kept = store.read("rejected_total", clusters=[f"c{seed}"])[0][0]
        assert kept == account.rejected_total > 0
    record_property("lines", rounds * len(LINES))
