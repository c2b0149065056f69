"""A scanner that makes up every name, in turns with ordinary calls: how many paths it leaves, and what it costs."""

import time
from itertools import islice

import msgspec

from bench.generate import generate
from bench.scanner import guesses
from graphsvc.domain import crowd
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.ingest.pipeline import BATCH
from graphsvc.ingest.record.record import Record
from tests.builders import a_pipeline
from tests.faults.targets import SCANNER


@SCANNER
def test_a_scanner_leaves_bounded_paths_beside_ordinary_calls(store, long, record_property):
    number, pipeline, took = 100_000 if long else 4_000, a_pipeline(store), {"ordinary": 0.0, "scanner": 0.0}
    ordinary = (msgspec.json.encode(event) for _, event in generate(number))
    for start in range(0, number, BATCH):
        for name, source in (("ordinary", ordinary), ("scanner", guesses(start))):
            chunk = [Record(raw, line) for line, raw in enumerate(islice(source, BATCH), 1)]
            began = time.perf_counter()
            assert pipeline.take(chunk, cluster=name, name=name).calls == BATCH
            took[name] += time.perf_counter() - began
    found = Reader(store)
    assert found.count(Question(clusters=("scanner",))).calls == number
    paths = store.read_text("MATCH (p:CallPath {cluster: 'scanner'}) RETURN count(p)")[0][0]
    assert paths <= 2 * crowd.REFUSED_PATHS + 5
    record_property("made up", number)
    record_property("paths", paths)
    record_property("rate of ordinary calls'", f"{took['ordinary'] / took['scanner']:.0%}")
