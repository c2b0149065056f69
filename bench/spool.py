"""What it brings that posts share one wait for the disk: each its own, and all that wait together, in one run.

    python -m bench.spool [--seconds 3] [--folder .]

The folder should be on the disk that will hold the archive: the slower its fdatasync, the more it brings.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from graphsvc.ingest.archive.archive import Archive, Post
from graphsvc.ingest.record.record import Record
from graphsvc.web.spool import Spool

Keep = Callable[[list[Post]], object]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.spool", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--folder", type=Path, default=Path())
    options = parser.parse_args()
    print(
        f"{'events':>6}{'senders':>9}{'each its own':>16}{'together':>12}{'gain':>8}{'p99 own':>12}{'p99 together':>14}"
    )
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for size in (1, 20, 400):
            posts = [("c", "webhook", [an_event() for _ in range(size)])]
            for senders in (1, 4, 16):
                own, own_slow = measure(alone(Path(folder)), posts, senders, options.seconds)
                spool = Spool(Path(folder), "push", lambda *_: None)
                spool.start()
                together, slow = measure(lambda found: spool.put(found).result(), posts, senders, options.seconds)  # noqa: B023
                spool.stop()
                print(
                    f"{size:>6}{senders:>9}{own:>14,.0f}/s{together:>10,.0f}/s{together / own:>7.1f}x"
                    f"{own_slow * 1e3:>9.1f} ms{slow * 1e3:>11.1f} ms",
                    flush=True,
                )


def an_event() -> Record:
    raw = msgspec.json.encode({"auditID": os.urandom(16).hex(), "requestURI": "/api/v1/pods", "body": "x" * 800})
    return Record(raw, 1)


def alone(folder: Path) -> Keep:
    archive, lock = Archive(folder, "push"), threading.Lock()

    def keep(posts: list[Post]) -> None:
        with lock:
            for post in posts:
                archive.append(*post)

    return keep


def measure(keep: Keep, posts: list[Post], senders: int, seconds: float) -> tuple[float, float]:
    """Posts a second, and how long the slowest of a hundred took, in seconds."""
    ends, took = time.perf_counter() + seconds, []

    def send() -> None:
        while (began := time.perf_counter()) < ends:
            keep(posts)
            took.append(time.perf_counter() - began)

    threads = [threading.Thread(target=send) for _ in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(took) / seconds, sorted(took)[int(len(took) * 0.99)]


if __name__ == "__main__":
    main()
