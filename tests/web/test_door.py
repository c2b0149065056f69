"""What comes in and what is turned away, at the door of a running service."""

import httpx
import pytest

from graphsvc.access.tokens import Tokens
from graphsvc.domain.viewer import EVERYTHING, Role, Scope
from tests.service import serving
from tests.web.posts import JSON


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("door")


@pytest.fixture(scope="module")
def service(session_store, neo4j_uri, folder):
    """Its address; whoever asks without the token in it is nobody."""
    with serving(neo4j_uri, folder) as url:
        yield url


@pytest.fixture
def nobody(service):
    with httpx.Client(base_url=service.bare, timeout=30) as client:
        yield client


@pytest.fixture
def visitor(service, folder):
    """A browser that signed in with a token of its own."""
    token, text = Tokens(folder / "access").new("visitor", Role.VIEWER, EVERYTHING)
    with httpx.Client(base_url=service.bare, timeout=30) as client:
        client.token_id, client.token = token.id, text
        client.answer = client.post("/login", data={"token": text, "next": "/alerts?q=exec"})
        yield client


def test_nobody_sees_anything_but_that_the_process_lives(nobody):
    assert nobody.get("/livez").json() == {"status": "ok"}
    assert nobody.get("/readyz").json() == {"status": "ok"}
    for path in ("/v1/polygraph", "/v1/me", "/metrics", "/openapi.json", "/browser/favourites.zip", "/no/such/place"):
        answer = nobody.get(path)
        assert answer.status_code == 401, path
        assert answer.json()["error"]["code"] == "UNAUTHORIZED"
    assert nobody.post("/graphql", json={"query": "{ clusters { name } }"}).status_code == 401
    assert nobody.post("/v1/audit", json={"kind": "EventList", "items": []}).status_code == 401


def test_whoever_visits_a_page_is_asked_to_sign_in_and_comes_back(nobody):
    answer = nobody.get("/alerts?q=exec")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Falerts%3Fq%3Dexec"
    form = nobody.get(answer.headers["location"])
    assert form.status_code == 200
    assert 'name="next" value="/alerts?q=exec"' in form.text
    assert "script" not in form.text
    assert "form-action 'self'" in form.headers["content-security-policy"]
    assert form.headers["cache-control"] == "no-store"


def test_the_cookie_of_a_session_is_for_this_service_and_no_script(visitor):
    cookie = visitor.answer.headers["set-cookie"]
    assert cookie.startswith(f"graphsvc-{visitor.base_url.port}=")
    for part in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert part in cookie
    assert visitor.answer.status_code == 200
    assert 'content="0; url=/alerts?q=exec"' in visitor.answer.text
    assert visitor.get("/v1/me").json()["name"] == "visitor"
    assert visitor.get("/alerts").status_code == 200
    assert visitor.token not in visitor.answer.text + cookie


def test_a_session_ends_when_its_owner_signs_out(visitor):
    kept = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    assert visitor.get("/v1/me", headers={"cookie": kept}).status_code == 200
    assert visitor.post("/logout").status_code == 303
    assert not visitor.cookies
    assert visitor.get("/v1/me", headers={"cookie": kept}).status_code == 401


def test_all_sessions_end_when_their_owner_signs_out_everywhere(visitor, service):
    with httpx.Client(base_url=service.bare) as other:
        other.post("/login", data={"token": visitor.token})
        assert other.get("/v1/me").status_code == 200
        assert visitor.post("/logout?everywhere=1").status_code == 303
        assert other.get("/v1/me").status_code == 401
        other.post("/login", data={"token": visitor.token})
        assert other.get("/v1/me").status_code == 200


def test_a_session_ends_with_the_token_that_began_it(visitor, folder):
    assert visitor.get("/v1/me").status_code == 200
    Tokens(folder / "access").revoke(visitor.token_id)
    answer = visitor.get("/v1/me")
    assert answer.status_code == 401
    assert "sign in again" in answer.json()["error"]["message"]


def test_the_printed_link_signs_in_once(service, nobody):
    assert nobody.get(service.link).status_code == 200
    assert nobody.get("/v1/me").json()["role"] == "admin"
    again = nobody.get(service.link)
    assert again.status_code == 401
    assert "graphsvc login" in again.text


