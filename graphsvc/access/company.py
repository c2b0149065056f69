"""A company's own login: OpenID Connect, by authorization code with PKCE for the page, by bearer tokens for programs.

The flow is two requests, written out here; what is hard about it, signatures and keys that change, is PyJWT's.
"""

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
from jwt import PyJWKClient

from graphsvc.access.group_rights import GroupRights
from graphsvc.domain.viewer import Viewer
from graphsvc.errors import LoginUnavailable, NotSignedIn

# Never HMAC, whose key the provider would share, and never `none`.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_TIMEOUT = 10  # seconds
_DESCRIPTION_KEPT = 3_600  # seconds
_KEYS_KEPT = 3_600  # seconds; an unknown key is asked for at once, but not over and over
_KEYS_ASKED_FOR_AGAIN = 2  # seconds
_SKEW = 60  # seconds that clocks may differ
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Provider:
    """`audience`: of bearer tokens. `roles`, by group, in the order in which they are looked through: the first that
    somebody is in counts.
    """

    issuer: str
    client_id: str
    client_secret: str
    audience: str
    groups_claim: str
    roles: Mapping[str, GroupRights]


@dataclass(frozen=True)
class Pending:
    """What the browser keeps between leaving for the provider and coming back."""

    state: str
    nonce: str
    verifier: str


class CompanyLogin:
    """For several threads. All methods raise NotSignedIn and LoginUnavailable."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._lock = threading.Lock()
        self._description: dict[str, Any] = {}
        self._described = 0.0
        self._keys: PyJWKClient | None = None

    def begin(self, redirect_uri: str) -> tuple[str, Pending]:
        """The provider's address to go to."""
        pending = Pending(*(secrets.token_urlsafe(32) for _ in range(3)))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(pending.verifier.encode()).digest()).rstrip(b"=")
        query = {
            "response_type": "code",
            "client_id": self._provider.client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid profile email",
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        address = self._described_by_provider()["authorization_endpoint"]
        return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}", pending

    def finish(self, pending: Pending, answer: Mapping[str, str], redirect_uri: str) -> Viewer:
        """Whom the provider sent back, by the query that they brought."""
        if not secrets.compare_digest(answer.get("state", ""), pending.state):
            raise NotSignedIn("this sign-in was begun elsewhere, or long ago: begin again")
        if "code" not in answer:
            raise NotSignedIn(
                f"the provider refused: {answer.get('error_description') or answer.get('error', '')}"[:300]
            )
        claims = self._claims(self._id_token(answer["code"], pending.verifier, redirect_uri), self._provider.client_id)
        if not secrets.compare_digest(str(claims.get("nonce", "")), pending.nonce):
            raise NotSignedIn("the provider's answer is for another sign-in: begin again")
        return self._viewer(claims)

    def viewer_of(self, token: str) -> Viewer:
        """Whose bearer token it is."""
        return self._viewer(self._claims(token, self._provider.audience))

    def _id_token(self, code: str, verifier: str, redirect_uri: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self._provider.client_id,
            "code_verifier": verifier,
        }
        secret = self._provider.client_secret
        auth = httpx.BasicAuth(self._provider.client_id, secret) if secret else None
        try:
            answer = httpx.post(self._described_by_provider()["token_endpoint"], data=form, auth=auth, timeout=_TIMEOUT)
            told = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise LoginUnavailable(f"the provider does not answer: {error}") from None
        if answer.status_code != httpx.codes.OK or not isinstance(told, dict) or "id_token" not in told:
            raise NotSignedIn("the provider did not take the code that it sent: begin again")
        return str(told["id_token"])

    def _claims(self, token: str, audience: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._signing_keys().get_signing_key_from_jwt(token),
                algorithms=_ALGORITHMS,
                audience=audience,
                issuer=self._provider.issuer,
                options={"require": ["exp", "iat", "aud", "iss", "sub"]},
                leeway=_SKEW,
            )
        except (jwt.PyJWKClientConnectionError, OSError) as error:
            raise LoginUnavailable(f"the keys of the provider cannot be had: {error}") from None
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise NotSignedIn(f"not a token for this service: {error}") from None
        return claims

    def _viewer(self, claims: Mapping[str, Any]) -> Viewer:
        name = str(claims.get("preferred_username") or claims.get("email") or claims["sub"])[:100]
        found = claims.get(self._provider.groups_claim)
        groups = {found} if isinstance(found, str) else set(map(str, found)) if isinstance(found, list) else set()
        for group, rights in self._provider.roles.items():
            if group in groups:
                return Viewer(f"oidc:{claims['sub']}", name, rights.role, rights.scope)
        raise NotSignedIn(f"{name} is in no group that may come in: an administrator sets GRAPHSVC_OIDC_ROLES")

    def _signing_keys(self) -> PyJWKClient:
        address = self._described_by_provider()["jwks_uri"]
        with self._lock:
            if self._keys is None or self._keys.uri != address:
                self._keys = PyJWKClient(
                    address, lifespan=_KEYS_KEPT, timeout=_TIMEOUT, cooldown_duration=_KEYS_ASKED_FOR_AGAIN
                )
            return self._keys

    def _described_by_provider(self) -> dict[str, Any]:
        """What the provider says of itself; the latest that it said while it cannot be reached."""
        with self._lock:
            if self._description and time.monotonic() - self._described < _DESCRIPTION_KEPT:
                return self._description
            try:
                self._description = self._read_description()
                self._described = time.monotonic()
            except LoginUnavailable:
                if not self._description:
                    raise
            return self._description

    def _read_description(self) -> dict[str, Any]:
        address = f"{self._provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            told = httpx.get(address, timeout=_TIMEOUT).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise LoginUnavailable(f"{address} cannot be had: {error}") from None
        if not isinstance(told, dict) or told.get("issuer") != self._provider.issuer:
            raise LoginUnavailable(f"{address} is of another issuer than GRAPHSVC_OIDC_ISSUER")
        if missing := [name for name in _NEEDED if not isinstance(told.get(name), str)]:
            raise LoginUnavailable(f"{address} names no {', '.join(missing)}")
        return told
