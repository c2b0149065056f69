"""Receipts: what the heartbeats of a log say of how whole it is."""

import pytest

from graphsvc.domain.call import project_call
from graphsvc.domain.event import parse_event
from graphsvc.domain.heartbeat import beat_of
from graphsvc.domain.moment import DAY, HOUR, MINUTE
from graphsvc.domain.receipt import Hole, HoleKind, LogHour, ReceiptState, receipt_of
from graphsvc.domain.silence import silent_since, usual_pause
from tests.builders import an_event, raw

START = 400_000  # hours since 1970
SCHEDULER, NODE = "system:kube-scheduler", {"username": "system:node:n1", "groups": ["system:nodes"]}
LATER = (START + 99) * HOUR


def an_hour(at=0, without=(), every=1, **more):
    beats = [0 if minute in without or minute % every else 3 for minute in range(60)]
    return LogHour(START + at, beats, **more)


def at(hour, minute=0):
    return (START + hour) * HOUR + minute * MINUTE


def holes(*hours, last=0):
    return [(h.start, h.stop, h.kind.value, h.calls) for h in receipt_of("c", hours, last).holes]


def test_a_log_with_a_heartbeat_in_every_minute_is_whole():
    receipt = receipt_of("c", [an_hour(0), an_hour(1)], at(1, 59))
    assert (receipt.state, receipt.first, receipt.until) == (ReceiptState.WHOLE, at(0), at(2))
    assert receipt.heartbeats == 360
    assert receipt.told.startswith("whole from ")


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        ([an_hour(without=[30])], []),
        ([an_hour(without=[30, 31])], [(at(0, 30), at(0, 32))]),
        ([an_hour(without=range(50, 60)), an_hour(1, without=range(5))], [(at(0, 50), at(1, 5))]),
        ([an_hour(), an_hour(3)], [(at(1), at(3))]),
        ([an_hour(every=5)], []),
        ([an_hour(every=5, without=[20])], []),
        ([an_hour(every=5, without=[20, 25])], [(at(0, 16), at(0, 30))]),
        ([an_hour(without=range(30)), an_hour(1, without=range(40, 60))], []),
    ],
)
def test_a_hole_is_longer_than_usual_and_between_heartbeats(hours, found):
    assert holes(*hours) == [(*hole, "no_heartbeat", 0) for hole in found]


def test_without_heartbeats_nobody_can_know():
    receipt = receipt_of("c", [LogHour(START)], LATER)
    assert (receipt.state, receipt.first, receipt.until) == (ReceiptState.UNKNOWN, 0, 0)
    assert "nobody can know" in receipt.told


def test_what_the_server_lost_and_what_came_too_late_are_holes_with_or_without_heartbeats():
    lost = [0] * 60
    lost[3], lost[4], lost[9] = 2, 1, 5
    assert holes(LogHour(START, lost=lost)) == [
        (at(0, 3), at(0, 5), "reported_lost", 3),
        (at(0, 9), at(0, 10), "reported_lost", 5),
    ]
    late = [LogHour(START + n, late=n + 1) for n in (0, 1, 3)]
    assert holes(*late) == [(at(0), at(2), "came_too_late", 3), (at(3), at(4), "came_too_late", 4)]
    assert receipt_of("c", [an_hour(lost=lost)], 0).state is ReceiptState.HOLES


def test_calls_after_the_last_heartbeat_are_told():
    assert "without heartbeats until" in receipt_of("c", [an_hour()], at(5)).told
    assert "without heartbeats until" not in receipt_of("c", [an_hour()], at(1, 10)).told


def test_requests_of_the_last_hour_may_still_be_under_way():
    receipt = receipt_of("c", [an_hour(0, unended=3), an_hour(1, unended=5), an_hour(2, unended=7)], at(2, 10))
    assert (receipt.never_ended, receipt.under_way) == (3, 12)
    assert "3 requests began and never ended" in receipt.told


def test_holes_are_told_in_words():
    assert Hole(0, 5 * MINUTE, HoleKind.NO_HEARTBEAT).told == "no heartbeat for 5 minutes"
    assert "2 holes, the latest from" in receipt_of("c", [an_hour(without=[3, 4, 13, 14])], 0).told


@pytest.mark.parametrize(
    ("beats", "given"),
    [
        (True, {}),
        (True, {"user": NODE}),
        (True, {"verb": "patch"}),
        (True, {"code": 409}),
        (False, {"verb": "get"}),
        (False, {"code": 403}),
        (False, {"user": {"username": "system:node:n1", "groups": ["dev"]}}),
        (False, {"user": "system:serviceaccount:kube-system:cilium"}),
        (False, {"user": "system:serviceaccount:kube-system:node-controller"}),
        (False, {"user": "alice"}),
        (False, {"impersonatedUser": {"username": "alice"}}),
        (False, {"ref": {"resource": "nodes"}}),
        (False, {"annotations": {"graphsvc/reported-lost": "true"}}),
    ],
)
def test_a_heartbeat_is_a_lease_that_nobody_else_can_renew(beats, given):
    event = an_event(**{"verb": "update", "ref": {"resource": "leases"}, "user": SCHEDULER} | given)
    minute = beat_of(project_call(parse_event(raw(event)), "c"))
    assert (minute is not None) == beats


NOW = START * HOUR
MINUTES = NOW // MINUTE


def silent(minutes, least=15 * MINUTE, started=0):
    return silent_since(minutes, NOW, least=least, started=started)


def test_silence_is_longer_than_the_least_and_than_twice_the_usual_pause():
    steady = [MINUTES - n for n in range(200, 19, -1)]
    assert silent(steady) == (MINUTES - 19) * MINUTE
    assert silent(steady, least=20 * MINUTE) is None
    by_file = [MINUTES - n for n in range(200, 19, -15)]
    assert silent(by_file) is None, "one that comes every quarter of an hour"
    assert silent([minute - 20 for minute in by_file]) is not None


def test_a_cluster_that_sleeps_every_night_is_not_silent_then_and_one_bad_day_does_not_deafen():
    hours_awake = [MINUTES - day * 1440 - n for day in range(6, -1, -1) for n in range(1400, 500, -1)]
    assert usual_pause(hours_awake, NOW) > 8 * HOUR
    assert silent(hours_awake) is None
    week = [MINUTES - n for n in range(7 * 1440 - 1, 99, -1) if not 3_000 < n < 3_600]
    assert usual_pause(week, NOW) == MINUTE
    assert silent(week) is not None


def test_who_never_sent_live_or_has_stopped_long_ago_is_not_silent():
    assert silent([]) is None
    assert silent([MINUTES - 8 * DAY // MINUTE]) is None
    assert silent([MINUTES - 60], started=NOW - MINUTE) is None, "nobody listened before"
