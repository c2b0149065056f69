"""What is shown of folded paths equals plain counting, whatever is drawn; and a node's search means the node."""

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bench.pictures import document_size, picture, wide_snapshot
from graphsvc.domain.detection import Severity
from graphsvc.domain.path import COLUMNS, Path
from graphsvc.domain.path_fields import path_fields, path_flags
from graphsvc.domain.polygraph import NodeKind, Why
from graphsvc.domain.search import matches, parse
from graphsvc.graph.read.fold import fold
from graphsvc.graph.read.polygraph import HANDFUL, Marked, Wanted, arrange
from graphsvc.graph.read.values import value_page
from tests.builders import a_snapshot

A_PATH = Path(
    cluster="c",
    source_ip="10.0.0.1",
    groups=("dev",),
    cloud_user="",
    user="eva",
    impersonated_user="",
    namespace="web",
    api_group="",
    resource="pods",
    subresource="",
    verb="get",
    action="GetPods",
    event_name="GetPods",
    code=200,
    client="kubectl",
)
# Names that look like the language they are searched with, and names that differ in little.
HOSTILE = (
    "eva",
    "Eva",
    "eva ",
    "*",
    "**",
    'a"b',
    "a\\",
    "OR",
    "-x",
    "(",
    "a|b",
    "x:y",
    "",
    "ev\u0301a",
    "<b>",
    "a, b",
    "+more",
)

a_path = st.builds(
    replace,
    st.just(A_PATH),
    cluster=st.sampled_from(["c", "C", "us 1", "eu"]),
    source_ip=st.sampled_from(["10.0.0.1", "10.0.0.2", "8.8.8.8", "9.9.9.9", "2001:db8::1", "", "no address"]),
    groups=st.sampled_from([(), ("dev",), ("dev", "orders"), ("orders",), ("dev, orders",), ("system:nodes",)]),
    cloud_user=st.sampled_from(["", "arn:aws:iam::1:user/eva", "ARN:aws:iam::1:user/eva"]),
    user=st.sampled_from([*HOSTILE, "system:node:a", "system:node:b", "system:serviceaccount:web:ci"]),
    impersonated_user=st.sampled_from(HOSTILE),
    namespace=st.sampled_from(["", "web", "Web", "a/b"]),
    resource=st.sampled_from(["pods", "secrets", "roles", "storage", "other", "/healthz", "b/pods"]),
    action=st.sampled_from(["GetPods", "exec", "getpods"]),
    subresource=st.sampled_from(["", "exec"]),
    verb=st.sampled_from(["get", "create"]),
    code=st.sampled_from([0, 101, 200, 401, 403, 404, 500]),
)
paths_with_calls = st.lists(st.tuples(a_path, st.integers(0, 5)), max_size=40)


def folded(rows, first_seen=None, steady=None, *, clusters=False):
    snapshot = a_snapshot([path for path, _ in rows], first_seen)
    return fold(snapshot, np.array([calls for _, calls in rows], np.int64), steady, clusters=clusters)


def steady_of(rows, banded):
    """What the database does not know better: machines' calls that did not fail. None: nothing is told apart."""
    return np.array([is_steady(path) for path, _ in rows], np.bool_) if banded else None


def is_steady(path):
    flags = path_flags(path)
    return "machine" in flags and "error" not in flags


def fields_of(path):
    fields = path_fields(path)
    return {**fields, "flags": [*fields["flags"], *["steady"] * is_steady(path)]}


def plain(rows, fits):
    """Calls, errors, denied and paths of what fits, counted the plain way."""
    found = [(path, calls) for path, calls in rows if calls and fits(path)]
    return (
        sum(calls for _, calls in found),
        sum(calls for path, calls in found if path.is_error),
        sum(calls for path, calls in found if path.is_denied),
        len({path.key for path, _ in found}),
    )


def counted(node):
    return node.calls, node.errors, node.denied, node.paths


def distinct(rows):
    """A dictionary has every path once."""
    return list({path.key: (path, calls) for path, calls in rows}.values())


