"""The demo logs are what demo/README.md says they are, and the made-up one can be made again."""

import collections
import gzip
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
DEMO = PROJECT / "demo"
RECORDED = PROJECT.parent / "shared" / "data" / "logs" / "recorded-k8s-1.20-a" / "audit.log.gz"
EKS_CONTENT = "565fa461852bed222fc087a100408132fe3d721a77d1c3d883a6388d8abe85c5"


def events(name: str) -> list[dict]:
    return [json.loads(line) for line in gzip.decompress((DEMO / name).read_bytes()).splitlines()]


def test_the_rewritten_log_is_the_one_that_was_committed() -> None:
    content = gzip.decompress((DEMO / "eks.log.gz").read_bytes())

    assert hashlib.sha256(content).hexdigest() == EKS_CONTENT
    assert EKS_CONTENT in (DEMO / "README.md").read_text()


def test_rewriting_again_gives_the_same_bytes(tmp_path: Path) -> None:
    source = RECORDED if RECORDED.exists() else DEMO / "modern.log.gz"
    for name in ("first.gz", "second.gz"):
        subprocess.run([sys.executable, DEMO / "rewrite_eks.py", source, tmp_path / name], check=True)

    first = (tmp_path / "first.gz").read_bytes()
    assert first == (tmp_path / "second.gz").read_bytes()
    if RECORDED.exists():
        assert hashlib.sha256(gzip.decompress(first)).hexdigest() == EKS_CONTENT


def test_one_kubernetes_user_stands_for_several_cloud_users() -> None:
    sessions = collections.defaultdict(set)
    for event in events("eks.log.gz"):
        user = event["user"]
        sessions[user.get("username")].update(user.get("extra", {}).get("sessionName", []))

    assert sessions["kubernetes-admin"] == {"alice@corp.example", "carol@corp.example"}
    assert not sessions["system:serviceaccount:monitoring:prometheus"]


def test_made_up_aws_ids_are_recognisable() -> None:
    for event in events("eks.log.gz"):
        extra = event["user"].get("extra", {})
        if "arn" in extra:
            assert event["user"]["uid"].startswith("aws-iam-authenticator:111122223333:AROA")
            assert extra["accessKeyId"][0].endswith("EXAMPLE")
            assert extra["principalId"] == extra["sigs.k8s.io/aws-iam-authenticator/principalId"]


@pytest.mark.parametrize(("name", "count"), [("modern.log.gz", 8039), ("eks.log.gz", 13382)])
def test_the_logs_are_whole(name: str, count: int) -> None:
    assert len(events(name)) == count


def test_every_logged_attack_is_in_the_log() -> None:
    seen = {event["auditID"] for event in events("modern.log.gz")}
    labels = [json.loads(line) for line in (DEMO / "attack-labels-modern.jsonl").read_text().splitlines()]

    assert len(labels) == 18
    for label in labels:
        if label["logged"]:
            assert set(label["audit_ids"]) & seen, label["id"]
