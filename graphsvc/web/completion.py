"""What a field of the search can be completed to: values that calls of the scope have, with their numbers of calls."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from graphsvc.api.context import Context
from graphsvc.errors import InputError
from graphsvc.graph.read.reader import Question
from graphsvc.graph.read.values import COMPLETED, values_of
from graphsvc.web.answers import json_response
from graphsvc.web.canvas import Clusters, From, Search, To, _question

MOST_VALUES = 10

router = APIRouter(prefix="/v1", tags=["canvas"])


def _asked(search: Search = "", cluster: Clusters = None, from_: From = None, to: To = None) -> Question:
    return _question(search, cluster, from_, to)


@router.get("/values", summary="Values of a search field in the calls that match, those of most calls first")
def values(
    request: Request,
    asked: Annotated[Question, Depends(_asked)],
    field: Annotated[str, Query(description="Field of the search, such as user")],
    text: Annotated[str, Query(description="What the value contains", max_length=300)] = "",
) -> Response:
    if field not in COMPLETED:
        raise InputError(f"`field` is one of {', '.join(COMPLETED)}")
    context: Context = request.app.state.context
    answer = context.reader.count(asked)
    found = values_of(answer, field, text, MOST_VALUES)
    return json_response({"values": [{"value": one.value, "calls": one.calls} for one in found]})
