"""Every query file: has a header, is used, plans without scanning the whole graph, reads when it says so."""

import gzip
import itertools
import re
from pathlib import Path

import pytest

from graphsvc.detection.compiled import compile_basis, compile_query, compile_together
from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.detection.gate import _is_harmless
from graphsvc.domain.detection import Basis
from graphsvc.graph import queries
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.write.renewal import empty
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.record.record import read_records
from tests.builders import a_pipeline, an_event, ingest

LOG = Path(__file__).parents[2] / "demo" / "modern.log.gz"
FOLDER = queries.cypher_folder()
FILES = sorted(p for kind in ("read", "write", "detect", "favourites") for p in (FOLDER / kind).rglob("*.cypher"))
SOURCE = "\n".join(p.read_text() for p in Path(queries.__file__).parents[1].rglob("*.py"))

# Reading what is not known by any key, on purpose: bounded sets, or the answer to "what is there at all".
SCANS = {
    "read/alert_counts", "read/alerted_calls", "read/alerted_paths", "read/alerts_and_commands", "read/batches_waiting",
    "read/born", "read/cluster_starts", "read/clusters", "read/detection_states",
    "read/expired", "read/log_facts", "read/migrations", "read/noise_hours", "read/rejected", "read/rejected_total",
    "read/postponed_calls", "write/empty_graph", "write/migration", "write/single_migrations",
}  # fmt: skip


_numbers = itertools.count()


def name_of(file):
    return str(file.relative_to(FOLDER).with_suffix(""))


def query_of(file):
    return queries.load_file(file, name_of(file))


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_header(file):
    query = query_of(file)
    if name_of(file).startswith("favourites/"):
        assert query.text.startswith("// "), "the first line is the favourite's title"
    elif not name_of(file).startswith("detect/"):
        assert set(query.header) & {"question", "does"}
        assert set(query.header) <= {"question", "does", "returns", "scope"}
        assert "returns" in query.header or "does" in query.header


# How what a question tells is kept within the scope of whoever asks, and what its file or its readers have for that.
SCOPES = {"clusters and namespaces", "clusters", "paths", "service"}
# Ask about paths that a selection has, or leave what they get to one: no path outside the scope is in any.
OF_SELECTIONS = {"calls", "counters", "dictionary", "lookup", "pages", "tally"}
# Modules whose answers go to whoever asks, and what they ask of the service itself.
TELLING = {
    "read/alerts",
    "read/coverage",
    "read/picture",
    "read/reader",
    "read/receipts",
    "read/rejected",
    "read/stories",
}
OF_THE_SERVICE = {"extent", "arrivals", "hour_versions"}


@pytest.mark.parametrize("file", [f for f in FILES if name_of(f).startswith("read/")], ids=name_of)
def test_every_question_says_how_it_keeps_within_a_scope(file):
    query = query_of(file)
    scope, asked_by = query.header.get("scope"), askers(file.stem)
    assert scope in SCOPES
    if scope == "clusters and namespaces":
        assert {"clusters", "namespaces"} <= query.parameters
    elif scope == "clusters":
        assert "clusters" in query.parameters
    elif scope == "paths":
        assert {module for module in asked_by if "read/" in module} <= {f"read/{name}" for name in OF_SELECTIONS}
    else:
        assert file.stem in OF_THE_SERVICE or not asked_by & TELLING, "it tells of everything whoever asks"


def askers(stem):
    """Modules of the graph that ask it, such as `read/tally`."""
    folder = Path(queries.__file__).parent
    return {
        str(module.relative_to(folder).with_suffix(""))
        for module in folder.rglob("*.py")
        if f'"{stem}"' in module.read_text()
    }


@pytest.mark.parametrize("file", [f for f in FILES if name_of(f).split("/")[0] in {"read", "write"}], ids=name_of)
def test_every_query_is_used(file):
    assert re.search(rf'"{file.stem}"', SOURCE), "no Python names this query: delete it"


def test_every_name_has_a_query():
    used = set(
        re.findall(r'(?:tx|self\._store|store)\.(?:run|run_map|run_alone|read|read_map)\(\s*"([a-z_]+)"', SOURCE)
    )
    stems = {f.stem for f in FILES}
    assert used <= stems


