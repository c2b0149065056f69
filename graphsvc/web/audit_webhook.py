"""POST /v1/audit: what an API server's audit webhook sends. 2xx only after the batch is on disk."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graphsvc.ingest.record.posted import posted_events
from graphsvc.web.answers import error_response, json_response
from graphsvc.web.refusal import Refused

router = APIRouter(prefix="/v1", tags=["push"])


@router.post("/audit", summary="Takes an EventList from an API server")
async def audit(request: Request) -> Response:
    state = request.app.state
    try:
        sender = state.credentials.of_bearer(request.headers.get("authorization", ""))
        received = await state.reception.take(request, sender, "webhook", posted_events)
    except Refused as refused:
        state.reception.refused[refused.code] += 1
        return error_response(refused.status, refused.code, str(refused), refused.headers)
    return json_response({"received": received})
