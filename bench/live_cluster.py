"""A real etcd and kube-apiserver on this machine, and people and programs that use it. For trying the audit webhook."""

import http.client
import json
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.service import free_port

ADMIN, DEVELOPER = "admin-token", "developer-token"
_TOKENS = f'{ADMIN},admin,1,"system:masters"\n{DEVELOPER},dev@live.example,2,"dev"\n'
_POLICY = """
apiVersion: audit.k8s.io/v1
kind: Policy
rules:
- {level: RequestResponse, resources: [{group: "", resources: [configmaps]}]}
- {level: Metadata}
"""
_WEBHOOK = """
apiVersion: v1
kind: Config
clusters: [{{name: c, cluster: {{server: "{url}", insecure-skip-tls-verify: true}}}}]
users: [{{name: u, user: {{token: "{token}"}}}}]
contexts: [{{name: x, context: {{cluster: c, user: u}}}}]
current-context: x
"""
_CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"


@contextmanager
def api_server(binaries: Path, folder: Path, url: str, token: str) -> Iterator[int]:
    """Its port, when it is ready. It posts to `url`, and writes the same to `folder/audit.log`."""
    etcd_port, peer_port, port = free_port(), free_port(), free_port()
    _write_files(folder, url, token)
    etcd = [
        *(binaries / "etcd", f"--data-dir={folder}/etcd", "--unsafe-no-fsync", "--log-level=error"),
        *(f"--{kind}-client-urls=http://127.0.0.1:{etcd_port}" for kind in ("listen", "advertise")),
        f"--listen-peer-urls=http://127.0.0.1:{peer_port}",
        f"--initial-advertise-peer-urls=http://127.0.0.1:{peer_port}",
        f"--initial-cluster=default=http://127.0.0.1:{peer_port}",
    ]
    server = [
        *(binaries / "kube-apiserver", "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1"),
        *(f"--secure-port={port}", f"--etcd-servers=http://127.0.0.1:{etcd_port}", "--endpoint-reconciler-type=none"),
        *(f"--cert-dir={folder}/certificates", f"--token-auth-file={folder}/tokens.csv", "--authorization-mode=RBAC"),
        *(f"--service-account-key-file={folder}/sa.pub", f"--service-account-signing-key-file={folder}/sa.key"),
        *("--service-account-issuer=https://kubernetes.default.svc", "--service-cluster-ip-range=10.96.0.0/16"),
        *(f"--audit-policy-file={folder}/policy.yaml", f"--audit-log-path={folder}/audit.log"),
        *(f"--audit-webhook-config-file={folder}/webhook.yaml", "--audit-webhook-batch-max-wait=2s"),
    ]
    with _running(etcd, folder / "etcd.log"), _running(server, folder / "api-server.log"):
        _wait_until_ready(port)
        yield port


def _write_files(folder: Path, url: str, token: str) -> None:
    key = rsa.generate_private_key(65_537, 2_048)
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    public = serialization.PublicFormat.SubjectPublicKeyInfo
    (folder / "sa.key").write_bytes(private)
    (folder / "sa.pub").write_bytes(key.public_key().public_bytes(serialization.Encoding.PEM, public))
    (folder / "tokens.csv").write_text(_TOKENS)
    (folder / "policy.yaml").write_text(_POLICY)
    (folder / "webhook.yaml").write_text(_WEBHOOK.format(url=url, token=token))


@contextmanager
def _running(command: list[str | Path], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if ask(port, "GET", "/readyz") == 200:
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise SystemExit("the API server did not become ready")


def ask(port: int, method: str, path: str, body: object = None, token: str = ADMIN) -> int:
    """One request on a connection of its own; returns the status."""
    connection = _connection(port)
    try:
        return _send(connection, method, path, body, token)[0]
    finally:
        connection.close()


def metrics(port: int) -> dict[str, float]:
    """What the API server itself says of its audit events, by name and labels."""
    connection = _connection(port)
    text = _send(connection, "GET", "/metrics", None, ADMIN)[1].decode()
    connection.close()
    lines = [line.rpartition(" ") for line in text.splitlines() if line.startswith("apiserver_audit_")]
    return {name: float(value) for name, _, value in lines}


def _connection(port: int) -> http.client.HTTPSConnection:
    return http.client.HTTPSConnection("127.0.0.1", port, context=ssl._create_unverified_context(), timeout=30)  # noqa: SLF001


def _send(
    connection: http.client.HTTPSConnection, method: str, path: str, body: object, token: str
) -> tuple[int, bytes]:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json", "accept": "application/json"}
    connection.request(method, path, json.dumps(body) if body else None, {**headers, "user-agent": "live-load/1"})
    answer = connection.getresponse()
    return answer.status, answer.read()


class Load(threading.Thread):
    """Writes, reads, refusals and tokens, at most so many requests a second, until it is stopped."""

    def __init__(self, port: int, rate: float) -> None:
        super().__init__(daemon=True)
        self._port = port
        self._pause = 1 / rate
        self._stopping = threading.Event()
        self.requests = 0

    def stop(self) -> int:
        self._stopping.set()
        self.join()
        return self.requests

    def run(self) -> None:
        connection, began = _connection(self._port), time.monotonic()
        while not self._stopping.is_set():
            for method, path, body, token in _round(f"live-{self.native_id}-{self.requests}"):
                _send(connection, method, path, body, token)
                self.requests += 1
                ahead = began + self.requests * self._pause - time.monotonic()
                time.sleep(max(0.0, ahead))
        connection.close()


def _round(name: str) -> list[tuple[str, str, object, str]]:
    config_map = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"a": "x" * 500}}
    request = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": 600}}
    return [
        ("POST", _CONFIG_MAPS, config_map, ADMIN),
        ("GET", f"{_CONFIG_MAPS}/{name}", None, ADMIN),
        ("GET", "/api/v1/namespaces/kube-system/secrets?limit=5", None, DEVELOPER),
        ("POST", "/api/v1/namespaces/default/serviceaccounts/default/token", request, ADMIN),
        ("GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles?limit=3", None, ADMIN),
        ("DELETE", f"{_CONFIG_MAPS}/{name}", None, ADMIN),
    ]
