"""Tokens that Google signs for a Pub/Sub push subscription: OpenID Connect, one service account a subscription."""

from collections.abc import Mapping, Sequence

import jwt
from jwt import PyJWKClient

from graphsvc.web.refusal import Refused

_ISSUERS = ["https://accounts.google.com", "accounts.google.com"]
_KEYS_KEPT = 3_600  # seconds; Google changes keys about once a day, and an unknown key is asked for at once
_TIMEOUT = 5  # seconds


class GoogleTokens:
    """`senders` gives the clusters of each service account. For several threads."""

    def __init__(self, keys_url: str, audience: str, senders: Mapping[str, Sequence[str]]) -> None:
        self._keys = PyJWKClient(keys_url, lifespan=_KEYS_KEPT, timeout=_TIMEOUT)
        self._audience = audience
        self._senders = {email: tuple(clusters) for email, clusters in senders.items()}

    def clusters_of(self, token: str) -> tuple[str, ...]:
        """The clusters that this token may speak for; raises Refused."""
        try:
            claims = jwt.decode(
                token,
                self._keys.get_signing_key_from_jwt(token),
                algorithms=["RS256"],
                audience=self._audience,
                issuer=_ISSUERS,
                options={"require": ["exp", "iat", "aud", "iss", "email"]},
                leeway=10,
            )
        except (jwt.PyJWKClientConnectionError, ValueError, OSError) as error:
            raise Refused(503, "NO_KEYS", f"the keys of Pub/Sub's tokens cannot be had: {error}", 10) from None
        except (jwt.PyJWTError, RecursionError) as error:
            raise Refused(401, "UNAUTHORIZED", f"not a token for this service: {error}") from None
        clusters = self._senders.get(str(claims["email"]))
        if clusters is None or claims.get("email_verified") is not True:
            raise Refused(401, "UNAUTHORIZED", "this service account may not post here")
        return clusters
