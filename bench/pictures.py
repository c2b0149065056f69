"""What folding a picture costs, and how large its document is: 200,000 distinct paths beside 20,000, in turns.

    python -m bench.pictures [--paths 200000]

No database: the dictionary is made in memory, with a call or a few on every path. "Values" counts the values of the
columns, which every exact answer has to do; "sums" is the least of that, three sums a column. "Banded" is what the page
asks for: a column of clusters in front, and steady traffic apart, of which most paths that did not fail are.
"""

import argparse
import gzip
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple

import msgspec
import numpy as np

from graphsvc.domain.path import Path
from graphsvc.graph.read.dictionary import Counts, Mask, Snapshot, snapshot_of
from graphsvc.graph.read.fold import fold
from graphsvc.graph.read.polygraph import Polygraph, Wanted, arrange

SMALL, ROUNDS = 20_000, 9
STEADY = 0.7  # of the paths that did not fail
_VERBS = ("get", "list", "watch", "create", "update", "patch", "delete")
_CODES, _OFTEN = (200, 201, 403, 404, 409, 500, 401, 101), (70, 10, 8, 6, 2, 2, 1, 1)


def wide_paths(seed: int = 1) -> Iterator[Path]:
    """Distinct paths without end: 1,500 users of 5,000 addresses in 700 namespaces, a few of each busy."""
    rng, seen = random.Random(seed), set[str]()
    while True:
        path = _path(rng)
        if path.key not in seen:
            seen.add(path.key)
            yield path


def _path(rng: random.Random) -> Path:
    def skewed(size: int) -> int:
        return min(size - 1, int(size * rng.random() ** 2.5))

    user, resource, verb = skewed(1_500), f"things{skewed(60)}", rng.choice(_VERBS)
    address = (user * 7 + skewed(12)) % 5_000
    return Path(
        cluster="wide",
        source_ip=f"{8 if address % 5 == 0 else 10}.{address // 250}.{address % 250}.1",
        groups=(f"team-{user % 40}",),
        cloud_user=f"arn:aws:iam::1:user/u{user}" if user % 3 == 0 else "",
        user=f"user-{user}@corp.example",
        impersonated_user="system:admin" if rng.random() < 0.01 else "",
        namespace=f"ns-{skewed(700)}",
        api_group="",
        resource=resource,
        subresource="",
        verb=verb,
        action=f"{verb.title()}{resource.title()}",
        event_name=f"{verb.title()}{resource.title()}",
        code=rng.choices(_CODES, _OFTEN)[0],
        client="kubectl/v1.36.3",
    )


def wide_snapshot(number: int) -> tuple[Snapshot, Counts]:
    rng, paths = random.Random(2), wide_paths()
    rows = [[place, 0, *astuple(path)] for place, path in zip(range(1, number + 1), paths, strict=False)]
    return snapshot_of(rows), np.array([int(rng.paretovariate(1)) for _ in rows], np.int64)


def picture(snapshot: Snapshot, counts: Counts) -> Polygraph:
    return arrange(fold(snapshot, counts), Wanted(top=13, members=12))


def steady_among(snapshot: Snapshot) -> Mask:
    """By path, whoever took it: so every value has paths of both kinds, which costs most."""
    chosen = np.random.default_rng(3).random(snapshot.size) < STEADY
    return chosen & ~snapshot.is_error[: snapshot.size]


def banded(snapshot: Snapshot, counts: Counts, steady: Mask) -> Polygraph:
    return arrange(fold(snapshot, counts, steady, clusters=True), Wanted(top=13, members=12, band=True, clusters=True))


def document_size(shown: Polygraph) -> int:
    """Bytes of nodes, hops and trails on the wire, packed as the server packs them."""
    trails = shown.trails
    parts = [
        [[n.id, n.name, n.calls, n.denied, n.members, n.search] for n in shown.nodes],
        shown.hops.ends.T.tolist(),
        shown.hops.calls.tolist(),
        trails.nodes.tolist(),
        trails.calls.tolist(),
        trails.denied.tolist(),
        trails.paths.tolist(),
    ]
    return len(gzip.compress(msgspec.json.encode(parts), 6))


def _sums(snapshot: Snapshot, counts: Counts) -> None:
    weights = [counts, np.where(snapshot.is_error, counts, 0), np.where(snapshot.is_denied, counts, 0)]
    for column in snapshot.columns:
        for weight in weights:
            np.bincount(column.codes + 1, weights=weight)


def _ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.pictures", description=__doc__)
    parser.add_argument("--paths", type=int, default=200_000)
    paths = parser.parse_args().paths
    small, large = wide_snapshot(SMALL), wide_snapshot(paths)
    steady = [steady_among(snapshot) for snapshot, _ in (small, large)]
    works: dict[str, Callable[[], object]] = {
        f"{SMALL:,} paths": lambda: picture(*small),
        f"{paths:,} paths": lambda: picture(*large),
        "values": lambda: fold(*large),
        "sums": lambda: _sums(*large),
        f"{SMALL:,} paths, banded": lambda: banded(*small, steady[0]),
        f"{paths:,} paths, banded": lambda: banded(*large, steady[1]),
        "values, banded": lambda: fold(*large, steady[1], clusters=True),
    }
    rounds = [[_ms(work) for work in works.values()] for _ in range(ROUNDS)]
    times = [statistics.median(column) for column in zip(*rounds, strict=True)]
    print(f"{'':>24} {'cpu ms':>8}")
    for name, ms in zip(works, times, strict=True):
        print(f"{name:>24} {ms:>8.1f}")
    few, many, values, least, few_banded, many_banded, values_banded = times
    ratios = (many / (1.5 * few + base) for base in (values, least))
    print("of 1.5 x the small one with values: {:.2f}, with sums: {:.2f}".format(*ratios))
    print(f"banded, with values: {many_banded / (1.5 * few_banded + values_banded):.2f}")
    for name, shown in (("plain", picture(*large)), ("banded", banded(*large, steady[1]))):
        sizes = len(shown.trails.calls), len(shown.hops.calls), document_size(shown)
        print("{}: {:,} trails, {:,} hops, {:,} bytes packed".format(name, *sizes))


if __name__ == "__main__":
    main()
