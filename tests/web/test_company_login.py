"""A company's own login: there and back, who comes in with what role, and what is turned away."""

import json
import time

import httpx
import pytest

from graphsvc.errors import SettingsError
from graphsvc.settings import load
from tests.access.provider import Provider
from tests.service import serving
from tests.web.posts import wait_for

ROLES = {
    "secops": "admin",
    "shop": {"role": "viewer", "clusters": ["prod"], "namespaces": ["shop"]},
    "everybody": "viewer",
}


@pytest.fixture(scope="module")
def provider():
    with Provider() as found:
        yield found


@pytest.fixture(scope="module")
def service(session_store, neo4j_uri, tmp_path_factory, provider):
    settings = {
        "GRAPHSVC_OIDC_ISSUER": provider.issuer,
        "GRAPHSVC_OIDC_CLIENT_ID": provider.client,
        "GRAPHSVC_OIDC_CLIENT_SECRET": provider.secret,
        "GRAPHSVC_OIDC_AUDIENCE": "graphsvc-api",
        "GRAPHSVC_OIDC_ROLES": json.dumps(ROLES),
    }
    with serving(neo4j_uri, tmp_path_factory.mktemp("company"), **settings) as url:
        yield url


@pytest.fixture
def browser(service, provider):
    provider.claims = {"sub": "u-1", "preferred_username": "alice", "groups": ["everybody", "shop"]}
    provider.wrong = {}
    with httpx.Client(base_url=service.bare, timeout=30) as client:
        yield client


def to_provider(browser, place="/"):
    """The address that the provider sends back to."""
    left = browser.get("/login/company", params={"next": place})
    assert left.status_code == 303
    return httpx.get(left.headers["location"]).headers["location"]


def test_there_and_back(browser):
    assert "/login/company?next=/alerts" in browser.get("/login?next=/alerts").text
    back = browser.get(to_provider(browser, "/alerts"))
    assert back.status_code == 200
    assert 'content="0; url=/alerts"' in back.text
    me = browser.get("/v1/me").json()
    assert me["name"] == "alice"
    assert (me["role"], me["clusters"], me["namespaces"]) == ("viewer", ["prod"], ["shop"])
    assert [name for name in browser.cookies if name.endswith("-login")] == []
    assert browser.post("/logout?everywhere=1").status_code == 303
    assert browser.get("/v1/me").status_code == 401


def test_the_first_group_of_the_settings_counts(browser, provider):
    provider.claims["groups"] = ["everybody", "shop", "secops"]
    browser.get(to_provider(browser))
    assert browser.get("/v1/me").json()["role"] == "admin"


@pytest.mark.parametrize("groups", [[], ["others"], None, "others", {"secops": 1}])
def test_who_is_in_no_group_stays_outside(browser, provider, groups):
    provider.claims["groups"] = groups
    answer = browser.get(to_provider(browser))
    assert answer.status_code in {401, 429}
    assert browser.get("/v1/me").status_code == 401


# Fixed, for what is made when the file is read has aged when its test runs.
LONG_AGO, FAR_AHEAD = 1_000_000_000, 4_000_000_000
WRONG = {
    "issuer": {"iss": "http://127.0.0.1:1"},
    "audience": {"aud": "another-service"},
    "nonce": {"nonce": "of-another-sign-in"},
    "no nonce": {"nonce": None},
    "expired": {"exp": LONG_AGO},
    "no end": {"exp": None},
    "not yet": {"nbf": FAR_AHEAD},
    "nobody": {"sub": None},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_token_that_is_not_for_this_sign_in_is_refused(browser, provider, wrong):
    back = to_provider(browser)
    provider.wrong = wrong
    answer = browser.get(back)
    assert answer.status_code in {401, 429}
    assert browser.get("/v1/me").status_code == 401


def test_clocks_may_differ_a_little(service, provider):
    provider.claims, provider.wrong = {"sub": "u", "groups": ["everybody"]}, {}
    token = provider.token(aud="graphsvc-api", exp=int(time.time()) - 30)
    assert httpx.get(f"{service.bare}/v1/me", headers={"authorization": f"Bearer {token}"}).status_code == 200


def test_an_answer_to_somebody_else_s_sign_in_is_refused(browser, service):
    stolen = to_provider(browser)
    with httpx.Client(base_url=service.bare) as victim:
        victim.get("/login/company")
        assert victim.get(stolen).status_code in {401, 429}
        assert victim.get("/v1/me").status_code == 401
    with httpx.Client(base_url=service.bare) as nobody:
        assert nobody.get(stolen).status_code == 401


def test_a_code_is_good_once(browser, service):
    back = to_provider(browser)
    kept = dict(browser.cookies)
    browser.get(back)
    with httpx.Client(base_url=service.bare, cookies=kept) as again:
        assert again.get(back).status_code in {401, 429}


def test_bearer_tokens_of_programs(service, provider):
    provider.claims, provider.wrong = {"sub": "ci", "groups": ["everybody"]}, {}
    ask = f"{service.bare}/v1/me"

    def status(token):
        return httpx.get(ask, headers={"authorization": f"Bearer {token}"}).status_code

    assert status(provider.token(aud="graphsvc-api")) == 200
    assert status(provider.token()) == 401, "the audience is that of the page"
    assert status(provider.token(aud="graphsvc-api")[:-2] + "xx") == 401
    assert status("a.b.c") == 401


def test_keys_may_change(service, provider):
    provider.claims, provider.wrong = {"sub": "ci", "groups": ["everybody"]}, {}
    old = provider.token(aud="graphsvc-api")
    provider.new_key("two")
    new = provider.token(aud="graphsvc-api")
    ask = f"{service.bare}/v1/me"
    wait_for(lambda: httpx.get(ask, headers={"authorization": f"Bearer {new}"}).status_code == 200)
    assert httpx.get(ask, headers={"authorization": f"Bearer {old}"}).status_code == 401


def test_tokens_of_the_company_post_nothing(service, provider):
    provider.claims, provider.wrong = {"sub": "root", "groups": ["secops"]}, {}
    headers = {"authorization": f"Bearer {provider.token(aud='graphsvc-api')}", "content-type": "application/json"}
    assert httpx.post(f"{service.bare}/v1/audit", content=b"{}", headers=headers).status_code == 401


def test_a_provider_that_is_away_costs_nobody_else_anything(session_store, neo4j_uri, tmp_path):
    settings = {
        "GRAPHSVC_OIDC_ISSUER": "http://127.0.0.1:9",
        "GRAPHSVC_OIDC_CLIENT_ID": "graphsvc",
        "GRAPHSVC_OIDC_ROLES": '{"a": "viewer"}',
    }
    with serving(neo4j_uri, tmp_path, **settings) as url:
        assert httpx.get(f"{url}/v1/me").json()["role"] == "admin"
        answer = httpx.get(f"{url.bare}/login/company")
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "LOGIN_UNAVAILABLE"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"OIDC_ISSUER": "https://id.example"}, "needs oidc_client_id"),
        ({"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "x"}, "oidc_roles"),
        ({"OIDC_ROLES": '{"a": "king"}'}, "Input should be"),
        ({"OIDC_ROLES": '{"a": {"role": "viewer", "cluster": ["x"]}}'}, "OIDC_ROLES"),
    ],
)
def test_a_login_that_is_half_set_is_refused_at_start(monkeypatch, values, words):
    for name, value in values.items():
        monkeypatch.setenv(f"GRAPHSVC_{name}", value)
    with pytest.raises(SettingsError, match=words):
        load()
