"""A detection is its file; a wrong file says what is wrong."""

import json
from pathlib import Path

import pytest

from graphsvc.detection.definition import load_detections, read_detection
from graphsvc.errors import DefinitionError

GOOD = """\
// code:      XX-01
// kind:      policy
// severity:  low
// title:     A title
// technique: T1609
// on:        create,get pods/exec; list *
// needs:     level Metadata
// meaning:   What it means,
//            on two lines.
// triage:    What to do.
// usual:     nothing
// with:      {"exempt": ["a"]}
MATCH (p:CallPath) WHERE p.id IN $paths AND NOT p.user IN $exempt RETURN p.id AS path
"""


def write(folder, text) -> Path:
    file = folder / "family" / "a-title.cypher"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


def test_a_file_is_the_whole_definition(tmp_path):
    found = read_detection(write(tmp_path, GOOD), {})
    assert (found.code, found.slug, found.family) == ("XX-01", "a-title", "family")
    assert found.meaning == "What it means, on two lines."
    assert [i.resource for i in found.on] == ["pods/exec", "*"]
    assert found.parameters == {"exempt": ["a"]}
    assert found.asks == {"paths"}


@pytest.mark.parametrize("name", ["exempt", "a-title.exempt"])
def test_parameters_are_overridden_by_name(tmp_path, name):
    assert read_detection(write(tmp_path, GOOD), {name: ["b"]}).parameters == {"exempt": ["b"]}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("// code:      XX-01\n", "", "header lacks code"),
        ("low", "lowish", "`lowish` is not one of critical"),
        ("T1609", "1609", "not an ATT&CK id"),
        ("list *", "list", "`list` is not `verbs resource`"),
        ("// usual:", "// usually:", "header lacks usual"),
        ('{"exempt": ["a"]}', "{exempt}", "with: "),
        ('"exempt"', '"exempted"', r"differ on \$exempt, \$exempted"),
    ],
)
def test_a_wrong_header_is_told(tmp_path, old, new, words):
    with pytest.raises(DefinitionError, match=words) as caught:
        read_detection(write(tmp_path, GOOD.replace(old, new)), {})
    assert "family/a-title.cypher" in str(caught.value)


def test_codes_and_severities_are_those_of_the_catalogue():
    catalogue = Path(__file__).parents[1] / "data" / "catalogue.json"
    rows = {row["id"]: row for row in json.loads(catalogue.read_text())}
    for detection in load_detections():
        row = rows[detection.code]
        assert (detection.kind.value, detection.severity.value) == (row["kind"], row["severity"]), detection.code
        assert list(detection.technique) == row["attack"], detection.code