def owner_of(shown, path, banded=False):
    """The node of each column that the path crosses, by what nodes say of themselves."""
    in_band = banded and is_steady(path)
    values = path.column_values if len(shown.columns) == len(COLUMNS) else (path.cluster, *path.column_values)
    for column, value in enumerate(values):
        if not value:
            continue
        named = [n for n in shown.columns[column].nodes if n.kind is NodeKind.VALUE and n.name == value]
        behind = [n for n in shown.columns[column].nodes if n.kind is not NodeKind.VALUE and value in n.members]
        (node,) = named or [n for n in behind if (n.kind is NodeKind.STEADY) == in_band]
        yield node


@given(
    paths_with_calls,
    st.integers(0, 6),
    st.booleans(),
    st.sets(st.sampled_from([f"user:{n}" for n in HOSTILE])),
    st.booleans(),
    st.booleans(),
)
def test_every_number_is_the_plain_one(rows, top, group, keep, banded, clusters):
    rows = distinct(rows)
    of = folded(rows, steady=steady_of(rows, banded), clusters=clusters)
    shown = arrange(of, Wanted(top, group, frozenset(keep)))
    through, hops, trails = {}, Counter(), Counter()
    for path, calls in rows:
        crossed = list(owner_of(shown, path, banded)) if calls else []
        for node in crossed:
            through.setdefault(node.id, []).append((path, calls))
        for source, target in pairwise(crossed):
            hops[source.id, target.id] += calls
        if calls:
            trails[tuple(node.id for node in crossed)] += calls
    ids = [node.id for node in shown.nodes]
    assert len(set(ids)) == len(ids)
    assert {n.id: counted(n) for n in shown.nodes} == {id_: plain(of, lambda _: True) for id_, of in through.items()}
    ends = [(ids[s], ids[t]) for s, t in shown.hops.ends.tolist()]
    assert dict(zip(ends, shown.hops.calls.tolist(), strict=True)) == hops
    for column in shown.columns:
        assert sum(n.calls for n in column.nodes) + column.absent == sum(calls for _, calls in rows)
        told = {name for n in column.nodes for name in ([n.name] if n.kind is NodeKind.VALUE else n.members)}
        assert len(told) == column.total
        assert banded or sum(n.values for n in column.nodes) == column.total
    found = shown.trails
    told = [tuple(ids[n] for n in nodes if n >= 0) for nodes in found.nodes.T.tolist()]
    counted_trails = Counter()
    for trail, calls in zip(told, found.calls.tolist(), strict=True):
        counted_trails[trail] += calls
    assert counted_trails == trails


@given(paths_with_calls, st.integers(1, 6), st.booleans(), st.booleans(), st.booleans())
def test_a_nodes_search_fits_its_calls_and_no_others(rows, top, group, banded, clusters):
    rows = distinct(rows)
    shown = arrange(folded(rows, steady=steady_of(rows, banded), clusters=clusters), Wanted(top, group))
    total = plain(rows, lambda _: True)
    fields = {path.key: fields_of(path) for path, _ in rows}
    for node in shown.nodes:
        only, without = parse(node.search), parse(f"-({node.search})")
        inside = plain(rows, lambda p, q=only: matches(q, fields[p.key]))
        outside = plain(rows, lambda p, q=without: matches(q, fields[p.key]))
        assert inside == counted(node)
        assert tuple(a + b for a, b in zip(inside, outside, strict=True)) == total


@given(paths_with_calls, st.integers(1, 4), st.data())
def test_some_of_the_calls_light_the_ways_that_they_went(rows, top, data):
    rows = distinct(rows)
    of = folded(rows)
    shown = arrange(of, Wanted(top))
    part = np.array([data.draw(st.integers(0, calls)) for _, calls in rows], np.int64)
    lit, calls, denied = shown.trails.through(part)
    nodes = Counter()
    for trail, n in zip(shown.trails.nodes.T[lit].tolist(), calls.tolist(), strict=True):
        for node in trail:
            nodes[node] += n * (node >= 0)
    expected = Counter()
    for (path, _), n in zip(rows, part.tolist(), strict=True):
        for node in owner_of(shown, path) if n else ():
            expected[shown.nodes.index(node)] += n
    assert +nodes == +expected
    assert denied.sum() == sum(n for (path, _), n in zip(rows, part.tolist(), strict=True) if path.is_denied)


