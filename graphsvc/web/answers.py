"""How answers and errors look on the wire, outside GraphQL."""

from typing import Any

import msgspec
import structlog
from fastapi import Request
from fastapi.responses import Response
from starlette.requests import ClientDisconnect

from graphsvc.errors import BadSearch, Denied, GraphsvcError, InputError, LoginUnavailable, StoreUnavailable

log = structlog.get_logger()


def json_response(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(value), status, headers, media_type="application/json")


def error_response(
    status: int, code: str, message: str, headers: dict[str, str] | None = None, **extra: Any
) -> Response:
    """`{"error": {"code", "message", …}}`, the one shape of an error."""
    return json_response({"error": {"code": code, "message": message, **extra}}, status, headers)


def told(_: Request, error: Exception) -> Response:
    """The one translator of exceptions: input errors are the caller's, an absent store passes, all else is masked."""
    if isinstance(error, BadSearch):
        return error_response(400, error.code, str(error), position=error.position)
    if isinstance(error, InputError):
        return error_response(400, error.code, str(error))
    if isinstance(error, Denied):
        return error_response(403, error.code, str(error))
    if isinstance(error, StoreUnavailable | LoginUnavailable):
        return error_response(503, error.code, str(error), {"retry-after": "5"})
    if isinstance(error, ClientDisconnect):
        return error_response(400, "GONE", "the sender went away")
    log.error("request_failed", exc_info=error)
    code = error.code if isinstance(error, GraphsvcError) else "INTERNAL"
    return error_response(500, code, "something went wrong; the server's log has the details")
