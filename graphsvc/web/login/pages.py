"""What people see who are not signed in yet. Without scripts: a page that takes tokens must do nothing else."""

from html import escape
from pathlib import Path
from string import Template

from fastapi.responses import Response

_HERE = Path(__file__).parent
# Forms go to this service, which no other page of it needs.
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def own_place(next_: str) -> str:
    """The address to go on to, if it is one of this service."""
    is_own = next_.startswith("/") and not next_.startswith(("//", "/\\")) and next_.isprintable()
    return next_ if is_own and len(next_) <= 4_000 else "/"


def form_page(next_: str, message: str = "", *, company: str = "", status: int = 200) -> Response:
    """`company`: name of its own login, where there is one."""
    place = escape(own_place(next_))
    link = f'<a class="company" href="/login/company?next={place}">Sign in with {escape(company)}</a>'
    body = _template("form.html").substitute(message=escape(message), next=place, company=link if company else "")
    return _page(body, status=status)


def signed_in_page(next_: str) -> Response:
    """Goes on by itself, from this service: what another site sends on would come without the cookie."""
    place = escape(own_place(next_))
    return _page(
        f'<p>You are signed in. <a href="{place}">Go on</a></p>',
        refresh=f'<meta http-equiv="refresh" content="0; url={place}" />',
    )


def style() -> Response:
    return Response((_HERE / "login.css").read_bytes(), media_type="text/css")


def _page(body: str, *, refresh: str = "", status: int = 200) -> Response:
    text = _template("page.html").substitute(body=body, refresh=refresh)
    return Response(text, status, {"content-security-policy": _POLICY, "cache-control": "no-store"}, "text/html")


def _template(name: str) -> Template:
    return Template((_HERE / name).read_text(encoding="utf-8"))
