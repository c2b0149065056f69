"""Rows that are answered as a whole are what GraphQL would have made of them field by field, errors and all."""

import asyncio
from datetime import UTC, datetime
from enum import Enum

import pytest
import strawberry
from strawberry.scalars import JSON

from graphsvc.api import rows
from graphsvc.api.rows import PlainRows


@strawberry.enum
class Size(Enum):
    SMALL = "small"


@strawberry.type
class Inner:
    word: str


@strawberry.type
class Row:
    number: int
    text: str
    snake_name: str | None
    when: datetime
    size: Size
    words: list[str]
    maybe_words: list[str | None] | None
    detail: JSON | None
    inner: Inner

    @strawberry.field
    def worked_out(self) -> int:
        return self.number + 1


def row(number, **given):
    values = {
        "number": number,
        "text": f"row {number}",
        "snake_name": None if number % 2 else "name",
        "when": datetime(2026, 11, 23, tzinfo=UTC),
        "size": Size.SMALL,
        "words": ["a", "b"],
        "maybe_words": [None, "c"] if number else None,
        "detail": {"a": [1]},
        "inner": Inner(word="w"),
    }
    return Row(**{**values, **given})


@strawberry.type
class Query:
    @strawberry.field
    async def rows(self) -> list[Row]:
        return [row(n) for n in range(3)]

    @strawberry.field
    async def broken(self) -> list[Row | None]:
        return [row(0), row(1, text=None), row(2, number="no number"), row(3, words=["a", None])]


PLAIN = "number text snakeName when size words maybeWords detail"


def answered(query, context):
    schema = strawberry.Schema(Query, execution_context_class=context)
    found = asyncio.run(schema.execute(query, variable_values={"no": False}))
    return found.data, [(error.message, error.path) for error in found.errors or ()]


QUERIES = [
    f"{{ rows {{ {PLAIN} }} }}",
    f"{{ rows {{ {PLAIN} __typename }} }}",
    f"{{ rows {{ {PLAIN} inner {{ word }} workedOut }} }}",
    "{ rows { other: text second: number } more: rows { ...Some } } fragment Some on Row { size number }",
    "query ($no: Boolean!) { rows { number text @include(if: $no) ... on Row { when @skip(if: $no) } } }",
    "{ broken { number text } }",
    "{ broken { words number } }",
    "{ broken { words number workedOut } }",
]


@pytest.mark.parametrize("query", QUERIES)
def test_rows_are_what_they_would_be_field_by_field(query):
    assert answered(query, PlainRows) == answered(query, None)


def test_rows_of_plain_values_are_taken_as_a_whole(monkeypatch):
    taken = []
    plain = rows._plan
    monkeypatch.setattr(rows, "_plan", lambda *given: taken.append(plain(*given)) or taken[-1])
    answered("{ rows { number text } }", PlainRows)
    assert [plan and list(plan) for plan in taken] == [None, ["number", "text"]]
