"""The engine: exactly once, whatever breaks."""

from dataclasses import replace

import pytest

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.detection import Basis, DetectionKind, Scope, Severity
from graphsvc.domain.moment import parse_moment
from graphsvc.errors import StoreError
from graphsvc.graph.read.alerts import AlertFilter, AlertReader
from graphsvc.graph.read.picture import PictureReader
from graphsvc.graph.read.polygraph import Wanted
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.write import batches
from graphsvc.graph.write.detection_states import load_states
from graphsvc.graph.write.renewal import empty
from tests.builders import an_event, an_exec, ingest

DETECTIONS = {d.slug: d for d in load_detections()}
EXEC, NEW_USER = DETECTIONS["exec-into-pod"], DETECTIONS["new-user"]


def engine(store, *detections, **options):
    return Engine(store, Reader(store), detections, **options)


def alerts(store):
    return store.read_text("""
        MATCH (a:Alert) OPTIONAL MATCH (a)-[e:EVIDENCE]->()
        WITH a, count(e) AS evidence
        RETURN a.code, a.occurrences, evidence ORDER BY a.code, a.occurrences""")


def test_occurrences_of_one_subject_gather_in_one_alert(store):
    ingest(store, *(an_exec(auditID=f"e{n}") for n in range(3)), an_exec(auditID="other", user="bob"))
    assert engine(store, EXEC).run_waiting() == 4
    ingest(store, an_exec(auditID="later"))
    engine(store, EXEC).run_waiting()
    assert alerts(store) == [["EX-01", 1, 1], ["EX-01", 4, 4]]


def test_running_again_adds_nothing(store):
    ingest(store, an_exec(), an_event(user="new"))
    engine(store, EXEC, NEW_USER).run_waiting()
    before = alerts(store)
    assert engine(store, EXEC, NEW_USER).run_waiting() == 0
    assert alerts(store) == before


def test_a_crash_before_the_commit_loses_and_doubles_nothing(store, monkeypatch):
    ingest(store, an_exec(), an_event(user="new"))

    def crash(*_):
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr("graphsvc.graph.write.findings.write_alerts", crash)
        with pytest.raises(RuntimeError):
            engine(store, EXEC, NEW_USER).run_waiting()
    assert alerts(store) == []
    engine(store, EXEC, NEW_USER).run_waiting()
    assert alerts(store) == [["EX-01", 1, 1], ["OR-05", 1, 1], ["OR-05", 1, 1]]


def test_of_two_engines_one_settles_a_batch(store):
    ingest(store, an_exec())
    waiting = batches.claim_oldest(store, batches.new_claimant())
    first, second = engine(store, EXEC), engine(store, EXEC)
    assert [len(first.look_at(waiting)), len(second.look_at(waiting))] == [1, 0]
    assert alerts(store) == [["EX-01", 1, 1]]


def test_one_that_is_at_work_is_left_alone_with_the_oldest_batch(store):
    for number in range(2):
        ingest(store, an_exec(auditID=f"e{number}"))
    mine, other = batches.new_claimant(), batches.new_claimant()
    batch = batches.claim_oldest(store, mine)
    assert batches.claim_oldest(store, other) is None, "batches are looked at in order: the next one waits, too"
    assert engine(store, EXEC).run_waiting() == 0
    assert batches.claim_oldest(store, mine).id == batch.id
    batches.release(store, batch, mine)
    assert engine(store, EXEC).run_waiting() == 2


def looks(store, monkeypatch):
    """How many calls an engine has before it at each look."""
    found, seen = engine(store, EXEC), []
    look_at = found.look_at

    def looking(batch):
        seen.append(len(batch.calls))
        return look_at(batch)

    monkeypatch.setattr(found, "look_at", looking)
    assert found.run_waiting() == sum(seen)
    return seen


def test_small_batches_of_a_cluster_are_looked_at_together(store, monkeypatch):
    for number, cluster in enumerate(("one", "one", "other", "one")):
        ingest(store, an_exec(auditID=f"e{number}"), cluster=cluster)
    assert looks(store, monkeypatch) == [2, 1, 1], "in order, of one cluster"
    monkeypatch.setattr(batches, "_TOGETHER", 2)
    for number in range(3):
        ingest(store, an_exec(auditID=f"f{number}"))
    assert looks(store, monkeypatch) == [2, 1], "up to so many calls"