def users(count, calls, **more):
    return [(replace(A_PATH, user=f"u{n:03}", **more), calls) for n in range(count)]


def names(shown, column=3):
    return [n.name for n in shown.columns[column].nodes if n.kind is NodeKind.VALUE]


def test_what_deserves_a_place_has_one_before_the_busy():
    rows = [
        *users(30, 1_000),
        (replace(A_PATH, user="refused", code=403), 1),
        (replace(A_PATH, user="new"), 1),
        (replace(A_PATH, user="alerted"), 1),
        (replace(A_PATH, user="rare"), 1),
    ]
    first_seen = [0] * 31 + [50, 0, 0]
    marks = [Marked(Severity.HIGH, np.array([32]))]
    shown = arrange(folded(rows, first_seen), Wanted(top=5, new_from=40), marks)
    assert names(shown) == ["alerted", "u000", "u001", "new", "refused"]
    why = {n.name: n.why for n in shown.columns[3].nodes}
    assert (why["alerted"], why["refused"], why["new"], why["u000"]) == (Why.ALERT, Why.DENIED, Why.NEW, Why.BUSY)


def test_refusals_everywhere_leave_places_for_the_busy():
    rows = [*users(40, 5, code=403), (replace(A_PATH, user="busy"), 1_000)]
    assert "busy" in names(arrange(folded(rows), Wanted(top=6)))


def test_an_alert_on_everything_says_little_of_one_value():
    rows = [*users(300, 1), (replace(A_PATH, user="busy"), 10)]
    shown = arrange(folded(rows), Wanted(top=3), [Marked(Severity.CRITICAL, np.arange(300))])
    assert names(shown)[0] == "busy"


def test_what_is_kept_is_shown_by_name_and_who_would_be_alone_too():
    rows = users(20, 3)
    shown = arrange(folded(rows), Wanted(top=2, keep=frozenset({"user:u019", "user:nobody", "group:u003"})))
    assert names(shown) == ["u000", "u019"]
    assert names(arrange(folded(users(4, 1)), Wanted(top=3))) == ["u000", "u001", "u002", "u003"]


def machines(count, calls, **more):
    return [(replace(A_PATH, user=f"system:node:{n:02}", **more), calls) for n in range(count)]


def banded(rows, wanted, alerts=()):
    return arrange(folded(rows, steady=steady_of(rows, True)), wanted, alerts)


def test_steady_traffic_is_one_band_and_all_else_keeps_its_place():
    rows = [*machines(20, 1_000), (replace(A_PATH, user="system:node:03", code=403), 1), *users(5, 1)]
    user = banded(rows, Wanted(top=9)).columns[3]
    assert [n.name for n in user.nodes] == ["system:node:03", *(f"u{n:03}" for n in range(5)), "steady"]
    assert user.nodes[0].calls == 1_001
    band = user.nodes[-1]
    assert (band.kind, band.calls, band.values, band.denied, band.alerts) == (NodeKind.STEADY, 19_000, 19, 0, [])
    assert (user.total, band.search.split()[-1]) == (25, "is:steady")
    as_ever = arrange(folded(rows), Wanted(top=9)).columns[3]
    assert [n.name for n in as_ever.nodes][-2:] == ["system:node:08", "more"]


def test_values_without_a_name_are_split_by_path():
    rows = [*machines(20, 10), *machines(20, 2, verb="create", code=500), *users(9, 50)]
    *_, more, band = banded(rows, Wanted(top=5)).columns[3].nodes
    assert (more.kind, more.calls, more.errors, more.values) == (NodeKind.MORE, 4 * 50 + 20 * 2, 40, 24)
    assert (band.kind, band.calls, band.errors, band.values) == (NodeKind.STEADY, 200, 0, 20)
    assert more.search.endswith(" -is:steady")


