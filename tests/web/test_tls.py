"""Where others reach the service it speaks TLS, or stands behind what does."""

import datetime as dt
import ipaddress
import ssl

import anyio
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from graphsvc.errors import SettingsError
from graphsvc.settings import Settings, load
from graphsvc.web.app import create_app
from tests.service import serving


@pytest.fixture
def certificate(tmp_path):
    """Files of one for 127.0.0.1, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "graphsvc")])
    found = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert_file.write_bytes(found.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key_file.write_bytes(private)
    return cert_file, key_file


def test_a_service_with_a_certificate_speaks_nothing_else(session_store, neo4j_uri, tmp_path, certificate):
    cert, key = map(str, certificate)
    settings = {"GRAPHSVC_TLS_CERT": cert, "GRAPHSVC_TLS_KEY": key}
    with serving(neo4j_uri, tmp_path / "data", **settings) as url:
        assert url.link.startswith("https://127.0.0.1:")
        address = url.bare.replace("http://", "https://")
        with httpx.Client(base_url=address, verify=ssl.create_default_context(cafile=cert)) as client:
            answer = client.get(url.link)
            cookie = answer.headers["set-cookie"]
            assert cookie.startswith("__Host-graphsvc=")
            assert "Secure" in cookie
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
            assert client.get("/v1/me").json()["role"] == "admin"
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{url.bare}/livez")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"HOST": "0.0.0.0"}, "GRAPHSVC_TLS_CERT"),  # it is refused
        ({"HOST": "192.0.2.1"}, "GRAPHSVC_BEHIND_PROXY"),
        ({"HOST": "graphsvc.example"}, "GRAPHSVC_BEHIND_PROXY"),
        ({"HOST": "0.0.0.0", "BEHIND_PROXY": '["10.0.0.0/8"]'}, "GRAPHSVC_NAMES"),
        ({"TLS_CERT": "cert.pem"}, "belong together"),
        ({"BEHIND_PROXY": '["a proxy"]'}, "BEHIND_PROXY"),
    ],
)
def test_an_address_that_others_reach_needs_tls(monkeypatch, values, words):
    for name, value in values.items():
        monkeypatch.setenv(f"GRAPHSVC_{name}", value)
    with pytest.raises(SettingsError, match=words):
        load()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_loopback_needs_none(monkeypatch, host):
    monkeypatch.setenv("GRAPHSVC_HOST", host)
    assert load().is_local


def test_behind_a_proxy_plain_requests_are_refused(tmp_path):
    app = create_app(Settings(data=tmp_path, host="192.0.2.1", names=["graphsvc.example"], behind_proxy=["10.0.0.0/8"]))

    async def asked(url):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return await client.get(url)

    refused = anyio.run(asked, "http://graphsvc.example/livez")
    assert refused.status_code == 403
    assert "use https" in refused.json()["error"]["message"]
    assert anyio.run(asked, "https://graphsvc.example/livez").status_code == 200
    assert anyio.run(asked, "https://other.example/livez").status_code == 400
    assert anyio.run(asked, "http://127.0.0.1/livez").status_code == 200, "this machine looks after its health"
