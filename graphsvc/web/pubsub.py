"""POST /v1/pubsub: what a push subscription of Google Pub/Sub posts, for GKE by way of a log sink."""

from functools import partial

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from graphsvc.ingest.record.formats import FORMATS
from graphsvc.ingest.record.record import split_body
from graphsvc.web.answers import error_response
from graphsvc.web.credentials import Credentials, Sender
from graphsvc.web.refusal import Refused

router = APIRouter(prefix="/v1", tags=["push"])
_split = partial(split_body, form=FORMATS["pubsub"])


@router.post("/pubsub", summary="Takes a message from a push subscription of Google Pub/Sub", status_code=204)
async def pubsub(request: Request) -> Response:
    state = request.app.state
    try:
        sender = await _sender(request, state.credentials, state.token_checks)
        await state.reception.take(request, sender, "pubsub", _split)
    except Refused as refused:
        state.reception.refused[refused.code] += 1
        return error_response(refused.status, refused.code, str(refused), refused.headers)
    return Response(status_code=204)


async def _sender(request: Request, credentials: Credentials, checks: CapacityLimiter) -> Sender:
    """Of Google's token, or of one of ours in the header; subscriptions without a sign-in can carry it in their URL."""
    if token := request.query_params.get("token"):
        return credentials.of_token(token)
    given = request.headers.get("authorization", "")
    return await to_thread.run_sync(credentials.of_google, given, limiter=checks)
