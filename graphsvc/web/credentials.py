"""Who posts: a credential names the clusters it may speak for. A caller never does.

Any of three will do: the token of a cluster in the settings, one that `graphsvc token new` made, and Google's.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from graphsvc.access.entry import Entry, token_in
from graphsvc.domain.viewer import Right, Viewer
from graphsvc.errors import NotSignedIn
from graphsvc.ingest.record.record import Record
from graphsvc.web.google_tokens import GoogleTokens
from graphsvc.web.refusal import Refused


@dataclass(frozen=True)
class Sender:
    """Bound to one cluster or several. Of several, the record's wrapping says which: it can only choose among them."""

    clusters: tuple[str, ...]

    def owned(self, record: Record) -> tuple[str, Record]:
        """The record's cluster, and the record; one that names none of the sender's is rejected."""
        first, *others = self.clusters
        if not others or record.rule:
            return first, record
        if record.cluster in self.clusters:
            return record.cluster, record
        found = record.cluster or "nothing"
        problem = record.problem or f"its sender may not speak for its cluster, {found}"
        return first, replace(record, problem=problem)


class Credentials:
    """`default` is the cluster of those who may speak for any."""

    def __init__(
        self, tokens: Mapping[str, Sequence[str]], google: GoogleTokens | None, entry: Entry, default: str
    ) -> None:
        self._hashes = [(_hash(token), cluster) for cluster, found in tokens.items() for token in found]
        self._google = google
        self._entry = entry
        self._default = default

    def of_token(self, token: str) -> Sender:
        """The sender with this token; raises Refused."""
        if (cluster := self._cluster_of(token)) is None:
            raise Refused(401, "UNAUTHORIZED", "no cluster has this token")
        return Sender((cluster,))

    def of_bearer(self, authorization: str) -> Sender:
        return self.of_token(token_in(authorization))

    def of_google(self, authorization: str) -> Sender:
        """The sender with one of our tokens, or with one that Google signed. Blocks while keys are fetched."""
        token = token_in(authorization)
        if self._google and token and self._cluster_of(token) is None:
            return Sender(self._google.clusters_of(token))
        return self.of_token(token)

    def _cluster_of(self, token: str) -> str | None:
        """All are compared, in the time that it takes: how long it lasts tells nothing about any of them."""
        given = _hash(token)
        found = [cluster for known, cluster in self._hashes if hmac.compare_digest(known, given)]
        if found or not token:
            return found[0] if found else None
        try:
            return self._spoken_for(self._entry.poster_of(token))
        except NotSignedIn:
            return None

    def _spoken_for(self, poster: Viewer) -> str | None:
        if not poster.may(Right.POST):
            return None
        clusters = poster.scope.clusters
        return self._default if clusters is None else min(clusters)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.strip().encode("utf-8", "replace")).digest()
