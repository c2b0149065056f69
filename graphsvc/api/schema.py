"""Assembles the schema. There is no schema at module level: tests build it with other limits."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from graphsvc.api.limits import Limits, extensions
from graphsvc.api.query import Query


def build_schema(limits: Limits | None = None) -> strawberry.Schema:
    return strawberry.Schema(
        query=Query,
        extensions=extensions(limits or Limits()),  # type: ignore[arg-type]  # factories are documented, but not typed
        config=StrawberryConfig(sort_schema=True),
    )