def test_batches_that_somebody_began_with_are_looked_at_one_by_one(store, monkeypatch):
    for number in range(3):
        ingest(store, an_exec(auditID=f"e{number}"))
    begun = batches.claim_oldest(store, mine := batches.new_claimant())
    assert len(begun.calls) == 3
    ingest(store, an_exec(auditID="new"))
    batches.release(store, begun, mine)
    assert looks(store, monkeypatch) == [1, 1, 1, 1]


def test_of_several_batches_none_is_settled_where_one_is_gone(store):
    for number in range(2):
        ingest(store, an_exec(auditID=f"e{number}"))
    both = batches.claim_oldest(store, batches.new_claimant())
    alone = replace(both, ids=both.ids[:1], calls=both.calls[:1], paths=both.paths[:1])
    assert len(engine(store, EXEC).look_at(alone)) == 1
    assert engine(store, EXEC).look_at(both) == [], "its first call was settled"
    batches.release(store, both, "")
    assert engine(store, EXEC).run_waiting() == 1


def test_a_batch_that_is_just_being_taken_away_is_nobodys(store):
    """Another one's lease was read, and then the batch was gone: its owner reads as nothing."""
    ingest(store, an_exec())
    store.run_schema("MATCH (b:Batch) SET b.claimed_until = timestamp() + 60000 REMOVE b.claimed_by")
    assert store.read("oldest_claim") == [[""]]


def test_whoever_died_at_work_is_not_waited_for(store):
    ingest(store, an_exec())
    host, pid, _, number = batches.new_claimant().split("|")
    assert batches.claim_oldest(store, f"{host}|{pid}|an earlier process|{number}")
    assert engine(store, EXEC).run_waiting() == 1


def test_another_machine_is_waited_for_until_it_shows_no_sign_of_life(store, monkeypatch):
    monkeypatch.setattr(batches, "LEASE", 1.5)
    ingest(store, an_exec())
    _, *rest = batches.new_claimant().split("|")
    elsewhere = "|".join(("elsewhere", *rest))
    batch = batches.claim_oldest(store, elsewhere)
    assert engine(store, EXEC).run_waiting() == 0
    batches.hold(store, batch, elsewhere)
    assert engine(store, EXEC).run_waiting(patient=True) == 1


def test_a_slow_look_shows_signs_of_life(store, monkeypatch):
    monkeypatch.setattr("graphsvc.detection.engine._SIGN_OF_LIFE", -1)
    held = []
    monkeypatch.setattr(batches, "hold", lambda *given: held.append(given))
    ingest(store, an_exec())
    engine(store, EXEC).run_waiting()
    assert len(held) == 1


@pytest.mark.parametrize("error", [TypeError("'NoneType' object is not iterable"), MemoryError(), StoreError("no")])
def test_whatever_a_batch_does_the_others_are_looked_at(store, monkeypatch, error):
    for number in range(3):
        ingest(store, an_exec(auditID=f"e{number}"))
    found, first = engine(store, EXEC), batches.claim_oldest(store, batches.new_claimant())
    look_at = found.look_at

    def failing(batch):
        if batch.id == first.id:
            raise error
        return look_at(batch)

    monkeypatch.setattr(found, "look_at", failing)
    store.write(lambda tx: tx.run("claim_batches", ids=first.ids, claimant="", lease=0))
    for _ in range(2):
        with pytest.raises(type(error)):
            found.run_waiting()
    assert found.run_waiting() == 2
    state = batches.backlog(store)
    assert (state.waiting, state.since, state.set_aside) == (0, 0, 1)
    assert batches.resume(store) == 1
    assert engine(store, EXEC).run_waiting() == 1


def test_who_is_patient_tries_again_at_once(store, monkeypatch):
    ingest(store, an_exec())
    found, failures = engine(store, EXEC), iter([TypeError("once"), TypeError("twice")])
    look_at = found.look_at

    def failing(batch):
        if failure := next(failures, None):
            raise failure
        return look_at(batch)

    monkeypatch.setattr(found, "look_at", failing)
    assert found.run_waiting(patient=True) == 1


def test_a_large_batch_is_asked_about_in_pieces(store, monkeypatch):
    monkeypatch.setattr("graphsvc.detection.asking._AT_ONCE", 2)
    ingest(store, *(an_exec(auditID=f"e{number}") for number in range(5)))
    assert engine(store, EXEC, NEW_USER).run_waiting() == 6
    assert alerts(store) == [["EX-01", 5, 5], ["OR-05", 1, 1]]


