"""What is known of a cluster's addresses, and what follows for its paths: see `graphsvc.domain.standing`.

Decided in the writer's turn. An address that turns out to be a node's or the control plane's changes the paths from
there; whatever the order in which calls came, the graph is the same in the end.
"""

from collections.abc import Iterable

from graphsvc.domain.atlas import NamedNetworks
from graphsvc.domain.path import Path
from graphsvc.domain.standing import Called, Role, Standing, Surroundings, origin_of, role_of_caller
from graphsvc.domain.standing import standing_of as standing_in
from graphsvc.graph.store import Transaction

_ACCOUNTS = "system:serviceaccount:"  # among them are those who are the control plane from its own addresses only


class Standings:
    """Of one cluster, in one turn."""

    def __init__(self, tx: Transaction, cluster: str, named: NamedNetworks, known: dict[str, Role] | None) -> None:
        self._tx = tx
        self._cluster = cluster
        self._named = named
        self.roles: dict[str, Role] = dict(known) if known is not None else _load(tx, cluster)

    def learn(self, paths: Iterable[Path]) -> None:
        """Take what new paths tell of their addresses, and put right the paths that are there already."""
        before = Surroundings(dict(self.roles), self._named)
        news: dict[str, Role] = {}
        for path in paths:
            role = role_of_caller(path)
            if (
                role
                and news.get(path.source_ip) != "controlplane"
                and self.roles.get(path.source_ip)
                not in {
                    role,
                    "controlplane",
                }
            ):
                news[path.source_ip] = role
        if not news:
            return
        self.roles |= news
        self._tx.run("address_roles", cluster=self._cluster, rows=sorted(news.items()))
        self._put_right(sorted(news), heard_first=self._around.knows_control_plane and not before.knows_control_plane)

    def standing_of(self, path: Path) -> Standing:
        return standing_in(path, self._around)

    @property
    def _around(self) -> Surroundings:
        return Surroundings(self.roles, self._named)

    def _put_right(self, addresses: list[str], *, heard_first: bool) -> None:
        rows = self._tx.run("paths_from_addresses", cluster=self._cluster, addresses=addresses)
        if heard_first:
            rows += self._tx.run("paths_of_accounts", cluster=self._cluster, prefix=_ACCOUNTS)
        around, changed = self._around, []
        for id_, source_ip, user, impersonated_user, groups, network, kind in rows:
            found = origin_of(Called(source_ip, user, impersonated_user, tuple(groups)), around)
            if found != (network, kind):
                changed.append([id_, *found])
        if changed:
            self._tx.run("path_origins", rows=sorted(changed))


def _load(tx: Transaction, cluster: str) -> dict[str, Role]:
    rows = tx.run("known_address_roles", cluster=cluster)
    return dict(sorted(((address, role) for address, role in rows), key=lambda row: row[1] == "controlplane"))
