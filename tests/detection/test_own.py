"""The user's folder: files come, change and go; one that is wrong is named, and stops nobody."""

import os
from dataclasses import replace
from functools import partial
from itertools import count

import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.detection.gate import Gate
from graphsvc.detection.own import OwnDetections, own_files
from graphsvc.errors import DefinitionError, StoreUnavailable
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.store import Store
from graphsvc.graph.write.detection_states import load_states
from tests.builders import an_event, an_exec, ingest

DETECTIONS = {d.slug: d for d in load_detections()}
EXEC = replace(DETECTIONS["exec-into-pod"], habit=None)
FILE = """\
// code:      MY-01
// kind:      policy
// basis:     call
// severity:  high
// title:     Mine
// on:        get,create pods/exec
// needs:     level Metadata
// meaning:   What it means.
// triage:    What to look at.
// usual:     nothing
p.ok
"""
_times = count(1)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mine").mkdir()
    return tmp_path / "mine"


def write(folder, slug, *replaced, text=FILE):
    """A file that has another time than any before, however quick the test is."""
    file = folder / f"{slug}.cypher"
    file.parent.mkdir(exist_ok=True)
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)
    os.utime(file, (next(_times), next(_times)))
    return file


def own(store, folder, parameters=None, **more):
    return OwnDetections(partial(own_files, folder), parameters or {}, Gate(store), **more)


def engine(store, folder, parameters=None):
    return Engine(store, Reader(store), (EXEC,), own=own(store, folder, parameters))


def alerts(store):
    return [code for (code,) in store.read_text("MATCH (a:Alert) RETURN a.code ORDER BY a.code")]


def told(found):
    return {fault.file.stem: (fault.line, fault.text) for fault in found.faults}


def test_files_come_change_and_go_while_it_runs(store, folder):
    found, fired = engine(store, folder), []

    def next_exec():
        fired.clear()
        ingest(store, an_exec())
        found.run_waiting(fired.extend)
        return sorted((o.detection.code, o.severity.value) for o in fired)

    assert next_exec() == [("EX-01", "medium")]
    write(folder, "mine")
    assert next_exec() == [("EX-01", "medium"), ("MY-01", "high")]
    write(folder, "mine", ("high", "low"))
    assert next_exec() == [("EX-01", "medium"), ("MY-01", "low")]
    write(folder, "team/more", ("MY-01", "MY-02"))
    assert next_exec() == [("EX-01", "medium"), ("MY-01", "low"), ("MY-02", "high")]
    assert [d.code for d in found.detections] == ["EX-01", "MY-01", "MY-02"]
    write(folder, "mine", ("p.ok", "p."))
    assert next_exec() == [("EX-01", "medium"), ("MY-02", "high")]
    (folder / "mine.cypher").unlink()
    (folder / "team" / "more.cypher").unlink()
    assert next_exec() == [("EX-01", "medium")]


def test_what_did_not_change_is_not_judged_again(store, folder, monkeypatch):
    write(folder, "mine")
    found, explained = own(store, folder), []
    monkeypatch.setattr(store, "explain", lambda *given, **more: explained.append(given) or ("r", ["Projection"]))
    assert (found.refresh(), found.refresh()) == (True, False)
    first = len(explained)
    write(folder, "more", ("MY-01", "MY-02"))
    assert found.refresh()
    assert len(explained) == 2 * first


