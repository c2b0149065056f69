"""A small OpenID provider: discovery, authorization code with PKCE, keys that change. It does what the standard says,
and on request what it must not do.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class Provider:
    """`claims` are told of whoever signs in; `wrong` replaces claims of the tokens. `unfit` answers the discovery."""

    def __init__(self, client="graphsvc", secret="of-the-client"):  # a test's
        self.client, self.secret = client, secret
        self.claims, self.wrong, self.unfit = {}, {}, None
        self.codes, self.keys = {}, {}
        self.new_key("one")
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def new_key(self, kid):
        """Signs from now on; the others are forgotten."""
        self.keys = {kid: rsa.generate_private_key(public_exponent=65537, key_size=2048)}

    def token(self, **claims):
        kid, key = next(iter(self.keys.items()))
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": self.client, "iat": now, "exp": now + 300, **self.claims}
        told = {name: value for name, value in {**usual, **claims, **self.wrong}.items() if value is not None}
        return jwt.encode(told, key, "RS256", headers={"kid": kid})

    def description(self):
        ends = {"authorization": "authorize", "token": "token"}
        return self.unfit or {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/keys",
            **{f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in ends.items()},
        }

    def authorize(self, query):
        """Signs in at once, and sends back."""
        assert query["response_type"] == "code"
        assert query["client_id"] == self.client
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def exchange(self, form, login):
        asked = self.codes.pop(form["code"], None)  # once
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if asked is None or login != f"{self.client}:{self.secret}" or proof != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        if form["redirect_uri"] != asked["redirect_uri"]:
            return {"error": "invalid_grant"}
        return {"token_type": "Bearer", "access_token": "x", "id_token": self.token(nonce=asked["nonce"])}

    def jwks(self):
        keys = [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) for key in self.keys.values()]
        return {"keys": [{**key, "kid": kid, "use": "sig"} for kid, key in zip(self.keys, keys, strict=True)]}

    def _handler(provider):  # noqa: N805  # the handler has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                url = urlsplit(self.path)
                if url.path == "/authorize":
                    query = {name: values[0] for name, values in parse_qs(url.query).items()}
                    self.send_response(302)
                    self.send_header("location", provider.authorize(query))
                    self.send_header("content-length", "0")
                    self.end_headers()
                elif url.path == "/keys":
                    self.answer(provider.jwks())
                else:
                    self.answer(provider.description())

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                login = base64.b64decode(self.headers.get("authorization", "").partition(" ")[2]).decode()
                self.answer(told := provider.exchange(form, login), 400 if "error" in told else 200)

            def answer(self, value, status=200):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Tests say enough."""

        return Handler
