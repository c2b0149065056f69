"""Commands as a user runs them: processes, exit status, what goes to which stream."""

import gzip
import json
import os
import socket
import subprocess
import sys
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from tests.builders import an_event, an_exec, raw
from tests.nursery import Command
from tests.service import free_port

ROOT = Path(__file__).parents[2]
LOG = ROOT / "demo" / "modern.log.gz"


def graphsvc(*arguments, stdin=None, **environment):
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with Command(*arguments, env=together(environment), **pipes) as process:
        said = process.communicate(stdin, timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, *said)


def python(*arguments, **environment):
    """In the ordinary way: it loads what it needs itself."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=together(environment), capture_output=True, timeout=300, check=False)


def together(environment):
    return {**os.environ, **{k: str(v) for k, v in environment.items()}}


@pytest.fixture
def database(store, neo4j_uri, tmp_path):
    return {"GRAPHSVC_NEO4J_URI": neo4j_uri, "GRAPHSVC_DATA": tmp_path / "data"}


@pytest.fixture
def detect(store, neo4j_uri):
    return partial(detect_on, neo4j_uri)


def detect_on(uri, *arguments, **environment):
    return graphsvc("detect", *arguments, LENT_DATABASE=uri, **environment)


def report_of(result):
    return json.loads(result.stdout.decode().strip().splitlines()[-1])


def told(report):
    return (
        report["calls"]
        + report["duplicates"]
        + sum(report["noise"].values())
        + report["merged_stages"]
        + report["rejected_total"]
    )


def test_ingest_reports_what_became_of_every_record(few_detections, database, tmp_path):
    result = graphsvc("ingest", LOG, "--cluster", "rec", "--report", "json", **database)
    report = report_of(result)
    assert result.returncode == 0
    assert report["read"] == 8039 == told(report)
    assert report["calls"] + sum(report["noise"].values()) == 7666
    again = report_of(graphsvc("ingest", LOG, "--cluster", "rec", "--report", "json", **database))
    assert (again["calls"], again["duplicates"], told(again)) == (0, 8039, 8039)
    # The same log in another wrapping is the same log.
    plain = tmp_path / "plain.log"
    plain.write_bytes(gzip.decompress(LOG.read_bytes()))
    again = report_of(graphsvc("ingest", plain, "--cluster", "rec", "--report", "json", **database))
    assert (again["calls"], sum(again["noise"].values()), again["duplicates"]) == (0, 0, 8039)


def test_rubbish_is_told_with_file_and_line(database, tmp_path):
    log = tmp_path / "mixed.log"
    log.write_bytes(
        raw(an_event(auditID="a")) + b"\nE1123 klog line\n" + b"\xfa\xce\x00\n{}\n" + raw(an_event(auditID="b"))
    )
    result = graphsvc("ingest", log, "--report", "json", **database)
    report = report_of(result)
    assert (report["calls"], report["rejected_total"], told(report)) == (2, 3, report["read"])
    assert [r["line"] for r in report["rejected"]] == [2, 3, 4]
    assert {r["source"] for r in report["rejected"]} == {str(log)}
    assert f"rejected {log}, line 2: not valid JSON" in result.stderr.decode()
    listed = [json.loads(line) for line in graphsvc("rejected", "--json", **database).stdout.decode().splitlines()]
    assert [record["raw"][:5] for record in listed] == ["E1123", "\ufffd\ufffd", "{}"]
    assert list(listed[0]) == ["cluster", "source", "line", "reason", "raw", "id", "written"]


def test_rejected_records_are_listed_newest_first_with_their_time(database, tmp_path):
    for name in ("first", "second"):
        log = tmp_path / f"{name}.log"
        log.write_bytes(f"{name} cannot be read\n{name} cannot either\n".encode())
        graphsvc("ingest", log, **database)
    told = graphsvc("rejected", "--limit", "3", **database)
    lines = told.stdout.decode().splitlines()[::2]
    assert [line.split("  ")[2].split(":")[0] for line in lines] == [
        f"{tmp_path}/second.log, line 1",
        f"{tmp_path}/second.log, line 2",
        f"{tmp_path}/first.log, line 1",
    ]
    assert all(datetime.fromisoformat(line.split()[0]).tzinfo for line in lines)
    assert "the newest 3 of 4" in told.stderr.decode()


def test_rejected_records_are_tried_again(database, tmp_path):
    log = tmp_path / "mixed.log"
    log.write_bytes(raw(an_event()) + b"\nE1123 klog line\n")
    graphsvc("ingest", log, **database)
    told = graphsvc("rejected", "--replay", **database)
    assert told.returncode == 0
    assert "1 still cannot be read" in told.stderr.decode()


def test_a_noise_rule_can_be_switched_off(database, tmp_path):
    log = tmp_path / "leases.log"
    ref = {"resource": "leases", "apiGroup": "coordination.k8s.io", "namespace": "kube-system", "name": "x"}
    log.write_bytes(raw(an_event(user="system:kube-scheduler", verb="update", ref=ref)))
    own = tmp_path / "own.toml"
    own.write_text('[[rule]]\nname = "mine"\ntitle = "Mine"\nresources = ["leases"]\n')

    def noise_of(**settings):
        return report_of(graphsvc("ingest", log, "--report", "json", **database, **settings))["noise"]

    assert noise_of(GRAPHSVC_NOISE_RULES=own, GRAPHSVC_NOISE_OFF='["mine", "leases"]') == {}
    wrong = graphsvc("ingest", log, **database, GRAPHSVC_NOISE_OFF='["laeses"]')
    assert wrong.returncode == 1
    assert "laeses" in wrong.stderr.decode()


def test_one_unreadable_file_does_not_stop_the_others(database, tmp_path):
    good = tmp_path / "good.log"
    good.write_bytes(raw(an_event()))
    result = graphsvc("ingest", tmp_path / "absent.log", good, "--report", "json", **database)
    assert result.returncode == 1
    assert "absent.log: is not there" in result.stderr.decode()
    assert report_of(result)["calls"] == 1


def test_a_quoted_pattern_is_its_files(database, tmp_path):
    for n, user in enumerate(["alice", "bob"], 1):
        (tmp_path / f"audit.log.{n}").write_bytes(raw(an_event(user=user)))
    result = graphsvc("ingest", tmp_path / "audit.log*", "--report", "json", **database)
    assert (result.returncode, report_of(result)["calls"]) == (0, 2)


def test_what_is_no_audit_log_at_all_is_a_failure(database, tmp_path, detect):
    log = tmp_path / "poem.txt"
    log.write_text("Who did what\nto which cluster\n")
    for result in (graphsvc("ingest", log, **database), detect(log)):
        assert result.returncode == 1
        assert "not one record could be read" in result.stderr.decode()


def test_standard_input(database):
    result = graphsvc("ingest", "-", "--report", "json", stdin=gzip.compress(raw(an_event())), **database)
    assert report_of(result)["calls"] == 1


def test_without_noise_filter_everything_is_a_call(few_detections, database):
    result = graphsvc("ingest", LOG, "--no-noise-filter", "--report", "json", **database)
    assert report_of(result)["calls"] == 7666


def lines_of(result):
    return [json.loads(line) for line in result.stdout.decode().splitlines()]


def test_detect_prints_occurrences_and_stores_nothing(tmp_path, detect):
    history, log = tmp_path / "history.log", tmp_path / "new.log"
    history.write_bytes(raw(an_event(user="old")))
    log.write_bytes(
        b"\n".join(
            map(raw, [an_event(user="old"), an_event(user="new", auditID="n"), an_exec(user="old", auditID="e")])
        )
    )
    result = detect(log, "--learn", history, "--cluster", "c", GRAPHSVC_DATA=tmp_path / "data")
    assert result.returncode == 0, result.stderr.decode()
    found = {(line["code"], *line["calls"]) for line in lines_of(result)}
    assert found >= {("OR-05", "n"), ("EX-01", "e")}
    assert ("OR-05", "e") not in found
    (line,) = [line for line in lines_of(result) if line["code"] == "EX-01"]
    assert line == {
        "code": "EX-01", "detection": "exec-into-pod", "kind": "policy", "severity": "medium", "calls": ["e"],
        "cluster": "c", "time": "2026-11-23T12:00:00.000Z", "who": "old", "what": "exec shop/pods/web-1",
        "title": "Exec into a pod",
    }  # fmt: skip
    assert not (tmp_path / "data").exists()


def test_detect_throws_its_database_away(few_detections, tmp_path):
    log = tmp_path / "log"
    log.write_bytes(raw(an_event(user="new", auditID="n")))
    result = graphsvc("detect", log, TMPDIR=tmp_path)
    assert (result.returncode, [line["calls"] for line in lines_of(result)]) == (0, [["n"]] * 2), result.stderr.decode()
    assert list(tmp_path.iterdir()) == [log]


def test_detect_takes_parameters(tmp_path, detect):
    log = tmp_path / "log"
    log.write_bytes(
        raw(an_event(verb="list", ref={"resource": "secrets"}, requestURI="/api/v1/secrets", user="backup"))
    )
    result = detect(log, "--set", 'all-secrets-listed.exempt_users=["backup"]')
    assert "SE-03" not in {line["code"] for line in lines_of(result)}


def test_detect_finds_the_labelled_attacks(detect):
    """Of each attack that a detection is about, the labelled call."""
    labels = [json.loads(line) for line in (ROOT / "demo" / "attack-labels-modern.jsonl").read_text().splitlines()]
    attack_of = {audit_id: row["id"] for row in labels for audit_id in row["audit_ids"]}
    result = detect(LOG)
    assert result.returncode == 0, result.stderr.decode()
    found = {(attack_of.get(call), line["code"]) for line in lines_of(result) for call in line["calls"]}
    expected = {
        ("MA3", "EX-01"), ("MA4", "WL-01"), ("MA4", "WL-06"), ("MA4", "EX-01"), ("MA5", "RB-01"), ("MA5", "RB-05"),
        ("MA6", "SA-04"), ("MA6", "SE-03"), ("MA10", "WL-28"), ("MA10", "WL-15"), ("MA11", "WL-15"), ("MA13", "WL-01"),
        ("MA14", "RB-01"), ("MA15", "EX-03"),
    }  # fmt: skip
    assert expected <= found


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"GRAPHSVC_PROT": "1"}, "unknown setting GRAPHSVC_PROT"),
        ({"GRAPHSVC_PORT": "many"}, "GRAPHSVC_PORT: "),
        ({"GRAPHSVC_LEARNING": "soon"}, "GRAPHSVC_LEARNING: "),
        ({"GRAPHSVC_KEEP_CALLS": "long"}, "GRAPHSVC_KEEP_CALLS: "),
        ({"GRAPHSVC_KEEP_COUNTERS": "30d"}, "keep_counters is shorter than keep_calls"),
        ({"GRAPHSVC_FOLLOW": '["s3://logs"]'}, "GRAPHSVC_FOLLOW: "),
        ({"GRAPHSVC_HOST": "0.0.0.0"}, "can be reached by others"),
        ({"GRAPHSVC_CONFIG": "/nonexistent.toml"}, "GRAPHSVC_CONFIG"),
        ({"GRAPHSVC_NEO4J_URI": "bolt://127.0.0.1:1"}, "Neo4j cannot be reached"),
    ],
)
def test_wrong_settings_are_told_in_one_line(environment, words):
    result = graphsvc("serve", **{"GRAPHSVC_PORT": "18765", **environment})
    assert result.returncode in {1, 3}
    assert words in result.stderr.decode()
    if "URI" not in next(iter(environment)):
        assert len(result.stderr.decode().strip().splitlines()) == 1


def test_settings_come_from_a_file_too(tmp_path):
    file = tmp_path / "graphsvc.toml"
    file.write_text("port = 1\nnonsense = true\n")
    result = graphsvc("serve", GRAPHSVC_CONFIG=file)
    assert "GRAPHSVC_NONSENSE: " in result.stderr.decode()


def test_a_taken_port_is_told_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = graphsvc("serve", "--port", port, GRAPHSVC_DATA=tmp_path)
    assert result.returncode == 1
    assert f"port {port}" in result.stderr.decode()
    assert "GRAPHSVC_PORT" in result.stderr.decode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"GRAPHSVC_DATA": "a-file"}, "NotADirectoryError"),
        ({"GRAPHSVC_NEO4J_URI": "bogus://127.0.0.1:1"}, "bogus"),
        ({"GRAPHSVC_NOISE_RULES": "nowhere.toml"}, "nowhere.toml"),
        ({"GRAPHSVC_NEO4J_URI": "bolt://127.0.0.1:1"}, "cannot be reached"),
    ],
)
def test_whatever_ends_a_service_at_its_start_is_one_line_of_json(tmp_path, settings, words):
    (tmp_path / "a-file").touch()
    given = {k: tmp_path / v if v in {"a-file", "nowhere.toml"} else v for k, v in settings.items()}
    result = graphsvc("serve", **{"GRAPHSVC_DATA": tmp_path / "data", "GRAPHSVC_PORT": free_port(), **given})
    (line,) = result.stderr.decode().splitlines()
    told = json.loads(line)
    assert (result.returncode, told["event"], told["level"]) == (1, "ended", "error")
    assert words in told["problem"]
    assert told["time"]


def test_retain_removes_what_is_too_old_and_ingest_tells_why_it_does_not_come_back(database, tmp_path):
    old, new = tmp_path / "old.log", tmp_path / "new.log"
    old.write_bytes(raw(an_event(auditID="old", verb="list", time="2024-01-01T00:00:00Z")))
    new.write_bytes(raw(an_event(auditID="new", time="2024-06-01T12:00:00Z")))
    database |= {"GRAPHSVC_KEEP_CALLS": "90d"}
    graphsvc("ingest", old, new, **database)
    planned = graphsvc("retain", "--dry-run", **database).stdout.decode()
    assert "would go" in planned
    assert "calls" in planned
    assert "gone" in graphsvc("retain", **database).stdout.decode()
    assert graphsvc("retain", **database).stdout.decode() == "nothing is too old\n"
    again = tmp_path / "again.log"
    again.write_bytes(old.read_bytes() + b"\n" + old.read_bytes())
    result = graphsvc("ingest", again, "--report", "json", **database)
    report = report_of(result)
    assert (report["read"], report["noise"], told(report)) == (2, {"older-than-kept": 1}, 2)
    said = result.stderr.decode()
    assert "noise older-than-kept: 1" in said
    assert "calls before 2024-03-03T12:00:00.000Z are not kept: GRAPHSVC_KEEP_CALLS" in said


def test_sightings_outlive_what_anomalies_remember(database):
    result = graphsvc("retain", GRAPHSVC_KEEP_SIGHTINGS="30d", **database)
    assert result.returncode == 1
    assert "keep_sightings is shorter" in result.stderr.decode()


def test_detections_are_listed_and_shown_as_they_run():
    listed = graphsvc("detection", "list").stdout.decode().splitlines()
    assert any(line.startswith("EX-01") and "exec-into-pod" in line for line in listed)
    shown = [graphsvc("detection", "show", name) for name in ("SE-05", "many-secrets-read")]
    assert shown[0].stdout == shown[1].stdout
    assert b"UNWIND $asked AS a" in shown[0].stdout
    wrong = graphsvc("detection", "show", "XX-99")
    assert (wrong.returncode, b"there is no detection XX-99" in wrong.stderr) == (1, True)


def test_doctor_tells_what_a_cluster_can_feed(database):
    with gzip.open(LOG) as stream:
        part = b"".join(islice(stream, 2_000))
    graphsvc("ingest", "-", "--cluster", "rich", stdin=part, **database)
    bare = an_event(verb="create", ref={"resource": "roles", "namespace": "a", "name": "b"})
    graphsvc("ingest", "-", "--cluster", "poor", stdin=raw(bare), **database)
    result = graphsvc("doctor", **database)
    said = result.stdout.decode()
    assert result.returncode == 0, said
    assert "cluster rich: its log feeds 1" in said
    assert "warn  cluster poor: its log feeds" in said
    assert "above all: roles is logged without bodies, it needs level Request" in said
    assert "no log shows: static pods" in said
    assert "ok    log of rich: whole from 2026-11-23T12:56Z" in said
    assert "warn  log of poor: nobody can know whether it is whole" in said


def test_coverage_in_words_as_json_and_as_a_layer(database):
    bare = an_event(verb="create", ref={"resource": "roles", "namespace": "a", "name": "b"})
    graphsvc("ingest", "-", "--cluster", "covered", stdin=raw(bare), **database)
    only = ["detection", "coverage", "--cluster", "covered"]
    said = graphsvc(*only, **database).stdout.decode()
    assert "blind   RB-13  role-that-can-exec" in said
    assert "Static pods:" in said
    told = json.loads(graphsvc(*only, "--json", **database).stdout)
    assert list(told["clusters"]) == ["covered"]
    states = {row["code"]: row["state"] for row in told["clusters"]["covered"]}
    assert (states["RB-13"], states["EX-01"]) == ("blind", "unknown")
    layer = json.loads(graphsvc(*only, "--navigator", **database).stdout)
    assert layer["name"] == "graphsvc: covered"
    assert {t["techniqueID"] for t in layer["techniques"]} > {"T1609"}
    wrong = graphsvc("detection", "coverage", "--cluster", "nobody", **database)
    assert wrong.returncode != 0
    assert "nothing was heard of cluster nobody" in wrong.stderr.decode()


def test_version_and_schema():
    assert python("-m", "graphsvc", "--version").stdout.decode().strip()
    assert "type Query" in graphsvc("schema", "export").stdout.decode()