def test_a_link_on_demand_is_for_whoever_administers(service, visitor):
    with httpx.Client(base_url=service) as owner:
        link = owner.post("/v1/links").json()["url"]
    assert link.startswith(f"{service.bare}/login?code=")
    assert visitor.post("/v1/links").status_code == 403
    assert visitor.get(link).status_code == 200
    assert visitor.get("/v1/me").json()["role"] == "admin"


@pytest.mark.parametrize("given", ["wrong", "", "gsvc_0_0", "x" * 5_000])
def test_a_wrong_token_is_told_without_saying_it(nobody, given):
    answer = nobody.post("/login", data={"token": given})
    assert answer.status_code in {401, 429}
    assert "set-cookie" not in answer.headers
    assert not given or f'"{given}"' not in answer.text


@pytest.mark.parametrize(
    "place", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/a\nb"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(nobody, place):
    form = nobody.get("/login", params={"next": place}).text
    assert 'name="next" value="/"' in form
    assert "evil" not in form


def test_what_an_address_brings_is_text_on_the_form(nobody):
    form = nobody.get("/login", params={"next": '/"><script>alert(1)</script>'}).text
    assert "<script" not in form


ELSEWHERE = [
    {"origin": "http://127.0.0.1:9"},
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
]


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_a_page_of_somebody_else_may_not_speak_through_a_visitor(visitor, headers):
    assert visitor.get("/v1/polygraph", headers=headers).status_code == 403
    assert visitor.post("/graphql", json={"query": "{ clusters { name } }"}, headers=headers).status_code == 403
    assert visitor.post("/logout", headers=headers).status_code == 403
    assert visitor.post("/login", data={"token": visitor.token}, headers=headers).status_code == 403
    assert visitor.get("/browser/favourites.zip", headers=headers).status_code == 403
    posted = visitor.post("/v1/audit", content=b"{}", headers={**JSON, **headers, "authorization": visitor.token})
    assert posted.status_code == 403
    assert visitor.get("/v1/me").status_code == 200


def test_the_service_s_own_page_may(visitor):
    own = {"origin": str(visitor.base_url).rstrip("/"), "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}
    assert visitor.get("/v1/polygraph", headers=own).status_code == 200
    assert visitor.post("/graphql", json={"query": "{ clusters { name } }"}, headers=own).status_code == 200


def test_a_link_on_another_site_opens_the_page(visitor):
    visit = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert visitor.get("/", headers=visit).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "0.0.0.0", ""])
def test_a_name_that_is_not_the_service_s_is_refused(visitor, host):
    assert visitor.get("/v1/me", headers={"host": host}).status_code == 400


def test_data_is_kept_by_no_cache_and_assets_for_ever(visitor):
    for path in ("/v1/polygraph", "/v1/me", "/metrics"):
        assert visitor.get(path).headers["cache-control"] == "no-store"
    assert visitor.get("/").headers["cache-control"] == "no-cache"


def test_nothing_speaks_websocket(visitor):
    key = {"sec-websocket-version": "13", "sec-websocket-key": "eA=="}
    answer = visitor.get("/graphql", headers={"connection": "Upgrade", "upgrade": "websocket", **key})
    assert answer.status_code >= 400


def test_a_token_of_the_role_ingest_posts_for_its_cluster_and_reads_nothing(nobody, folder):
    _, text = Tokens(folder / "access").new("api server", Role.INGEST, Scope(frozenset({"prod"})))
    sender = {"authorization": f"Bearer {text}"}
    assert nobody.post("/v1/audit", json={"kind": "EventList", "items": []}, headers=sender).json() == {"received": 0}
    for path in ("/v1/polygraph", "/metrics"):
        assert nobody.get(path, headers=sender).status_code == 403
    assert nobody.post("/login", data={"token": text}).status_code == 403


def test_a_viewer_posts_nothing(visitor):
    posted = visitor.post("/v1/audit", content=b"{}", headers={**JSON, "authorization": f"Bearer {visitor.token}"})
    assert posted.status_code == 401
