"""A real Keycloak as the company's own login. `make oidc` fetches it and runs this; it takes minutes."""

import contextlib
import html
import json
import os
import re
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.service import free_port, serving

REALM = {
    "realm": "it",
    "enabled": True,
    "groups": [{"name": "secops"}, {"name": "shop"}],
    "users": [
        {
            "username": name,
            "enabled": True,
            "email": f"{name}@corp.example",
            "emailVerified": True,
            "firstName": name,
            "lastName": "Tester",
            "groups": groups,
            "credentials": [{"type": "password", "value": f"{name}-password"}],
        }
        for name, groups in (("alice", ["secops"]), ("bob", ["shop"]), ("carol", []))
    ],
    "clients": [
        {
            "clientId": "graphsvc",
            "secret": "of-the-client",
            "redirectUris": ["http://127.0.0.1:*"],
            "directAccessGrantsEnabled": True,
            "attributes": {"pkce.code.challenge.method": "S256"},
            "protocolMappers": [
                {
                    "name": "groups",
                    "protocol": "openid-connect",
                    "protocolMapper": "oidc-group-membership-mapper",
                    "config": {
                        "claim.name": "groups",
                        "full.path": "false",
                        "id.token.claim": "true",
                        "access.token.claim": "true",
                    },
                },
                {
                    "name": "audience",
                    "protocol": "openid-connect",
                    "protocolMapper": "oidc-audience-mapper",
                    "config": {"included.custom.audience": "graphsvc-api", "access.token.claim": "true"},
                },
            ],
        }
    ],
}
ROLES = {"secops": "admin", "shop": {"role": "viewer", "clusters": ["prod"], "namespaces": ["shop"]}}


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    home, port = Path(os.environ["KEYCLOAK_HOME"]), free_port()
    (home / "data" / "import").mkdir(parents=True, exist_ok=True)
    (home / "data" / "import" / "it.json").write_text(json.dumps(REALM))
    command = [home / "bin" / "kc.sh", "start-dev", "--http-host=127.0.0.1", f"--http-port={port}", "--import-realm"]
    environment = {name: value for name, value in os.environ.items() if name != "JDK_JAVA_OPTIONS"}
    with (tmp_path_factory.mktemp("keycloak") / "said").open("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment)
        found = f"http://127.0.0.1:{port}/realms/it"
        try:
            wait_for(found, process, said)
            yield found
        finally:
            process.terminate()
            process.wait(60)


def wait_for(issuer, process, said):
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{issuer}/.well-known/openid-configuration").status_code == 200:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.5)
    said.seek(0)
    pytest.fail(f"Keycloak did not start: {said.read()[-3_000:]}")


@pytest.fixture(scope="module")
def service(session_store, neo4j_uri, tmp_path_factory, issuer):
    settings = {
        "GRAPHSVC_OIDC_ISSUER": issuer,
        "GRAPHSVC_OIDC_CLIENT_ID": "graphsvc",
        "GRAPHSVC_OIDC_CLIENT_SECRET": "of-the-client",
        "GRAPHSVC_OIDC_AUDIENCE": "graphsvc-api",
        "GRAPHSVC_OIDC_ROLES": json.dumps(ROLES),
    }
    with serving(neo4j_uri, tmp_path_factory.mktemp("service"), **settings) as url:
        yield url


@pytest.fixture
def browsers(service):
    """Made anew each time, and closed at the end."""
    with contextlib.ExitStack() as opened:
        yield lambda: opened.enter_context(httpx.Client(base_url=service.bare, timeout=60))


def signed_in(browser, name):
    """The answer that a browser came back to after it filled in Keycloak's form."""
    left = browser.get("/login/company", params={"next": "/alerts"})
    with httpx.Client(timeout=60) as elsewhere:
        form = elsewhere.get(left.headers["location"])
        action = html.unescape(re.search(r'action="([^"]+)"', form.text)[1])
        # Keycloak's cookies are for TLS, which a browser does not ask of this machine.
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in elsewhere.cookies.jar)
        data = {"username": name, "password": f"{name}-password"}
        back = httpx.post(action, data=data, headers={"cookie": cookies}, timeout=60)
    assert back.status_code == 302, back.text[:2_000]
    return browser.get(back.headers["location"])


def test_there_and_back(browsers):
    browser, admin = browsers(), browsers()
    answer = signed_in(browser, "bob")
    assert answer.status_code == 200, answer.text
    me = browser.get("/v1/me").json()
    assert (me["name"], me["role"], me["clusters"], me["namespaces"]) == ("bob", "viewer", ["prod"], ["shop"])
    signed_in(admin, "alice")
    assert admin.get("/v1/me").json()["role"] == "admin"


def test_who_is_in_no_group_stays_outside(browsers):
    browser = browsers()
    answer = signed_in(browser, "carol")
    assert answer.status_code == 401
    assert "carol is in no group" in answer.text
    assert browser.get("/v1/me").status_code == 401


def test_bearer_tokens_of_programs(service, issuer):
    form = {
        "grant_type": "password",
        "client_id": "graphsvc",
        "client_secret": "of-the-client",
        "username": "alice",
        "password": "alice-password",
        "scope": "openid",
    }
    told = httpx.post(f"{issuer}/protocol/openid-connect/token", data=form, timeout=60).json()
    ask = f"{service.bare}/v1/me"
    answer = httpx.get(ask, headers={"authorization": f"Bearer {told['access_token']}"})
    assert answer.json()["role"] == "admin"
    refused = httpx.get(ask, headers={"authorization": f"Bearer {told['id_token']}"})
    assert refused.status_code == 401, "it is for the page, not for programs"