@pytest.mark.parametrize(
    ("slug", "replaced", "line", "words"),
    [
        ("mine", ("MY-01", "EX-01"), 1, "code: EX-01 is taken by exec/exec-into-pod.cypher: choose another code"),
        ("exec-into-pod", ("MY-01", "MY-02"), 1, "slug: exec-into-pod is taken by exec/exec-into-pod.cypher"),
        ("mine", ("MY-01", "GS-01"), 1, "code: GS-01 is taken by graphsvc itself"),
        ("mine", ("MY-01", "GS-02"), 1, "code: GS-02 is taken by graphsvc itself"),
        ("mine", ("MY-01", "MY 01"), 1, "code: letters, digits"),
        ("It's", ("MY-01", "MY-02"), 1, "the name of the file"),
        ("mine", ("high", "highest"), 4, "severity: `highest` is not one of critical"),
        ("mine", ("// usual:     nothing\n", ""), 1, "header lacks usual"),
        ("mine", ("pods/exec", "pods exec"), 6, "on: `get,create pods exec` is not"),
        ("mine", ("p.ok", ""), 1, "it has no condition"),
        ("mine", ("p.ok", "p.ok AND\n// a comment\np.who ="), 13, "Invalid input"),
        ("mine", ("p.ok", "p.ok AND $limit"), 1, "with: this and the condition differ on $limit"),
        ("mine", ("p.ok", "c.id IN $calls"), 1, "a condition has no $calls"),
        ("mine", ("usual:", 'with: {"x": 1}\n// usual:'), 10, "with: this and the condition differ on $x"),
        ("mine", ("nothing\np.ok", 'nothing\n// with: {"x": 1}\nfits(p.who, $x)'), 11, "with: `x` is no list"),
        ("mine", ("nothing\np.ok", "nothing\n// with: [1]\np.ok"), 11, "with: is no JSON object"),
        ("mine", ("nothing", "nothing\n// under: XX-99"), 11, "under: we have no XX-99"),
        ("mine", ("basis:     call", "basis: query"), 1, "a query looks at what is new"),
        ("mine", ("p.ok", "p.ok // " + "x" * 70_000), 1, "larger than 64 KiB"),
        ("mine", ("p.ok", "EXISTS { CALL db.labels() YIELD label RETURN label }"), 1, "calls a procedure"),
        ("mine", ("policy", "anomaly\n// window: 90d\n// seen: [p.who]"), 3, "window: longer than sightings are kept"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_and_its_siblings_run(store, folder, slug, replaced, line, words):
    write(folder, slug, replaced)
    write(folder, "good", ("MY-01", "MY-99"))
    found = own(store, folder, memory=86_400_000)
    found.refresh()
    assert [d.code for d in found.detections] == ["MY-99"]
    assert (told(found)[slug][0], words in told(found)[slug][1]) == (line, True), told(found)


def test_of_two_with_one_code_the_first_runs(store, folder):
    write(folder, "a"), write(folder, "b"), write(folder, "team/a", ("MY-01", "MY-02"))
    (folder / "bytes.cypher").write_bytes(b"\xff\xfe")
    (folder / ".hidden").mkdir()
    write(folder, ".hidden/c", ("MY-01", "MY-03"))
    found = own(store, folder)
    found.refresh()
    assert [(d.slug, d.code) for d in found.detections] == [("a", "MY-01")]
    assert [(fault.file.relative_to(folder).as_posix(), fault.text.partition(":")[0]) for fault in found.faults] == [
        ("b.cypher", "code"), ("bytes.cypher", "cannot be read"), ("team/a.cypher", "slug"),
    ]  # fmt: skip


def test_settings_reach_the_users_too(store, folder):
    file = write(folder, "mine", ("nothing\np.ok", 'nothing\n// with: {"who": ["a"]}\nfits(p.who, $who)'))
    given = {"MY-01.severity": "low", "mine.who+": "b"}
    found = own(store, folder, given)
    found.refresh()
    assert [(d.severity, d.parameters) for d in found.detections] == [("low", {"who": ["a", "b"]})]
    assert load_detections(given, [file])
    with pytest.raises(DefinitionError, match="no detection has `MY-01"):
        load_detections(given)
    found = own(store, folder, {"mine.enabled": False})
    found.refresh()
    assert (found.detections, found.faults) == ((), ())


def test_while_nobody_can_judge_nothing_runs(store, folder):
    write(folder, "mine")
    with Store("bolt://127.0.0.1:1") as away:
        found = own(away, folder)
        with pytest.raises(StoreUnavailable):
            found.refresh()
    assert found.detections == ()


# Half a billion steps: one row, between whose ends Neo4j does not look up; and many rows, between which it does.
NUMBERS = str(list(range(45)))
LONG = "h < d - 99".join(("".join(f"any({name} IN {NUMBERS} WHERE " for name in "defgh"), ")" * 5))
ROWS = " ".join(f"UNWIND {NUMBERS} AS {name}" for name in "defgh")
ROWS = f"COUNT {{ {ROWS} WITH d * e AS n WHERE n < 0 RETURN n }} = 7"


@pytest.mark.parametrize(
    ("replaced", "problem"),
    [
        (("p.ok", LONG), "neo4j does not stop it"),
        (("p.ok", ROWS), "terminated"),
        (("p.ok", "c.name"), "treat that as a predicate"),
        (("p.ok", "date(c.name) > date()"), "date"),
        (("nothing", "nothing\n// louder: 'deafening'"), "`louder` is not one of"),
        (("nothing", "nothing\n// evidence: 7"), "`evidence` is no list"),
        (("policy", "anomaly\n// window: 9d\n// seen: p.who"), "`seen` is no list"),
        (("policy", "threshold\n// window: 9d\n// at_least: 2\n// by: 1\n// of: c.id"), "`by` is no list"),
        (("policy", "threshold\n// window: 9d\n// at_least: 2\n// by: [1]\n// of: 'a\x1fb'"), "control characters"),
        (("basis:     call", "basis: query\n// with: {}"), ""),
    ],
)
def test_one_that_fails_or_is_slow_costs_the_others_nothing(store, folder, monkeypatch, replaced, problem):
    """Its calls wait for it, and that is an alert; when it is mended they are looked at."""
    monkeypatch.setattr("graphsvc.detection.asking._TIMEOUT_OF_OWN", 1.0)
    if "query" in replaced[1]:
        rows = f"UNWIND $calls AS id UNWIND {NUMBERS} AS x UNWIND {NUMBERS} AS y RETURN id AS call"
        write(folder, "wrong", replaced, ("p.ok", rows))
        monkeypatch.setattr("graphsvc.detection.asking._MOST_ROWS", 1_000)
    else:
        write(folder, "wrong", replaced)
    write(folder, "good", ("MY-01", "MY-02"))
    found = engine(store, folder)
    ingest(store, an_exec())
    found.run_waiting()
    assert alerts(store) == ["EX-01", "GS-01", "MY-02"], told(found._own)
    assert problem.lower() in load_states(store)["wrong"].problem.lower()
    write(folder, "wrong")
    assert found.run_waiting() == 1
    assert alerts(store) == ["EX-01", "GS-01", "MY-01", "MY-02"]


def test_verdicts_of_ours_are_kept_when_files_change(store, folder, monkeypatch):
    found, read, asked = engine(store, folder), store.read_rows, []
    ingest(store, an_exec())
    found.run_waiting()

    def counting(text, **more):
        asked.extend(more.get("asked", []))
        return read(text, **more)

    monkeypatch.setattr(store, "read_rows", counting)
    write(folder, "mine", ("basis:     call", "basis: path"))
    ingest(store, an_exec())
    assert found.run_waiting() == 2
    assert len(asked) == 1


def test_every_basis_and_kind_runs(store, folder):
    write(folder, "path", ("MY-01", "MY-02"), ("call", "path"))
    write(
        folder,
        "query",
        ("MY-01", "MY-03"),
        ("basis:     call", "basis: query"),
        ("p.ok", "UNWIND $calls AS id RETURN id AS call"),
    )
    write(folder, "new", ("MY-01", "MY-04"), ("policy", "anomaly\n// window: 9d\n// seen: [p.who]"))
    write(
        folder,
        "many",
        ("MY-01", "MY-05"),
        ("policy", "threshold\n// window: 9m\n// at_least: 2\n// by: [p.who]\n// of: c.id"),
    )
    ingest(store, an_exec(), an_exec(), an_event())
    engine(store, folder).run_waiting()
    assert alerts(store) == ["EX-01", "MY-02", "MY-03", "MY-04", "MY-05"]
