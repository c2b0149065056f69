"""A detection is its file; a wrong file says what is wrong."""

import json
import re
from pathlib import Path

import pytest

from graphsvc.detection.compiled import network_pattern, pattern_of
from graphsvc.detection.definition import load_detections, read_detection
from graphsvc.detection.overrides import Overrides
from graphsvc.domain.detection import Basis, Severity
from graphsvc.errors import DefinitionError

GOOD = """\
// code:      XX-01
// kind:      policy
// basis:     path
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
p.ok AND NOT fits(p.who, $exempt)
"""


def write(folder, text) -> Path:
    file = folder / "family" / "a-title.cypher"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


def test_a_file_is_the_whole_definition(tmp_path):
    found = read_detection(write(tmp_path, GOOD))
    assert (found.code, found.slug, found.family, found.basis) == ("XX-01", "a-title", "family", Basis.PATH)
    assert found.meaning == "What it means, on two lines."
    assert [i.resources for i in found.on] == [{"pods/exec"}, {"*"}]
    assert found.parameters == {"exempt": ["a"]}
    assert found.text == "p.ok AND NOT fits(p.who, $exempt)"


def test_words_of_an_on_line_stand_for_several(tmp_path):
    found = read_detection(write(tmp_path, GOOD.replace("list *", "write,remove rbac,pods")))
    assert found.on[1].verbs == {"create", "update", "patch", "delete", "deletecollection"}
    assert found.on[1].resources == {"roles", "clusterroles", "rolebindings", "clusterrolebindings", "pods"}


@pytest.mark.parametrize("name", ["exempt", "a-title.exempt", "XX-01.exempt"])
def test_parameters_are_overridden_by_name(tmp_path, name):
    assert read_detection(write(tmp_path, GOOD), Overrides({name: ["b"]})).parameters == {"exempt": ["b"]}
    assert read_detection(write(tmp_path, GOOD), Overrides({f"{name}+": ["b"]})).parameters == {"exempt": ["a", "b"]}


def test_everything_else_is_overridden_by_slug_or_code(tmp_path):
    given = Overrides({"XX-01.severity": "critical", "a-title.window": "5m", "a-title.enabled": False})
    found = read_detection(write(tmp_path, GOOD), given)
    assert (found.severity, found.window, given.disables(found)) == (Severity.CRITICAL, 300_000, True)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("nonsense", 1, "no detection has `nonsense`"),
        ("EX-01.nonsense", 1, "no detection has `EX-01.nonsense`"),
        ("EX-01.severity", "loud", "severity: 'loud' is not a valid"),
        ("EX-01.window", "soon", "window: `soon` is not a number"),
        ("WL-06.host_paths+", "/data", ""),
    ],
)
def test_what_means_nothing_is_refused(key, value, words):
    if not words:
        (found,) = [d for d in load_detections({key: value}) if d.code == "WL-06"]
        assert found.parameters["host_paths"][-1] == "/data"
        return
    with pytest.raises(DefinitionError, match=words):
        load_detections({key: value})


@pytest.mark.parametrize(
    ("values", "fitting", "others"),
    [
        (
            ["system:serviceaccount:kube-system:*"],
            ["system:serviceaccount:kube-system:a"],
            ["system:serviceaccount:evil:a"],
        ),
        (["a.b"], ["a.b"], ["axb", "a.b\n"]),
        ([], [], ["", "a"]),
        (["10.1.0.0/16", "192.0.2.128/25"], ["10.1.2.3", "192.0.2.200"], ["10.2.0.1", "192.0.2.1", "10.1.2.3.4"]),
    ],
)
def test_lists_take_globs_and_networks(values, fitting, others):
    pattern = re.compile(pattern_of(values))
    assert all(pattern.fullmatch(text) for text in fitting)
    assert not any(pattern.fullmatch(text) for text in others)


def test_a_network_is_a_pattern_of_its_addresses():
    pattern = re.compile(network_pattern("10.1.2.0/23"))
    inside = {
        f"10.1.{third}.{last}" for third in range(6) for last in (0, 255) if pattern.fullmatch(f"10.1.{third}.{last}")
    }
    assert inside == {"10.1.2.0", "10.1.2.255", "10.1.3.0", "10.1.3.255"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("// code:      XX-01\n", "", "header lacks code"),
        ("low", "lowish", "`lowish` is not one of critical"),
        ("T1609", "1609", "not an ATT&CK id"),
        ("list *", "list", "`list` is not `verbs resources`"),
        ("// usual:", "// usually:", "header lacks usual"),
        ('{"exempt": ["a"]}', "{exempt}", "with: "),
        ("policy", "anomaly", "lacks seen: anomaly"),
        ("policy", "threshold", "lacks by, of"),
        ("level Metadata", "level High", "level `High` is not"),
        ("level Metadata", "a log", "needs: `a log` is not"),
        ('"exempt"', '"exempted"', r"differ on \$exempt, \$exempted"),
    ],
)
def test_a_wrong_header_is_told(tmp_path, old, new, words):
    with pytest.raises(DefinitionError, match=words) as caught:
        read_detection(write(tmp_path, GOOD.replace(old, new)))
    assert "family/a-title.cypher" in str(caught.value)


def test_codes_and_severities_are_those_of_the_catalogue():
    catalogue = Path(__file__).parents[1] / "data" / "catalogue.json"
    rows = {row["id"]: row for row in json.loads(catalogue.read_text())}
    for detection in load_detections():
        row = rows[detection.code]
        assert (detection.kind.value, detection.severity.value) == (row["kind"], row["severity"]), detection.code
        assert list(detection.technique) == row["attack"], detection.code


def test_a_list_may_stand_in_a_file(tmp_path):
    found = tmp_path / "tor.txt"
    found.write_text("# exits\n198.51.100.7\n\n203.0.113.0/24  # a whole network\n")

    def addresses(**given):
        return next(d for d in load_detections(given) if d.code == "OR-01").parameters["addresses"]

    assert addresses(**{"OR-01.addresses": f"@{found}"}) == ["198.51.100.7", "203.0.113.0/24"]
    assert addresses(**{"OR-01.addresses+": f"@{found}"}) == ["198.51.100.7", "203.0.113.0/24"]
    assert addresses(**{"OR-01.addresses+": "198.51.100.9"}) == ["198.51.100.9"]
    for wrong in (f"@{found}.gone", "198.51.100.7"):
        with pytest.raises(DefinitionError, match=r"OR-01\.addresses"):
            addresses(**{"OR-01.addresses": wrong})