def test_an_anomaly_names_the_first_call_in_time(store):
    times = [f"2026-11-23T12:00:{second:02}Z" for second in (30, 20, 10, 40, 50)]
    ingest(store, *(an_event(user="new", time=time) for time in times))
    engine(store, NEW_USER).run_waiting()
    assert store.read_text("MATCH (a:Alert) RETURN a.first_seen") == [[parse_moment(min(times))]]


def test_ids_are_the_same_in_every_run(store, session_store):
    found = []
    for _ in range(2):
        empty(session_store)
        ingest(store, an_exec(auditID="fixed"))
        engine(store, EXEC).run_waiting()
        found.append(store.read_text("MATCH (a:Alert) RETURN a.id"))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("basis", "text"),
    [
        (Basis.PATH, "p."),
        (Basis.PATH, "p.ok = date(p.user)"),
        (Basis.CALL, "c.time = date(c.name)"),
        (Basis.QUERY, "UNWIND range(1, 2000000000) AS x RETURN sum(x) AS path"),
        (Basis.QUERY, "MATCH (c:ApiCall RETURN c"),
        (Basis.QUERY, "RETURN 1 AS nonsense"),
    ],
)
def test_of_a_detection_that_cannot_be_asked_the_calls_wait_and_the_others_go_on(store, monkeypatch, basis, text):
    monkeypatch.setattr("graphsvc.detection.asking._TIMEOUT", 0.5)
    broken = replace(EXEC, slug="broken", code="XX-01", basis=basis, text=text)
    found = engine(store, broken, EXEC)
    for number in range(3):
        ingest(store, an_exec(auditID=f"e{number}"))
        found.run_waiting()
    assert alerts(store) == [["EX-01", 3, 3], ["GS-01", 1, 1]]
    state = load_states(store)["broken"]
    assert (state.failures, state.is_blind, bool(state.problem), state.since > 0) == (1, True, True, True)
    assert store.read("postponed_calls") == [["broken", 3]]
    mended = engine(store, replace(broken, basis=Basis.PATH, text="p.ok"), EXEC)
    mended._keep(replace(state, next_try=0))
    assert mended.run_waiting() == 3
    assert alerts(store) == [["EX-01", 3, 3], ["GS-01", 1, 1], ["XX-01", 3, 3]]
    assert (load_states(store)["broken"].is_blind, store.read("postponed_calls")) == (False, [])


def test_who_fails_again_waits_longer(store):
    broken = replace(EXEC, slug="broken", basis=Basis.PATH, text="p.")
    found, pauses = engine(store, broken), []
    ingest(store, an_exec())
    for _ in range(3):
        found.run_waiting()
        state = load_states(store)["broken"]
        pauses.append(state.next_try - state.since)
        found._keep(replace(state, next_try=0))
    assert state.failures == 3
    assert pauses == sorted(pauses)
    assert store.read("postponed_calls") == [["broken", 1]]


def test_what_failed_once_is_asked_again(store, monkeypatch):
    found, read, failures = engine(store, EXEC), store.read_rows, iter([StoreError("hiccup")] * 2)

    def failing(*given, **more):
        if failure := next(failures, None):
            raise failure
        return read(*given, **more)

    monkeypatch.setattr(store, "read_rows", failing)
    ingest(store, an_exec())
    assert found.run_waiting() == 1
    assert not load_states(store)


def test_a_threshold_fires_once_for_its_window_with_all_its_calls(store):
    many = replace(
        EXEC, slug="many", code="XX-02", kind=DetectionKind.THRESHOLD, basis=Basis.CALL, text="p.ok", at_least=3,
        window=600_000, says={"by": "[p.cluster, p.who]", "of": "c.audit_id"},
    )  # fmt: skip
    times = ["12:00", "12:01", "12:02", "12:03", "12:30", "12:31"]
    found, fired = engine(store, many), []
    for time in times:
        ingest(store, an_exec(auditID=time, time=f"2026-11-23T{time}:00Z"))
        found.run_waiting(fired.extend)
    (only,) = fired
    assert (only.audit_ids, only.audit_id, only.because) == (("12:00", "12:01"), "12:02", "3 within 10 minutes")
    assert alerts(store) == [["XX-02", 3, 3]]


def test_a_sequence_fires_when_its_steps_come_in_order(store):
    tried = replace(
        EXEC, slug="tried", code="XX-03", kind=DetectionKind.SEQUENCE, basis=Basis.PATH, text="true", window=600_000,
        steps=("refused", "allowed"),
        says={"by": "[p.cluster, p.who]", "step": "CASE WHEN p.ok THEN 'allowed' ELSE 'refused' END"},
    )  # fmt: skip
    found, fired = engine(store, tried), []
    for number, (code, minute) in enumerate([(101, 0), (403, 1), (101, 2), (101, 3), (403, 4), (101, 30)]):
        ingest(store, an_exec(auditID=f"{number}", code=code, time=f"2026-11-23T12:{minute:02}:00Z"))
        found.run_waiting(fired.extend)
    assert [(o.audit_ids, o.audit_id) for o in fired] == [(("1",), "2")]
    assert fired[0].because == "refused, then allowed, within 10 minutes"


