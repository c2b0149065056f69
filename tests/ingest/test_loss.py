"""Events that an API server says, in its own log, it could not write."""

import io
import json

import pytest

from graphsvc.domain.batch import Batch, Rejection, fold
from graphsvc.domain.call import Call
from graphsvc.domain.skew import Arrival
from graphsvc.ingest.decoding import cleaned, decode
from graphsvc.ingest.record.formats.legacy import unquoted
from graphsvc.ingest.record.record import read_records
from graphsvc.ingest.record.settled import settled
from tests.builders import a_pipeline, an_event, raw

ERROR = "E1124 09:00:02.958464       1 metrics.go:109] Error in audit plugin 'buffered' affecting 1 audit events: full"
ANNOUNCED = "Impacted events:"


def lost(id_="hole", uri="/api/v1/namespaces/shop/pods/web/exec?command=id", more=' user-agent="curl/8"', code="101"):
    return (
        f'2026-11-24T09:00:02.950119014Z AUDIT: id="{id_}" stage="ResponseStarted" ip="203.0.113.49" method="get" '
        f'user="nora" groups="\\"team\\",\\"a \\\\\\"b\\\\\\"\\"" as="<self>" asgroups="<lookup>"'
        f'{more} namespace="shop" uri="{uri}" response="{code}"'
    )


def read(*lines):
    records = [cleaned(r) for r in read_records(io.BytesIO("\n".join(lines).encode()))]
    return [decode(record, "c", "x", Arrival(1 << 46)) for record in records]


@pytest.mark.parametrize("more", ["", ' user-agent="curl/8"', ' user-agent="x\\" AUDIT: id=\\"y"'])
def test_it_is_a_call_that_says_so(more):
    *_, call = read(ERROR, ANNOUNCED, lost(more=more))
    assert call.properties["reported_lost"] is True
    assert (call.path.user, call.path.verb, call.path.code, call.command) == ("nora", "get", 101, "id")
    assert (call.path.resource, call.path.subresource, call.path.namespace) == ("pods", "exec", "shop")
    assert set(call.path.groups) == {"team", 'a "b"'}


@pytest.mark.parametrize(
    "above", [[ERROR], [ANNOUNCED], [ERROR, ANNOUNCED, raw(an_event()).decode(), "", lost("other")]]
)
def test_the_server_must_have_said_so(above):
    assert isinstance(read(*above, lost())[-1], Call)


def test_one_without_that_is_rejected_with_both_ways_out():
    (told,) = read(lost())
    assert isinstance(told, Rejection)
    assert "--audit-log-format=json" in told.reason
    assert ANNOUNCED in told.reason


def test_lines_of_other_kinds_stay_what_they_are():
    told = read(ERROR, ANNOUNCED, '2026-11-24T09:00:02Z AUDIT: id="x" response="200"', raw(an_event()).decode())
    assert [type(answer).__name__ for answer in told] == ["NoiseMark", "NoiseMark", "Rejection", "Call"]
    assert "reported_lost" not in told[-1].properties


def test_an_event_that_was_written_after_all_is_the_same_call():
    event = an_event(auditID="hole", verb="get", user={"username": "nora"}, stage="ResponseStarted",
                     requestURI="/api/v1/namespaces/shop/pods/web/exec?command=id",
                     requestReceivedTimestamp="2026-11-24T09:00:02.950119Z")  # fmt: skip
    *_, told, written = read(ERROR, ANNOUNCED, lost(), raw(event).decode())
    assert told.id == written.id


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (r"a\"b", 'a"b'),
        (r"\\x41", r"\x41"),
        (r"\a\v\x07\x7f", "\a\v\x07\x7f"),
        (r"\xff\xfe", "\ufffd\ufffd"),
        (r"\U0001f600\u00e9", "\U0001f600\xe9"),
        (r"\n\t", "\n\t"),
        ("\x01 bad \\q", "\x01 bad \\q"),
    ],
)
def test_quotes_of_go(text, meant):
    assert unquoted(text) == meant


def test_a_log_that_grows_is_read_up_to_losses_that_may_go_on():
    lines = [raw(an_event()), ERROR.encode(), ANNOUNCED.encode(), lost().encode()]
    assert settled(lines) == 1
    assert settled([*lines, b"I1124 09:00:02.958464       1 a.go:1] one"]) == 5


def test_no_noise_rule_drops_them():
    *_, health = read(ANNOUNCED, lost(uri="/healthz"))
    assert not fold(Batch("c", ""), [health], lambda _: "a rule").noise


def test_they_are_counted_once(store):
    text = "\n".join([ERROR, ANNOUNCED, lost("a"), lost("b"), raw(an_event()).decode()]).encode()
    pipeline = a_pipeline(store)
    first, again = (pipeline.ingest(read_records(io.BytesIO(text)), cluster="c", name="x") for _ in range(2))
    assert (first.calls, first.reported_lost, first.balances) == (3, 2, True)
    assert (again.calls, again.reported_lost, again.balances) == (0, 0, True)
    assert store.read_text("MATCH (c:ApiCall) WHERE c.reported_lost RETURN count(c)") == [[2]]


def test_secrets_in_them_are_redacted():
    uri = "/api/v1/namespaces/shop/pods/web/exec?command=mysql&command=-phunter2hunter2"
    for record in read_records(io.BytesIO("\n".join([ANNOUNCED, lost(uri=uri)]).encode())):
        assert b"hunter2" not in cleaned(record).raw
    (kept,) = read_records(io.BytesIO(lost(uri=uri).encode()))
    assert b"hunter2" not in cleaned(kept).raw
    assert json.loads(cleaned(kept).raw)["auditID"] == "hole"
