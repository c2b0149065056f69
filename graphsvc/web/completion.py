"""What a field of the search can be completed to: values that calls of the scope have, with their numbers of calls."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from graphsvc.api.context import Context
from graphsvc.errors import InputError
from graphsvc.graph.read.field_values import COMPLETED, values_of
from graphsvc.web.answers import json_response
from graphsvc.web.canvas import Scope

MOST_VALUES = 10

router = APIRouter(prefix="/v1", tags=["canvas"])


class Begun(Scope):
    field: str = Field(description="Field of the search, such as user")
    text: str = Field("", max_length=300, description="What the value contains")


@router.get("/values", summary="Values of a search field in the calls that match, those of most calls first")
def values(request: Request, asked: Annotated[Begun, Query()]) -> Response:
    if asked.field not in COMPLETED:
        raise InputError(f"`field` is one of {', '.join(COMPLETED)}")
    context: Context = request.app.state.context_of(request.state.viewer)
    found = values_of(context.reader.count(asked.question()), asked.field, asked.text, MOST_VALUES)
    return json_response({"values": [{"value": one.value, "calls": one.calls} for one in found]})
