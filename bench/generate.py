"""Makes many audit events out of recorded logs: other times over thirty days, clusters, addresses and namespaces.

What makes the questions hard is kept: the recorded mix of users, resources, actions and statuses, and about ninety
thousand distinct paths per million calls.
"""

import gzip
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

DAYS = 30
CLUSTERS = 8
START = datetime(2026, 10, 1, tzinfo=UTC)
LOGS = [Path(__file__).parents[1] / "demo" / name for name in ("modern.log.gz", "eks.log.gz")]


def recorded() -> list[dict[str, Any]]:
    """One event a call, without bodies: the comparison is about counting, and peers get the same columns."""
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for log in LOGS:
        with gzip.open(log) as lines:
            for line in lines:
                event = msgspec.json.decode(line)
                event.pop("requestObject", None)
                event.pop("responseObject", None)
                merged[log.name, event["auditID"]] = event
    return list(merged.values())


def generate(calls: int, seed: int = 1) -> Iterator[tuple[str, dict[str, Any]]]:
    """Cluster and event, by replica; times within a replica keep their recorded distances."""
    rng = random.Random(seed)
    base = recorded()
    first = min(datetime.fromisoformat(e["requestReceivedTimestamp"]) for e in base)
    made = replica = 0
    while made < calls:
        shift = START + timedelta(seconds=rng.randrange((DAYS - 1) * 86_400)) - first
        for event in base[: calls - made]:
            yield f"cluster-{replica % CLUSTERS}", _varied(event, replica, shift)
        made += min(len(base), calls - made)
        replica += 1


def steady(paths: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The first recorded events again in every hour of the thirty days before: the same paths all the time."""
    base = recorded()[:paths]
    for hour in range(DAYS * 24):
        time = (START - timedelta(days=DAYS) + timedelta(hours=hour, minutes=30)).isoformat().replace("+00:00", "Z")
        for event in base:
            yield "steady", {**event, "auditID": f"{hour:08x}{event['auditID'][8:]}", "requestReceivedTimestamp": time}


def _varied(event: dict[str, Any], replica: int, shift: timedelta) -> dict[str, Any]:
    time = datetime.fromisoformat(event["requestReceivedTimestamp"]) + shift
    varied = {
        **event,
        "auditID": f"{replica:08x}{event['auditID'][8:]}",
        "requestReceivedTimestamp": time.isoformat().replace("+00:00", "Z"),
        "sourceIPs": [_address(ip, replica) for ip in event.get("sourceIPs", [])],
    }
    ref = event.get("objectRef")
    if ref and ref.get("namespace") and not ref["namespace"].startswith("kube-") and ref["resource"] != "namespaces":
        varied["objectRef"] = {**ref, "namespace": f"{ref['namespace']}-{replica % 25}"}
    return varied


def _address(ip: str, replica: int) -> str:
    if not ip.startswith(("10.", "192.168.")):
        return ip
    parts = ip.split(".")
    return f"10.{replica % 250}.{parts[2]}.{parts[3]}"
