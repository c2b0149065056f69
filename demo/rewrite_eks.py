"""Dresses a recorded log of a self-managed cluster as one of Amazon EKS, so that the demo has cloud users to show.

    python demo/rewrite_eks.py audit.log.gz demo/eks.log.gz

Only identities and node names change; every call, code, time and address stays as recorded. The AWS identities are made
up: the account is the one of the AWS documentation, and every id ends in EXAMPLE. The same input gives the same bytes.
"""

import argparse
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "111122223333"
_NODE = re.compile(r"(?<![\w-])worker-([1-5])(?![\w-])")
_CI = "system:serviceaccount:ci:deployer"
_NODE_CONTROLLER = "system:serviceaccount:kube-system:node-controller"
_NODE_GROUPS = ["system:bootstrappers", "system:nodes", "system:authenticated"]

# Who sat where when the shared administrator account was used.
_ADMIN_SESSIONS = {"192.168.77.21": "alice@corp.example", "192.168.77.58": "carol@corp.example"}


@dataclass(frozen=True)
class CloudIdentity:
    role: str
    session: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recorded", type=Path, help="gzipped JSON lines")
    parser.add_argument("rewritten", type=Path, help="gzipped JSON lines")
    arguments = parser.parse_args()
    lines = gzip.decompress(arguments.recorded.read_bytes()).decode().splitlines()
    content = "".join(f"{rewrite(line)}\n" for line in lines).encode()
    arguments.rewritten.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    print(f"{len(lines)} events, sha256 of the content {hashlib.sha256(content).hexdigest()}")


def rewrite(line: str) -> str:
    event = json.loads(_NODE.sub(r"ip-10-40-1-\1.ec2.internal", line))
    _rename(event)
    cloud = cloud_identity(event["user"].get("username", ""), event.get("sourceIPs", [""])[0])
    if cloud:
        _dress(event["user"], cloud)
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False)


def _rename(event: dict) -> None:
    """The deployer and the node controller come from outside the cluster on EKS; nodes carry one group more."""
    user = event["user"]
    match user.get("username", ""):
        case name if name == _CI:
            event["user"] = {"username": "ci-deployer", "groups": ["system:authenticated"]}
            _restate_reason(event, 'ServiceAccount "deployer/ci"', 'User "ci-deployer"')
        case name if name == _NODE_CONTROLLER:
            event["user"] = {"username": "eks:node-manager", "groups": ["system:authenticated"]}
            _restate_reason(event, 'ServiceAccount "node-controller/kube-system"', 'User "eks:node-manager"')
            _restate_reason(event, "system:controller:node-controller", "eks:node-manager")
        case name if name.startswith("system:node:"):
            user["groups"] = _NODE_GROUPS


def _restate_reason(event: dict, recorded: str, now: str) -> None:
    annotations = event.get("annotations", {})
    reason = annotations.get("authorization.k8s.io/reason")
    if reason:
        annotations["authorization.k8s.io/reason"] = reason.replace(recorded, now)


def cloud_identity(username: str, address: str) -> CloudIdentity | None:
    """None for whoever does not come through AWS: service accounts, the control plane, the OIDC user, strangers."""
    match username:
        case "kubernetes-admin":
            return CloudIdentity("PlatformAdmin", _ADMIN_SESSIONS.get(address, "platform-oncall"))
        case "ci-deployer":
            return CloudIdentity("GitHubDeploy", "deploy-shop-7423")
        case "eks:node-manager":
            return CloudIdentity("AWSServiceRoleForAmazonEKS", "eks-node-manager-1763896768")
        case name if name.startswith("system:node:"):
            return CloudIdentity("EksNodeGroup", f"i-0{_digest(name)[:16]}")
        case name if name.endswith("@corp.example") and not name.startswith("oidc:"):
            return CloudIdentity("Developer", name)
    return None


def _dress(user: dict, cloud: CloudIdentity) -> None:
    """The fields that aws-iam-authenticator sets, each extra a list of one."""
    principal = f"AROA{_letters(cloud.role, 10)}EXAMPLE"
    user["uid"] = f"aws-iam-authenticator:{ACCOUNT}:{principal}"
    user["extra"] = {
        "accessKeyId": [f"ASIA{_letters(f'{cloud.role}/{cloud.session}', 9)}EXAMPLE"],
        "arn": [f"arn:aws:sts::{ACCOUNT}:assumed-role/{cloud.role}/{cloud.session}"],
        "canonicalArn": [f"arn:aws:iam::{ACCOUNT}:role/{cloud.role}"],
        "principalId": [principal],
        "sessionName": [cloud.session],
        "sigs.k8s.io/aws-iam-authenticator/principalId": [principal],
    }


def _letters(of: str, count: int) -> str:
    """Upper-case letters, as AWS ids have them, that look random and never change."""
    number = int(_digest(of), 16)
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(count))


def _digest(of: str) -> str:
    return hashlib.sha256(of.encode()).hexdigest()


if __name__ == "__main__":
    main()