def test_where_all_is_steady_the_busiest_have_names_and_who_is_kept_has_one():
    rows = [*machines(9, 1), (replace(A_PATH, user="system:busy"), 5)]
    assert names(banded(rows, Wanted(top=9))) == ["system:busy", *(f"system:node:0{n}" for n in range(HANDFUL - 1))]
    assert names(banded(rows, Wanted(top=2))) == ["system:busy", "system:node:00"]
    kept = banded([*rows, *users(5, 9)], Wanted(top=9, keep=frozenset({"user:system:node:07"})))
    assert names(kept)[-1] == "system:node:07"


def test_the_order_of_arrival_changes_nothing():
    rows = [*users(60, 1), *users(60, 2, source_ip="8.8.8.8")]
    shuffled = random.Random(5).sample(rows, len(rows))
    one, other = (arrange(folded(r), Wanted(top=7)) for r in (rows, shuffled))
    assert one.nodes == other.nodes


def test_addresses_and_resources_are_grouped_by_class():
    rows = [(replace(A_PATH, source_ip=f"10.0.0.{n}", resource=f"things{n}"), 1) for n in range(9)]
    rows += [(replace(A_PATH, source_ip=f"8.8.8.{n}"), 1) for n in range(9)]
    grouped = arrange(folded(rows), Wanted(top=3))
    assert [n.name for n in grouped.columns[0].nodes[3:]] == ["External IP", "Internal IP"]
    together = arrange(folded(rows), Wanted(top=3, group=False))
    assert [n.name for n in together.columns[0].nodes[3:]] == ["more"]
    short = arrange(folded(rows), Wanted(top=3, members=2))
    assert all(len(n.members) <= 2 < n.values for n in short.columns[0].nodes[3:])


@given(
    paths_with_calls, st.integers(0, 7), st.sampled_from(COLUMNS), st.sampled_from(["", "EV", "1"]), st.integers(0, 3)
)
def test_lists_of_values_are_pages_of_one_list(rows, first, key, text, skip):
    rows, number = distinct(rows), COLUMNS.index(key)
    calls = Counter()
    for path, n in rows:
        if n and (value := path.column_values[number]) and text.lower() in value.lower():
            calls[value] += n
    expected = sorted(calls.items(), key=lambda pair: (-pair[1], pair[0]))
    page = value_page(folded(rows), key, text=text, skip=skip, first=first + 1)
    assert page.total == len(expected)
    assert list(zip(page.names, page.calls.tolist(), strict=True)) == expected[skip : skip + first + 1]


def test_at_size_every_number_is_the_plain_one_and_the_document_stays_small():
    """200,000 distinct paths, counted plainly beside it."""
    snapshot, counts = wide_snapshot(200_000)
    shown = picture(snapshot, counts)
    owner = [{name: node.id for node in c.nodes for name in node.members or [node.name]} for c in shown.columns]
    more = [[n for n in c.nodes if n.values > 1] for c in shown.columns]
    nodes, denied, hops = Counter(), Counter(), Counter()
    for path, calls in zip(snapshot.paths, counts.tolist(), strict=True):
        way = []
        for number, (value, class_) in enumerate(zip(path.column_values, path.column_classes, strict=True)):
            if value:
                rest = next((n.id for n in more[number] if n.class_ in {"", class_}), "")
                way.append(owner[number].get(value) or rest)
        for node in way:
            nodes[node] += calls
            denied[node] += calls * path.is_denied
        for ends in pairwise(way):
            hops[ends] += calls
    ids = [node.id for node in shown.nodes]
    assert {n.id: n.calls for n in shown.nodes} == nodes
    assert {n.id: n.denied for n in shown.nodes} == denied
    drawn = zip(shown.hops.ends.tolist(), shown.hops.calls.tolist(), strict=True)
    assert {(ids[s], ids[t]): calls for (s, t), calls in drawn} == hops
    assert (shown.trails.calls.sum(), shown.trails.paths.sum()) == (counts.sum(), 200_000)
    assert document_size(shown) <= 150_000