@pytest.mark.parametrize("anew", [False, True])
def test_a_first_step_may_come_in_after_the_last(store, anew):
    """Of another log, or of another API server; by the same process or by one that knows nothing yet."""
    tried = replace(
        EXEC, slug="tried", code="XX-03", kind=DetectionKind.SEQUENCE, basis=Basis.PATH, text="true", window=600_000,
        steps=("refused", "allowed"),
        says={"by": "[p.cluster, p.who]", "step": "CASE WHEN p.ok THEN 'allowed' ELSE 'refused' END"},
    )  # fmt: skip
    found, fired = engine(store, tried), []
    for code, minute in [(101, 5), (101, 20), (403, 3), (403, 4), (403, 21), (101, 25), (403, 7), (403, 24)]:
        ingest(store, an_exec(auditID=f"{minute}", code=code, time=f"2026-11-23T12:{minute:02}:00Z"))
        (engine(store, tried) if anew else found).run_waiting(fired.extend)
    pairs = [(o.audit_ids, o.audit_id) for o in fired]
    assert pairs == [(("3",), "5"), (("21",), "25")], "each late step goes on to what nothing was fired for"


def test_what_somebody_does_every_day_is_quieter(store):
    found, fired = engine(store, replace(EXEC, habit=Severity.LOW)), []
    for day in range(20, 26):
        ingest(store, an_exec(auditID=f"{day}", time=f"2026-11-{day}T12:00:00Z"))
        found.run_waiting(fired.extend)
    ingest(store, an_exec(auditID="else", time="2026-11-25T13:00:00Z", sourceIPs=["10.9.9.9"]))
    found.run_waiting(fired.extend)
    assert [o.severity.value for o in fired] == ["medium"] * 3 + ["low"] * 3 + ["medium"]


def test_what_somebody_does_again_on_the_same_day_is_quieter(store):
    found, fired = engine(store, replace(EXEC, habit=Severity.LOW)), []
    for number, other in enumerate([{}, {}, {"sourceIPs": ["10.9.9.9"]}, {"userAgent": "curl/8"}, {"user": "bob"}]):
        ingest(store, an_exec(auditID=f"{number}", time=f"2026-11-20T12:0{number}:00Z", **other))
        found.run_waiting(fired.extend)
    assert [o.severity.value for o in fired] == ["medium", "low", "medium", "medium", "medium"]
    assert store.read_text("MATCH (a:Alert) RETURN DISTINCT a.severity") == [["medium"]]


def test_a_general_detection_says_nothing_where_a_special_one_fires(store):
    special = replace(EXEC, slug="special", code="XX-04", text="p.ok AND p.user = 'eve'")
    general = replace(EXEC, under=("XX-04",))
    ingest(store, an_exec(user="eve"), an_exec(user="bob"))
    engine(store, special, general).run_waiting()
    assert alerts(store) == [["EX-01", 1, 1], ["XX-04", 1, 1]]


@pytest.mark.parametrize(
    ("of_policy", "of_anomaly", "opened"),
    [
        (Severity.MEDIUM, Severity.MEDIUM, ["EX-01"]),
        (Severity.HIGH, Severity.MEDIUM, ["EX-01"]),
        (Severity.LOW, Severity.MEDIUM, ["EX-01", "EX-05"]),
        (Severity.MEDIUM, None, ["EX-01", "XX-05"]),
    ],
)
def test_what_is_new_opens_no_alert_where_one_as_loud_tells_it(store, of_policy, of_anomaly, opened):
    """Unless it is of another technique."""
    first = next(d for d in load_detections() if d.code == "EX-05")
    new = replace(first, severity=of_anomaly) if of_anomaly else replace(first, code="XX-05", technique=("T1078",))
    ingest(store, an_exec())
    fired = []
    engine(store, replace(EXEC, severity=of_policy), new).run_waiting(fired.extend)
    assert (len(fired), [code for code, *_ in alerts(store)]) == (2, opened)


