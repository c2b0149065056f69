"""What is shown of counted columns: nothing is lost behind a `+`."""

from hypothesis import given
from hypothesis import strategies as st

from graphsvc.domain.path import COLUMNS
from graphsvc.domain.polygraph import CountedHop, Value, arrange


def columns(size):
    ips = [Value(n, f"10.0.0.{n}", "internal" if n % 2 else "external", n + 1, 0) for n in range(size)]
    statuses = [Value(0, "200 OK", "ok", sum(v.calls for v in ips), 0)]
    return [ips, [], [], [], [], [], [], statuses]


def hops(size):
    return [CountedHop((0, n), (7, 0), n + 1, 0) for n in range(size)]


@given(st.integers(0, 60), st.integers(0, 20), st.booleans())
def test_counts_add_up_however_it_is_grouped(size, top, group):
    calls = size * (size + 1) // 2
    shown, lines = arrange(columns(size), hops(size), calls=calls, top=top, group=group)
    assert [c.key for c in shown] == list(COLUMNS)
    assert sum(n.calls for n in shown[0].nodes) + shown[0].absent == calls
    assert sum(h.calls for h in lines) == calls
    assert shown[0].total == size
    if not top:
        assert not any(n.expandable for n in shown[0].nodes)


def test_groups_are_named_by_class():
    shown, _ = arrange(columns(20), hops(20), calls=210, top=3, group=True)
    groups = {n.name: n for n in shown[0].nodes if n.expandable}
    assert set(groups) == {"Internal IP", "External IP"}
    assert "10.0.0.0" in groups["External IP"].members


def test_without_groups_the_rest_is_one_node():
    shown, _ = arrange(columns(20), hops(20), calls=210, top=3, group=False)
    assert [n.name for n in shown[0].nodes if n.expandable] == ["more"]


def test_an_alert_is_shown_first():
    values = columns(20)
    values[0][0] = values[0][0].with_alerts(1)
    shown, _ = arrange(values, hops(20), calls=210, top=3, group=True)
    assert shown[0].nodes[0].name == "10.0.0.0"
