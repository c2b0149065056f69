"""GraphQL over HTTP: POST only, no explorer from a CDN, bodies of at most 64 KiB."""

import strawberry
from fastapi import APIRouter, Request
from strawberry.fastapi import BaseContext, GraphQLRouter

from graphsvc.api.context import Context

_LARGEST_BODY = 65_536


class RequestContext(BaseContext):
    """The context of whoever asks, in the shape that the router asks for."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        vars(self).update(vars(context))


async def _context(request: Request) -> RequestContext:
    return RequestContext(request.app.state.context_of(request.state.viewer))


def graphql_router(schema: strawberry.Schema) -> APIRouter:
    return GraphQLRouter(
        schema,
        path="/graphql",
        context_getter=_context,
        graphql_ide=None,
        allow_queries_via_get=False,
        max_body_size=_LARGEST_BODY,
    )
