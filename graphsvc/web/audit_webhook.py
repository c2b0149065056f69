"""POST /v1/audit: what an API server's audit webhook sends. 2xx only after the batch is on disk."""

import hmac
import zlib

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from graphsvc.errors import ArchiveError
from graphsvc.ingest.record import split_body
from graphsvc.web.answers import error_response, json_response

LARGEST_BODY = 16 << 20
LARGEST_INFLATED = 64 << 20

router = APIRouter(prefix="/v1", tags=["webhook"])


class TooLarge(Exception):
    """A body is larger than is taken; never seen outside."""


@router.post("/audit", summary="Takes an EventList from an API server")
async def audit(request: Request) -> Response:
    state = request.app.state
    cluster = _cluster_of(request, state.audit_tokens, state.default_cluster)
    if cluster is None:
        return error_response(401, "UNAUTHORIZED", "no cluster has this bearer token", {"www-authenticate": "Bearer"})
    if problem := _wrong_headers(request):
        return error_response(415, "UNSUPPORTED", problem)
    if state.intake.is_full:
        return error_response(429, "BUSY", "too much is waiting to be written", {"retry-after": "5"})
    try:
        records = split_body(await _body(request))
    except TooLarge:
        return error_response(
            413, "TOO_LARGE", f"a body may have {LARGEST_BODY >> 20} MiB, {LARGEST_INFLATED >> 20} inflated"
        )
    try:
        await to_thread.run_sync(state.intake.keep, cluster, records)
    except ArchiveError as error:
        return error_response(503, error.code, str(error), {"retry-after": "10"})
    return json_response({"received": len(records)})


def _wrong_headers(request: Request) -> str:
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        return "send application/json"
    known = request.headers.get("content-encoding", "identity").lower() in {"identity", "gzip"}
    return "" if known else "send the body as it is, or gzip"


def _cluster_of(request: Request, tokens: dict[str, str], default: str) -> str | None:
    """The cluster whose token this is; the default where no tokens are set. A caller never names it."""
    if not tokens:
        return default
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    matching = [c for c, token in tokens.items() if hmac.compare_digest(token.encode(), given.strip().encode())]
    return matching[0] if scheme.lower() == "bearer" and matching else None


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise TooLarge
        parts.append(part)
    body = b"".join(parts)
    return _inflated(body) if request.headers.get("content-encoding", "").lower() == "gzip" else body


def _inflated(body: bytes) -> bytes:
    inflate = zlib.decompressobj(wbits=31)
    try:
        text = inflate.decompress(body, LARGEST_INFLATED)
    except zlib.error:
        return body  # said to be gzip and is not: it is kept as a rejected record like any other
    if inflate.unconsumed_tail:
        raise TooLarge
    return text
