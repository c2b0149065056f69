"""What belongs together is one story, whatever order alerts come in; what does not stays apart."""

import random

import pytest

from graphsvc.domain.detection import Severity
from graphsvc.domain.moment import DAY
from graphsvc.domain.risk import Stakes, is_astray, risk_of
from graphsvc.domain.story import Chapter, clues_of, latest_clues, stories_of

NOON = 20_000 * DAY + DAY // 2


def a_chapter(id_, *, who="eve", kind="serviceaccount", outside="", credential="", time=NOON, **values):
    clues = clues_of(who, kind, values.get("cluster", "c"), outside=outside, credential=credential, time=time)
    said = {"title": id_, "severity": Severity.HIGH, "risk": 50, "cluster": "c", "first": time, "last": time}
    return Chapter(id_, who=who, clues=tuple(clues), **said | values)


def told(chapters, shared=()):
    return sorted(sorted(c.id for c in s.chapters) for s in stories_of(chapters, shared))


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({"who": "eve"}, {"who": "eve"}, True),
        ({"who": "eve"}, {"who": "bob"}, False),
        ({"who": "eve"}, {"who": "eve", "cluster": "another"}, False),
        ({"who": "eve@corp", "kind": "person"}, {"who": "eve@corp", "kind": "person", "cluster": "another"}, True),
        ({"who": "eve"}, {"who": "eve", "time": NOON + DAY}, True),
        ({"who": "eve"}, {"who": "eve", "time": NOON + 2 * DAY}, False),
        ({"who": "a", "outside": "203.0.113.9"}, {"who": "b", "outside": "203.0.113.9"}, True),
        ({"who": "a", "credential": "JTI=1"}, {"who": "b", "credential": "JTI=1"}, True),
        ({"who": "kcm", "kind": "controlplane"}, {"who": "kcm", "kind": "controlplane"}, False),
        ({"who": "system:anonymous", "kind": "anonymous"}, {"who": "system:anonymous", "kind": "anonymous"}, False),
    ],
)
def test_what_ties_two_alerts(one, other, together):
    chapters = [a_chapter("1", **one), a_chapter("2", **other)]
    assert told(chapters) == ([["1", "2"]] if together else [["1"], ["2"]])


def test_a_call_in_common_ties_and_an_unknown_alert_does_not():
    chapters = [a_chapter("1", who="a"), a_chapter("2", who="b"), a_chapter("3", who="c")]
    assert told(chapters, [("2", "1"), ("3", "closed-long-ago")]) == [["1", "2"], ["3"]]


def test_a_chain_is_one_story_in_any_order():
    chapters = [a_chapter(str(n), who=f"u{n // 2}", credential=f"k{(n + 1) // 2}", time=NOON + n) for n in range(20)]
    random.Random(1).shuffle(chapters)
    (story,) = stories_of(chapters, [])
    assert [c.id for c in story.chapters] == [str(n) for n in range(20)]
    assert story.id == "0"


def test_the_worst_story_comes_first_and_says_who_did_what():
    chapters = [
        a_chapter("1", who="bob", title="Exec into a pod", severity=Severity.LOW, risk=20),
        a_chapter("2", who="eve", title="Binding to cluster-admin", risk=60, time=NOON),
        a_chapter("3", who="eve", title="Used the power it gave itself", risk=90, time=NOON + 40 * 60_000),
    ]
    worst, other = stories_of(chapters, [])
    assert worst.sentence == ("eve, within 40 minutes: binding to cluster-admin, then used the power it gave itself")
    assert (worst.risk, worst.severity, worst.who, other.risk) == (93, Severity.HIGH, ["eve"], 20)


def test_old_clues_give_way_to_new_ones():
    clues = [c for day in range(100) for c in clues_of("eve", "person", "c", outside="", credential="", time=day * DAY)]
    assert latest_clues(clues) == clues[-60:]


def test_risk_grows_with_what_makes_it_worse_and_stays_within_bounds():
    plain = Stakes(ok=True)
    assert [risk_of(s, plain) for s in Severity] == [70, 50, 30, 12, 4]
    worse = [Stakes(ok=True, **{name: True}) for name in ("outside", "new", "astray", "system")]
    assert all(risk_of(Severity.LOW, w) > risk_of(Severity.LOW, plain) for w in worse)
    broad = Stakes(ok=True, things=tuple(map(str, range(20))))
    assert risk_of(Severity.LOW, broad) > risk_of(Severity.LOW, plain) > risk_of(Severity.LOW, Stakes())
    everything = Stakes(ok=True, outside=True, new=True, astray=True, system=True, things=broad.things)
    assert risk_of(Severity.CRITICAL, everything) == 100


def test_machines_from_outside_and_nobody_are_astray():
    kinds = ["anonymous", "serviceaccount", "node", "person", "unknown"]
    assert [is_astray(k, "external") for k in kinds] == [True, True, True, False, False]
    assert [is_astray(k, "internal") for k in kinds] == [True, False, False, False, False]
