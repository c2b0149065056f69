"""Every format's samples give the calls that stand beside them, whoever says what the format is.

A folder below tests/formats is a format; `expected.json` says for each of its files which calls it holds, what is
counted as noise, and how reasons of rejection begin. Nothing here knows any format.
"""

import io
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.domain.batch import Account, Batch, NoiseMark, Rejection, fold
from graphsvc.domain.call import Call
from graphsvc.domain.moment import parse_moment, to_text
from graphsvc.domain.skew import Arrival
from graphsvc.ingest.decoding import cleaned, decode
from graphsvc.ingest.record.formats import FORMATS
from graphsvc.ingest.record.record import read_records, split_body
from graphsvc.ingest.source.source import opened
from tests.builders import a_pipeline, an_event, raw
from tests.faults.targets import R16

pytestmark = R16

FOLDER = Path(__file__).parents[1] / "formats"
SAMPLES = [
    (file.parent.name, name, expected)
    for file in sorted(FOLDER.glob("*/expected.json"))
    for name, expected in json.loads(file.read_text()).items()
]
IDS = [f"{form}/{name}" for form, name, _ in SAMPLES]
ABSENT = ("", [], False)
NOW = 1 << 46  # later than any sample


def records_of(form, name, forced=None):
    with opened(str(FOLDER / form / name)) as (stream, _):
        return [cleaned(record) for record in read_records(stream, forced, "fallback")]


def decoded(records):
    return [decode(record, record.cluster, "sample", Arrival(NOW)) for record in records]


def facts(record, call):
    """A call in the words of `expected.json`; what is absent there is empty."""
    path, event = call.path, json.loads(record.raw)
    values = {
        "audit_id": call.properties["audit_id"],
        "cluster": path.cluster,
        "stage": call.properties["stage"],
        "verb": path.verb,
        "user": path.user,
        "groups": list(path.groups),
        "cloud_user": path.cloud_user,
        "impersonated": path.impersonated_user,
        "source_ip": path.source_ip,
        "resource": path.resource_name,
        "api_group": path.api_group,
        "subresource": path.subresource,
        "name": call.properties.get("name", ""),
        "code": path.code,
        "time": to_text(call.time),
        "truncated": (event.get("annotations") or {}).get("audit.k8s.io/truncated") == "true",
    }
    return {key: value for key, value in values.items() if value not in ABSENT}


def comparable(expected):
    return {**expected, "time": to_text(parse_moment(expected["time"]))}


def check(records, expected):
    told = decoded(records)
    calls = [(r, c) for r, c in zip(records, told, strict=True) if isinstance(c, Call)]
    commands = [(call.command, want.pop("command")) for (_, call), want in zip(calls, expected["calls"], strict=False)
                if "command" in want]  # fmt: skip
    assert [facts(*pair) for pair in calls] == [comparable(want) for want in expected["calls"]]
    assert all(found == want for found, want in commands)
    assert Counter(mark.rule for mark in told if isinstance(mark, NoiseMark)) == expected["noise"]
    reasons = [answer.reason for answer in told if isinstance(answer, Rejection)]
    assert len(reasons) == len(expected["rejected"]), reasons
    assert all(found.startswith(want) for found, want in zip(reasons, expected["rejected"], strict=True)), reasons


def copy_of(expected):
    return json.loads(json.dumps(expected))


@pytest.mark.parametrize(("form", "name", "expected"), SAMPLES, ids=IDS)
def test_content_tells_the_format(form, name, expected):
    check(records_of(form, name), copy_of(expected))


@pytest.mark.parametrize(("form", "name", "expected"), SAMPLES, ids=IDS)
def test_a_forced_format_gives_the_same_calls(form, name, expected):
    found = decoded(records_of(form, name, FORMATS[form]))
    ids = [call.properties["audit_id"] for call in found if isinstance(call, Call)]
    assert ids == [call["audit_id"] for call in expected["calls"]]


