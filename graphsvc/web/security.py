"""Headers that every answer carries: a strict content policy, because log text is hostile."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Not `no-referrer`: then browsers say of a form of our own that it comes from nowhere.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_FOR_EVER = "public, max-age=31536000, immutable"
_TLS_ONLY = "max-age=31536000"
_DATA = ("/v1/", "/graphql", "/login", "/metrics")


class SecurityHeaders:
    """Adds the headers, and says how long an answer may be kept: hashed assets for ever, data never, and all else must
    ask again.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault("strict-transport-security", _TLS_ONLY)
                headers.setdefault("cache-control", _kept(scope["path"], message["status"]))
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _kept(path: str, status: int) -> str:
    if path.startswith(_DATA):
        return "no-store"
    return _FOR_EVER if path.startswith("/assets/") and status == 200 else "no-cache"
