"""The door of the service: every request comes through here, and nothing that it does not name is open.

A page of another site, or of another port of this machine, must not speak through a visitor's browser: browsers say
where a request comes from, and cookies do not know ports.
"""

from enum import Enum
from urllib.parse import quote

from anyio import to_thread
from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from graphsvc.access.acts import ActBook, Did
from graphsvc.access.entry import Entered, Entry
from graphsvc.domain.viewer import Right
from graphsvc.errors import Denied, GraphsvcError, NotSignedIn
from graphsvc.web.answers import error_response, told
from graphsvc.web.session_cookie import cookie_of, is_secure, with_cookie

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Way(Enum):
    """`OPEN` is for everybody, and may tell more to those who may read. `POST` looks at credentials of its own, see
    `credentials`. A `PAGE` sends to the sign-in who is not signed in.
    """

    OPEN = "open"
    POST = "post"
    PAGE = "page"
    READ = "read"


# Any other address is 404, with the page's words.
PAGES = ("polygraph", "alerts", "detections", "clusters", "intake", "account")

# Everything else is read by those who may read.
WAYS = {
    **dict.fromkeys(("/livez", "/readyz", "/login", "/login/company", "/login/done", "/login.css"), Way.OPEN),
    **dict.fromkeys(("/v1/audit", "/v1/firehose", "/v1/pubsub", "/v1/logs"), Way.POST),
    **dict.fromkeys(("/", "/browser/", *(f"/{name}" for name in PAGES)), Way.PAGE),
}


def way_of(path: str) -> Way:
    return Way.OPEN if path.startswith("/assets/") else WAYS.get(path, Way.READ)


class Door:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "nothing here speaks WebSocket"})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            entered = await _entered(request)
        except GraphsvcError as error:
            await _turned_away(request, error)(scope, receive, send)
            return
        if entered:
            send = _renewing(request, entered, send)
        await self._app(scope, receive, send)


async def _entered(request: Request) -> Entered | None:
    """Who it is; None where that does not matter. Raises Denied and NotSignedIn."""
    way = way_of(request.url.path)
    _require_private(request)
    _require_own_page(request, way)
    if way is Way.POST:
        return None
    entry: Entry = request.app.state.entry
    given, cookie = request.headers.get("authorization", ""), cookie_of(request)
    try:
        entered = await to_thread.run_sync(entry.enter, given, cookie)
        request.state.viewer, request.state.session = entered.viewer, entered.session
        entered.viewer.require(Right.READ)
    except (Denied, NotSignedIn):
        if way is Way.OPEN:
            return None
        raise
    return entered


def _require_private(request: Request) -> None:
    """Raise Denied where others could read tokens on their way: all but this machine speak TLS."""
    is_own_machine = request.app.state.is_local or request.url.hostname in LOOPBACK
    if not is_own_machine and not is_secure(request):
        raise Denied("this service is for TLS only: use https")


def _require_own_page(request: Request, way: Way) -> None:
    """Raise Denied for what the page of somebody else asks for. Programs say nothing of where they come from."""
    headers = request.headers
    own = f"{request.url.scheme}://{headers.get('host', '')}"
    if (origin := headers.get("origin")) is not None and origin != own:
        raise Denied(f"a page of {origin[:200]} may not ask this service")
    if headers.get("sec-fetch-site", "none") in {"none", "same-origin"}:
        return
    is_visit = headers.get("sec-fetch-mode") == "navigate" and request.method in {"GET", "HEAD"}
    if not (is_visit and way in {Way.PAGE, Way.OPEN}):
        raise Denied("a page of another site may not ask this service")


def _turned_away(request: Request, error: GraphsvcError) -> Response:
    book: ActBook = request.app.state.book
    viewer = getattr(request.state, "viewer", None)
    book.note(Did.TURNED_AWAY, viewer, on=f"{request.method} {request.url.path}: {error}", address=address_of(request))
    if isinstance(error, NotSignedIn):
        if way_of(request.url.path) is Way.PAGE and "authorization" not in request.headers:
            return RedirectResponse(f"/login?next={quote(_place(request), safe='')}", 303)
        return error_response(401, error.code, str(error), {"www-authenticate": "Bearer"})
    return told(request, error)


def _place(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def address_of(request: Request) -> str:
    """Who connects; behind proxies that are trusted, whom they name."""
    return request.client.host if request.client else ""


def _renewing(request: Request, entered: Entered, send: Send) -> Send:
    """Sends a session's cookie again, so that it does not end while it is used."""
    sessions = request.app.state.entry.sessions
    cookie = sessions.renewed(entered.session) if entered.session else None
    return with_cookie(request, cookie, sessions.longest_seconds, send) if cookie else send
