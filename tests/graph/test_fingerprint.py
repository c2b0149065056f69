"""A fingerprint is the same for the same counters, however they are cut up, and for no others."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from graphsvc.graph.fingerprint import MODULUS, fingerprint

ROWS = st.lists(st.tuples(st.integers(1, 1 << 40), st.integers(-5, 1 << 40)), max_size=30)


def of(rows):
    return fingerprint([path for path, _ in rows], [calls for _, calls in rows])


def summed(rows):
    total = Counter()
    for path, calls in rows:
        total[path] += calls
    return {path: calls for path, calls in total.items() if calls}


@given(ROWS, st.integers(0, 30), st.randoms())
def test_pieces_and_order_do_not_matter(rows, cut, rng):
    whole = of(rows)
    assert 0 <= whole < MODULUS
    assert (of(rows[:cut]) + of(rows[cut:])) % MODULUS == whole
    assert of(list(summed(rows).items())) == whole
    rng.shuffle(rows)
    assert of(rows) == whole


@given(ROWS, ROWS)
def test_other_counters_have_another(rows, others):
    assert (of(rows) == of(others)) == (summed(rows) == summed(others))


def test_moves_between_neighbouring_paths_do_not_cancel_out():
    """Sums of path numbers would."""
    assert of([(10, 1), (40, 1)]) != of([(20, 1), (30, 1)])
