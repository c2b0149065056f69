"""POST /v1/firehose: what Amazon Data Firehose delivers to an HTTP endpoint, for EKS by way of CloudWatch Logs."""

import time
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graphsvc.ingest.record.formats import FORMATS
from graphsvc.ingest.record.record import split_body
from graphsvc.web.answers import json_response
from graphsvc.web.refusal import Refused

router = APIRouter(prefix="/v1", tags=["push"])
_split = partial(split_body, form=FORMATS["kinesis"])


@router.post("/firehose", summary="Takes records from Amazon Data Firehose")
async def firehose(request: Request) -> Response:
    """Answers in Firehose's own shape, errors too: anything else is a failed delivery to it."""
    state = request.app.state
    answer = {"requestId": request.headers.get("x-amz-firehose-request-id", "")}
    try:
        sender = state.credentials.of_token(request.headers.get("x-amz-firehose-access-key", ""))
        await state.reception.take(request, sender, "firehose", _split)
    except Refused as refused:
        state.reception.refused[refused.code] += 1
        told = {**answer, "timestamp": _now(), "errorMessage": str(refused)}
        return json_response(told, refused.status, refused.headers)
    return json_response({**answer, "timestamp": _now()})


def _now() -> int:
    return time.time_ns() // 1_000_000
