"""The cookie of a session: what browsers send back to this service alone, and what no script can read."""

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send


def name_of(request: Request) -> str:
    """Cookies know no ports: each service of a machine has its own name. With TLS the browser guards the name, too."""
    return "__Host-graphsvc" if is_secure(request) else f"graphsvc-{request.url.port or 80}"


def is_secure(request: Request) -> bool:
    return request.url.scheme == "https"


def cookie_of(request: Request, suffix: str = "") -> str:
    return request.cookies.get(name_of(request) + suffix, "")


def set_cookie(request: Request, response: Response, value: str, seconds: int, *, suffix: str = "") -> None:
    """One with a suffix also comes when another site sends the visitor here."""
    response.set_cookie(
        name_of(request) + suffix,
        value,
        max_age=seconds,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax" if suffix else "strict",
    )


def with_cookie(request: Request, value: str, seconds: int, send: Send) -> Send:
    async def send_with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            carrier = Response()
            set_cookie(request, carrier, value, seconds)
            headers = MutableHeaders(scope=message)
            if "set-cookie" not in headers:  # whoever signs out sets another one
                headers.append("set-cookie", carrier.headers["set-cookie"])
        await send(message)

    return send_with_cookie