@pytest.fixture(scope="module")
def recorded(session_store):
    """A graph of some size, always the same: plans depend on how much there is of what."""
    empty(session_store)
    with gzip.open(LOG) as stream:
        a_pipeline(session_store, rules=load_noise_rules()).ingest(read_records(stream), cluster="rec", name="log")
    Engine(session_store, Reader(session_store), load_detections()).run_waiting()
    return session_store


def planned_anew(store, text, /, **parameters):
    """Never a plan that was made for another graph."""
    return store.explain(f"{text}\n// {next(_numbers)}", **parameters)


DETECTIONS = load_detections()
COMPILED = [
    *compile_together(d for d in DETECTIONS if d.basis is not Basis.QUERY),
    *(compile_query(d) for d in DETECTIONS if d.basis is Basis.QUERY),
]


def test_every_detection_is_planned():
    planned = [d.slug for compiled in COMPILED for d in compiled.detections]
    assert sorted(planned) == sorted(f.stem for f in FILES if name_of(f).startswith("detect/"))


@pytest.mark.parametrize("compiled", COMPILED, ids=lambda c: f"{c.basis}-{c.detections[0].slug}")
def test_plan_of_detections(recorded, compiled):
    """As they run, those of a basis and family together."""
    given = dict.fromkeys(queries.parameters_of(compiled.text))
    kind, operators = planned_anew(recorded, compiled.text, **given)
    assert kind == "r"
    assert not {"AllNodesScan", "NodeByLabelScan", "CartesianProduct"} & set(operators)
    # Ours would be let in too: which operators a plan has depends on the server's version, and this pins them.
    assert [name for name in operators if not _is_harmless(name)] == []
    if compiled.basis is not Basis.QUERY:
        square = compile_basis(compiled.basis, compiled.detections, square=True)
        assert planned_anew(recorded, square.text, **given), "each is one expression, in its place"


def test_plans_that_are_made_while_there_is_nothing_scan_nothing(store):
    """They are kept while the graph grows fourfold: what is cheap while there is none of a label never ends later."""
    for compiled in COMPILED:
        given = dict.fromkeys(queries.parameters_of(compiled.text))
        _, operators = planned_anew(store, compiled.text, **given)
        assert not {"AllNodesScan", "NodeByLabelScan"} & set(operators), compiled.detections[0].slug


@pytest.mark.parametrize("file", [f for f in FILES if not name_of(f).startswith("detect/")], ids=name_of)
def test_plan(recorded, file):
    query = query_of(file)
    kind, operators = planned_anew(recorded, query.text, **dict.fromkeys(query.parameters))
    name = name_of(file)
    assert kind == (
        "r" if not name.startswith("write/") or name.split("/")[1].startswith(("known_", "open_")) else kind
    )
    assert "AllNodesScan" not in operators or name == "write/empty_graph"
    # Else one row beside one row, or what was chosen beforehand.
    one_row_each = {"read/alerts_and_commands", "read/extent", "write/moved_calls"}
    assert "CartesianProduct" not in operators or name in one_row_each
    if not name.startswith("favourites/") and name not in SCANS:
        assert "NodeByLabelScan" not in operators


def test_the_newest_rejected_records_stand_at_the_end_of_an_index(recorded):
    query = queries.load("read/rejected_newest")
    _, operators = planned_anew(recorded, query.text, **dict.fromkeys(query.parameters))
    assert "PartialTop" in operators, "no more is read than what came at the same moment"


def test_covering_index_answers_the_counters(store):
    """On a graph with enough hours that a scan of the index is no tie with a seek in it."""
    ingest(
        store,
        *(an_event(auditID=f"{d}-{h}", time=f"2026-11-{d:02}T{h:02}:00:00Z") for d in range(1, 21) for h in range(24)),
    )
    for name in ("read/path_hours", "read/path_days"):
        _, operators = planned_anew(store, queries.load(name).text, start=0, stop=1)
        assert any(o.startswith("NodeIndexSeek") for o in operators), operators
        assert not any("Property" in o for o in operators), "values come from the index, nodes are not touched"
