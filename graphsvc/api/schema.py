"""Assembles the schema. There is no schema at module level: tests build it with other limits."""

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from graphsvc.api.limits import Limits, extensions
from graphsvc.api.query import Query
from graphsvc.api.rows import PlainRows


class _Schema(strawberry.Schema):
    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Errors are logged once, by the extension that masks them."""


def build_schema(limits: Limits | None = None) -> strawberry.Schema:
    return _Schema(
        query=Query,
        execution_context_class=PlainRows,
        extensions=extensions(limits or Limits()),  # type: ignore[arg-type]  # factories are documented, but not typed
        config=StrawberryConfig(sort_schema=True),
    )
