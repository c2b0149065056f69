"""Values of a search field with counts: each must be what a search for it counts."""

import pytest

from graphsvc.domain.search.query import FIELDS
from graphsvc.graph.read.field_values import COMPLETED
from tests.builders import an_event, ingest


def values(client, **params):
    answer = client.get("/v1/values", params=params)
    assert answer.status_code == 200, answer.text
    return [(one["value"], one["calls"]) for one in answer.json()["values"]]


@pytest.fixture
def some_calls(store):
    ingest(
        store,
        *(
            an_event(
                auditID=f"{n}",
                user=f"Eva{n % 3}@retail",
                code=403 if n % 4 == 0 else 200,
                time=f"2026-11-23T12:{n:02}:00Z",
            )
            for n in range(30)
        ),
    )


def test_every_field_can_be_asked_for(client, some_calls):
    assert set(COMPLETED) == set(FIELDS)
    for field in FIELDS:
        for value, calls in values(client, field=field):
            term = f"is:{value}" if field == "is" else f'{field}:="{value}"'
            found = client.get("/v1/polygraph", params={"search": term}).json()["calls"]
            assert (field, value, found) == (field, value, calls)


def test_the_text_narrows_whatever_its_case_and_the_busiest_comes_first(client, store, some_calls):
    ingest(store, an_event(auditID="x", user="eva0@retail.example"))
    assert values(client, field="user", text="eVA0") == [("Eva0@retail", 10), ("eva0@retail.example", 1)]
    assert values(client, field="user", text="nobody") == []
    assert values(client, field="name") == []


def test_the_scope_narrows(client, some_calls):
    denied = values(client, field="user", search="is:denied")
    assert sum(calls for _, calls in denied) == 8
    period = {"from": "2026-11-23T12:00:00Z", "to": "2026-11-23T12:05:00Z"}
    assert sum(calls for _, calls in values(client, field="user", **period)) == 5
    assert values(client, field="user", cluster="nowhere") == []


def test_at_most_ten(client, store):
    ingest(store, *(an_event(auditID=f"{n}", user=f"u{n:02}") for n in range(25)))
    assert [value for value, _ in values(client, field="user")] == [f"u{n:02}" for n in range(10)]


@pytest.mark.parametrize(
    "params", [{"field": "usr"}, {"field": "user", "from": "yesterday"}, {"field": "user", "search": "("}]
)
def test_bad_questions_are_told(asked, params):
    answer = asked.get("/v1/values", params=params)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