@pytest.mark.parametrize(("form", "name", "expected"), SAMPLES, ids=IDS)
def test_what_the_archive_keeps_is_read_as_the_same_again(form, name, expected):
    for record in records_of(form, name):
        if not record.problem:
            (again,) = split_body(record.raw)
            assert (again.raw, again.rule, again.problem) == (record.raw, record.rule, "")


@pytest.mark.parametrize(("form", "name", "expected"), SAMPLES, ids=IDS)
def test_every_record_is_accounted_for(form, name, expected):
    told = decoded(records_of(form, name))
    batch = fold(Batch("c", ""), told, lambda _: "")
    assert batch.read == len(told)
    accounted = len(batch.calls) + batch.merged_stages + batch.duplicates + len(batch.noise) + len(batch.rejected)
    assert accounted == batch.read


def test_every_format_has_samples():
    assert {form for form, _, _ in SAMPLES} == set(FORMATS)


def test_every_sample_is_described():
    described = {(form, name) for form, name, _ in SAMPLES}
    lying = {(f.parent.name, f.name) for f in FOLDER.glob("*/*") if f.name not in {"expected.json", "README.md"}}
    assert lying == described


@pytest.mark.parametrize("name", [n for n in FORMATS if n != "native"])
def test_no_format_takes_a_plain_event(name):
    """Events are known before any format is asked, but a line of one must not look like a wrapping of text."""
    line = raw(an_event())
    assert not (FORMATS[name].text and FORMATS[name].recognises(line))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "line",
    [b"{}", b"[]", b"[[1]]", b"1", b"null", b'{"records":[1]}', b'{"message":null}', b"text", b'{"a":', b"\xff\xfe"],
)
def test_forcing_a_format_on_anything_raises_nothing(name, line):
    for record in read_records(io.BytesIO(line + b"\n" + raw(an_event(auditID="after"))), FORMATS[name]):
        decode(cleaned(record), "c", "x", Arrival(NOW))


def test_siblings_of_what_cannot_be_read_are_read():
    for name in FORMATS:
        data = b'{"records": 5}\n' + raw(an_event(auditID="after"))
        found = decoded(list(read_records(io.BytesIO(data), FORMATS[name], "c")))
        assert [c.properties["audit_id"] for c in found if isinstance(c, Call)] == ["after"], name


@given(st.sampled_from(SAMPLES), st.sampled_from([None, *FORMATS.values()]), st.randoms(use_true_random=False))
def test_damage_costs_only_what_is_damaged(sample, forced, random):
    """Whatever happens to a sample: nothing is raised, and every record is told of."""
    form, name, _ = sample
    with opened(str(FOLDER / form / name)) as (stream, _):
        data = bytearray(stream.read())
    for _ in range(random.randrange(1, 20)):
        data[random.randrange(len(data))] = random.choice(b'{}[]",:\\\n\x00\xff a0')
    cut = bytes(data[: random.randrange(len(data))])
    for damaged in (bytes(data), cut):
        told = decoded([cleaned(record) for record in read_records(io.BytesIO(damaged), forced, "c")])
        batch = fold(Batch("c", ""), told, lambda _: "")
        accounted = len(batch.calls) + batch.merged_stages + batch.duplicates + len(batch.noise) + len(batch.rejected)
        assert accounted == batch.read == len(told)


def test_all_samples_go_into_one_graph_and_a_second_time_change_nothing(store):
    first, again = (taken(store) for _ in range(2))
    assert first.balances
    assert again.balances
    assert set(first.noise) == {"klog-lines", "foreign-categories"}
    assert (again.calls, again.noise.total(), again.read) == (0, 0, first.read)
    names = {name for (name,) in store.read_text("MATCH (c:Cluster) RETURN c.name")}
    assert {"fallback", "corp-eks", "kubetest", "sample-project/us-central1-a/sample-cluster"} <= names


def taken(store):
    pipeline, total = a_pipeline(store, batch=3), Account()
    for form, name, _ in SAMPLES:
        total.add(pipeline.ingest(records_of(form, name), cluster="", name=name))
    return total
