"""Holds what a real kube-apiserver logged against what arrived by its webhook, while graphsvc is stopped and killed.

    python -m bench.live_apiserver --binaries FOLDER [--seconds 90] [--rate 300]

FOLDER holds `etcd` and `kube-apiserver`. Not part of the tests: nobody has these at hand, and building takes minutes.
Exit status 0 when nothing is missing and nothing doubled.
"""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx
import msgspec

from bench.live_cluster import Load, api_server, metrics
from bench.tls_relay import tls_relay
from graphsvc.domain.call import Call
from graphsvc.domain.noise import noise_filter
from graphsvc.domain.skew import Arrival
from graphsvc.graph.server.embedded import temporary_server
from graphsvc.graph.store import Store
from graphsvc.ingest.archive.segment import frames, reach_of, segments
from graphsvc.ingest.decoding import decode
from graphsvc.ingest.noise_rules import load_noise_rules
from tests.service import free_port, peak_memory, serving

CLUSTER, TOKEN = "live", "a-token-of-the-live-cluster"
SETTLING = 45  # seconds after the load: the webhook's longest wait, two of its pauses, and something over
USERS = 4
_LATER = 1 << 46  # than any call
Key = tuple[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.live_apiserver", description=__doc__)
    parser.add_argument("--binaries", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--rate", type=float, default=300, help="requests a second")
    options = parser.parse_args()
    cache = Path.home() / ".cache" / "graphsvc"
    with (
        tempfile.TemporaryDirectory(prefix="graphsvc-live-") as folder,
        temporary_server(cache, say=print) as uri,
        Store(uri) as store,
    ):
        logged = run(options, Path(folder), uri)
        sound = compare(logged, Path(folder) / "data" / "archive", store)
    raise SystemExit(0 if sound else 1)


def run(options: argparse.Namespace, folder: Path, uri: str) -> list[Key]:
    """Events that the server logged before the load's end."""
    port = free_port()
    settings = {
        "GRAPHSVC_PORT": str(port),
        "GRAPHSVC_AUDIT_TOKENS": msgspec.json.encode({CLUSTER: ["an-older-token", TOKEN]}).decode(),
    }

    def service(*, kill: bool):  # noqa: ANN202
        return serving(uri, folder / "data", kill=kill, **settings)

    with (
        tls_relay(folder, port) as secure,
        api_server(options.binaries.resolve(), folder, f"https://127.0.0.1:{secure}/v1/audit", TOKEN) as live,
    ):
        part, peaks = options.seconds / 3, []
        load = [Load(live, options.rate / USERS) for _ in range(USERS)]
        for user in load:
            user.start()
        for kill, words in ((False, "stopped with SIGTERM"), (True, "killed with SIGKILL")):
            with service(kill=kill) as url:
                time.sleep(part)
                peaks.append(peak_memory(url.pid))
            print(f"graphsvc {words} after {sum(u.requests for u in load):,} requests", flush=True)
        with service(kill=False) as url, httpx.Client(base_url=url, timeout=60) as client:
            time.sleep(part)
            print(f"load ends after {sum(u.stop() for u in load):,} requests", flush=True)
            logged = keys_of((folder / "audit.log").read_bytes().splitlines())
            time.sleep(SETTLING)
            while "graphsvc_posts_waiting 0.0" not in client.get("/metrics").text:
                time.sleep(1)
            peaks.append(peak_memory(url.pid))
        told = {name: value for name, value in metrics(live).items() if name.startswith("apiserver_audit_e")}
        print(f"the API server says {told}; graphsvc had at most {max(peaks) >> 20} MiB", flush=True)
    return logged


def keys_of(lines: list[bytes]) -> list[Key]:
    found = [msgspec.json.decode(line) for line in lines]
    return [(event["auditID"], event["stage"]) for event in found]


def compare(logged: list[Key], archive: Path, store: Store) -> bool:
    records = [
        record
        for name in segments(archive, "push")
        for f in frames(archive, reach_of(archive, name))
        for record in f.records
    ]
    arrived = Counter(keys_of([record.raw for record in records]))
    missing = [key for key in logged if key not in arrived]
    rule_of = noise_filter(load_noise_rules())
    found = [decode(record, CLUSTER, "live", Arrival(_LATER)) for record in records]
    calls = {call.id: call for call in found if isinstance(call, Call)}
    kept = {id_ for id_, call in calls.items() if not rule_of(call.path)}
    noise = {(call.id, call.stages) for call in found if isinstance(call, Call) and call.id not in kept}
    stored = Counter(row[0] for row in store.read_text("MATCH (c:ApiCall) RETURN c.id"))
    counted = store.read_text("MATCH (h:PathHour) RETURN sum(h.calls)")[0][0]
    dropped = store.read_text("MATCH (n:NoiseHour) RETURN sum(n.calls)")[0][0]
    sound = not missing and kept == stored.keys() and max(stored.values()) == 1
    sound = sound and counted == len(kept) and dropped == len(noise)
    print(f"logged before the load ended    {len(logged):>9,} events (auditID, stage)")
    print(f"  of these not in the archive   {len(missing):>9,}")
    print(f"in the archive                  {len(arrived):>9,} events, {len(records) - len(arrived):,} sent again")
    print(f"  calls of these, noise aside   {len(kept):>9,}")
    print(f"  in the graph                  {len(stored):>9,} calls, {sum(stored.values()) - len(stored):,} doubled")
    print(f"  in its counters               {counted:>9,}")
    print(f"  noise                         {len(noise):>9,} events, counted {dropped:,}")
    print("nothing missing, nothing doubled" if sound else f"NOT EQUAL: {missing[:5]}")
    return sound


if __name__ == "__main__":
    main()
