"""Sequences: steps in order within a window, in whatever order they come in."""

from itertools import permutations

import pytest

from graphsvc.domain.window import Item, Mark, follow

MINUTE = 60_000
STEPS, WINDOW = ("a", "b", "c"), 10 * MINUTE


def an_item(text):
    """`a3` is step a in minute 3."""
    return Item(int(text[1:]) * MINUTE, text[0], text)


def fired_for(arrivals, *, recalls=True):
    """Steps come in one by one; what is stored after a late one is recalled, but for first steps."""
    mark, stored, fired = Mark(), [], []
    for item in map(an_item, arrivals.split()):
        later = [i for i in stored if i.time > item.time and i.of != "a"] if recalls and item.of != "c" else []
        mark, found = follow(mark, [item], steps=STEPS, window=WINDOW, recalled=later)
        stored.append(item)
        fired += [f.evidence for f in found]
    return fired


@pytest.mark.parametrize("order", list(permutations(["a1", "b2", "c3"])), ids="-".join)
def test_steps_may_come_in_any_order(order):
    assert fired_for(" ".join(order)) == [("a1", "b2", "c3")]


def test_without_what_is_recalled_only_the_order_of_time_fires():
    assert fired_for("a1 b2 c3", recalls=False) == [("a1", "b2", "c3")]
    assert fired_for("b2 c3 a1", recalls=False) == []


@pytest.mark.parametrize("arrivals", ["a1 b2 c12", "b2 c12 a1", "b1 a2 c3", "c3 b4 a2", "a5 b6 c4"])
def test_steps_that_are_too_far_apart_or_in_another_order_say_nothing(arrivals):
    assert fired_for(arrivals) == []


def test_what_was_fired_for_is_used_up():
    assert fired_for("a2 b3 c4 a1") == [("a2", "b3", "c4")]
    assert fired_for("a1 b2 c3 c4 a3") == [("a1", "b2", "c3")]


def test_a_call_that_was_looked_up_ahead_of_its_turn_fires_once():
    a, b, c = map(an_item, ("a1", "b2", "c3"))
    mark, found = follow(Mark(), [a], steps=STEPS, window=WINDOW, recalled=[b, c])
    assert len(found) == 1
    mark, found = follow(mark, [an_item("a2"), b, c], steps=STEPS, window=WINDOW)
    assert found == []
