"""Routes of signing in and out, and who one is."""

from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from graphsvc.access.acts import Did
from graphsvc.access.company import Pending
from graphsvc.access.entry import Entry
from graphsvc.domain.viewer import Right, Viewer
from graphsvc.errors import InputError, NotSignedIn
from graphsvc.web.answers import json_response
from graphsvc.web.door import address_of
from graphsvc.web.login import pages
from graphsvc.web.session_cookie import cookie_of, set_cookie

_LARGEST_FORM = 8_192
_ON_THE_WAY = "-login"

router = APIRouter(tags=["login"])


@router.get("/login", summary="The form; with `code`, of a link that signs in once")
async def ask(request: Request, next: str = "/", code: str = "") -> Response:  # noqa: A002  # as addresses say it
    entry: Entry = request.app.state.entry
    if not code:
        return pages.form_page(next, company=_company(request))
    try:
        return welcome(request, entry.use_link(code, address_of(request)), next, by="link")
    except NotSignedIn as error:
        return refused(request, error, next)


@router.post("/login", summary="Signs in with the token of the form")
async def sign_in(request: Request) -> Response:
    entry: Entry = request.app.state.entry
    form = parse_qs((await _small_body(request)).decode("utf-8", "replace"))
    next_ = form.get("next", ["/"])[0]
    try:
        viewer = entry.sign_in(form.get("token", [""])[0].strip(), address_of(request))
        return welcome(request, viewer, next_, by="token")
    except NotSignedIn as error:
        return refused(request, error, next_)


@router.get("/login/company", summary="Sends to the company's own login")
def leave(request: Request, next: str = "/") -> Response:  # noqa: A002  # as addresses say it
    entry: Entry = request.app.state.entry
    if entry.company is None:
        raise InputError("there is no login of a company here: set GRAPHSVC_OIDC_ISSUER")
    address, pending = entry.company.begin(_back(request))
    answer = RedirectResponse(address, 303)
    kept = entry.sessions.keep_for_a_while([pending.state, pending.nonce, pending.verifier, pages.own_place(next)])
    set_cookie(request, answer, kept, 600, suffix=_ON_THE_WAY)
    return answer


@router.get("/login/done", summary="Where the company's own login sends back to")
def come_back(request: Request) -> Response:
    entry: Entry = request.app.state.entry
    kept = entry.sessions.brought_back(cookie_of(request, _ON_THE_WAY))
    if entry.company is None or not kept:
        return refused(request, NotSignedIn("this sign-in took too long, or was begun elsewhere: begin again"), "/")
    *pending, next_ = kept
    try:
        viewer = entry.finish_company(Pending(*pending), request.query_params, _back(request), address_of(request))
        answer = welcome(request, viewer, next_, by="company")
    except NotSignedIn as error:
        answer = refused(request, error, next_)
    set_cookie(request, answer, "", 0, suffix=_ON_THE_WAY)
    return answer


def _back(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers['host']}/login/done"


@router.post("/logout", summary="Ends this session; with `everywhere=1` all of the same person")
async def sign_out(request: Request, *, everywhere: bool = False) -> Response:
    if session := request.state.session:
        request.app.state.entry.sessions.end(session, everywhere=everywhere)
        told = "everywhere" if everywhere else ""
        request.app.state.book.note(Did.SIGNED_OUT, session.viewer, on=told, address=address_of(request))
    answer = RedirectResponse("/login", 303)
    set_cookie(request, answer, "", 0)
    return answer


@router.get("/v1/me", summary="Who asks, and what they may do")
async def me(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    return json_response(
        {
            "name": viewer.name,
            "role": viewer.role,
            "rights": sorted(viewer.role.rights),
            **viewer.scope.lists,
        }
    )


@router.post("/v1/links", summary="An address that signs in once, as whoever asks for it")
async def link(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    viewer.require(Right.ADMINISTER)
    code = request.app.state.entry.links.new(viewer)
    return json_response({"url": f"{request.url.scheme}://{request.headers['host']}/login?code={code}"})


@router.get("/login.css", include_in_schema=False)
async def style() -> Response:
    return pages.style()


def welcome(request: Request, viewer: Viewer, next_: str, *, by: str) -> Response:
    """The answer to whoever signed in, with the cookie."""
    viewer.require(Right.READ)
    sessions = request.app.state.entry.sessions
    on = f"as {viewer.role}, by {by}"
    request.app.state.book.note(Did.SIGNED_IN, viewer, on=on, address=address_of(request))
    answer = pages.signed_in_page(next_)
    set_cookie(request, answer, sessions.begin(viewer), sessions.longest_seconds)
    return answer


def refused(request: Request, error: NotSignedIn, next_: str) -> Response:
    on = f"sign-in: {error}"
    request.app.state.book.note(Did.TURNED_AWAY, None, on=on, address=address_of(request))
    answer = pages.form_page(next_, str(error), company=_company(request), status=429 if error.retry_after else 401)
    if error.retry_after:
        answer.headers["retry-after"] = str(error.retry_after)
    return answer


def _company(request: Request) -> str:
    return "your company's login" if request.app.state.entry.company else ""


async def _small_body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_FORM:
            raise InputError("a sign-in is a token, and no more")
    return body