def test_a_row_says_who_what_why_and_how_loud(store):
    says = {"who": "'Eve'", "what": "'something'", "because": "'she ' + p.action", "louder": "'critical'"}
    ingest(store, an_exec())
    engine(store, replace(EXEC, says=says)).run_waiting()
    row = store.read_text("MATCH (a:Alert) RETURN a.who, a.what, a.because, a.severity")
    assert row == [["Eve", "something", "she exec", "critical"]]


def test_verdicts_on_paths_are_asked_once_until_more_is_known_of_addresses(store, monkeypatch):
    found, read, asked = engine(store, EXEC), store.read_rows, []

    def counting(text, **more):
        asked.extend(more.get("asked", []))
        return read(text, **more)

    monkeypatch.setattr(store, "read_rows", counting)
    for number in range(3):
        ingest(store, an_exec(auditID=f"e{number}"))
        assert found.run_waiting() == 1
    assert len(asked) == 1
    ingest(store, an_event(user="system:kube-scheduler", sourceIPs=["10.1.2.3"]))
    ingest(store, an_exec(auditID="last"))
    found.run_waiting()
    assert len(asked) == 2


def test_while_learning_anomalies_remember_and_policies_fire(store):
    events = [
        an_event(auditID="a", user="early", time="2026-11-23T12:00:00Z"),
        an_exec(auditID="x", user="early", time="2026-11-23T12:00:10Z"),
    ]
    late = [
        an_event(auditID="b", user="early", time="2026-11-23T12:02:00Z"),
        an_event(auditID="c", user="late", time="2026-11-23T12:02:00Z"),
    ]
    ingest(store, *events, *late)
    engine(store, EXEC, NEW_USER, learning=60_000).run_waiting()
    found = store.read_text("MATCH (a:Alert) RETURN a.code, a.who ORDER BY a.code")
    assert found == [["EX-01", "early"], ["OR-05", "late"]]


@pytest.mark.parametrize(("scope", "times"), [(Scope.EVERYWHERE, 1), (Scope.CLUSTER, 2), (Scope.NAMESPACE, 3)])
def test_the_scope_says_how_far_something_new_is_new(store, scope, times):
    scoped = replace(NEW_USER, scope=scope)
    found = engine(store, scoped)
    total = 0
    for cluster, namespace in (("one", "a"), ("one", "b"), ("two", "a")):
        ingest(store, an_event(user="x", ref={"resource": "pods", "namespace": namespace}), cluster=cluster)
        total += found.run_waiting()
    assert total == times


def test_a_closed_alert_is_not_reopened_but_followed_by_another(store):
    ingest(store, an_exec(auditID="a"))
    engine(store, EXEC).run_waiting()
    store.run_schema("MATCH (a:Alert) SET a.status = 'closed'")
    ingest(store, an_exec(auditID="b"))
    engine(store, EXEC).run_waiting()
    assert alerts(store) == [["EX-01", 1, 1], ["EX-01", 1, 1]]


def test_alerts_are_found_by_what_they_rest_on(store):
    ingest(store, an_exec(auditID="a"), an_exec(auditID="b", user="bob"))
    engine(store, EXEC).run_waiting()
    reader = Reader(store)
    found = AlertReader(store, reader)
    assert [a.who for a in found.page(Question("bob"), AlertFilter(), first=10).alerts] == ["bob"]
    assert len(found.page(Question('cmd:"id; ls"'), AlertFilter(), first=10).alerts) == 2
    assert found.page(Question(), AlertFilter(severities=["critical"]), first=10).alerts == []
    assert reader.count(Question("is:alert")).calls == 2


def test_what_an_alert_rests_on_is_not_steady_in_a_picture_even_when_it_is_closed(store):
    machines = [f"system:serviceaccount:shop:m{n}" for n in range(9)]
    ingest(store, *(an_exec(auditID=user, user=user) for user in machines[:2]))
    ingest(store, *(an_event(auditID=user, user=user) for user in machines[2:]))
    engine(store, EXEC).run_waiting()
    store.run_schema("MATCH (a:Alert {who: $who}) SET a.status = 'closed'", who=machines[0])
    reader = Reader(store)
    picture = PictureReader(reader, AlertReader(store, reader)).draw(Question(), Wanted(top=1, band=True))
    steady = picture.polygraph.folded.steady
    found = {path.user for path, is_steady in zip(picture.answer.snapshot.paths, steady, strict=True) if is_steady}
    assert found == set(machines[2:])
    assert reader.count(Question("is:steady")).calls == len(found)
    assert ([a.code for a in picture.alerts], picture.open_alerts) == (["EX-01"], 1)
