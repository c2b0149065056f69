"""Firehose and Pub/Sub over HTTP, with the credentials that they bring."""

import base64
import gzip
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from graphsvc.graph.read.reader import Reader
from tests.builders import raw
from tests.service import asking, free_port, serving
from tests.web.posts import JSON, bare, total, wait_for

AUDIENCE = "https://graphsvc.example/v1/pubsub"
ACCOUNT, FLEET = "push@project.iam.gserviceaccount.com", "fleet@project.iam.gserviceaccount.com"
STREAM = "kube-apiserver-audit-0123456789abcdef"


def clusters(store):
    return sorted(c.name for c in Reader(store).clusters())


def rejected(store):
    return store.read_text("MATCH (r:Rejected) RETURN count(r)")[0][0]


def delivery(*events, group="/aws/eks/forged/cluster"):
    """What a subscription of CloudWatch Logs sends: gzip'd, and one such document a record of Firehose."""
    rows = [{"id": str(n), "timestamp": 1, "message": raw(e).decode()} for n, e in enumerate(events)]
    document = {"messageType": "DATA_MESSAGE", "logGroup": group, "logStream": STREAM, "logEvents": rows}
    return base64.b64encode(gzip.compress(raw(document))).decode()


def firehose_body(*data):
    return raw({"requestId": "r-1", "timestamp": 1, "records": [{"data": item} for item in data]})


@pytest.fixture
def firehose(store, neo4j_uri, tmp_path):
    tokens = json.dumps({"prod": ["old-key", "new-key"]})
    with (
        serving(neo4j_uri, tmp_path, GRAPHSVC_AUDIT_TOKENS=tokens) as url,
        asking(url) as client,
    ):
        headers = {**JSON, "x-amz-firehose-request-id": "r-1", "x-amz-firehose-protocol-version": "1.0"}

        def post(content, key="new-key", **more):
            headers_ = {**headers, "x-amz-firehose-access-key": key, **more}
            return client.post("/v1/firehose", content=content, headers=headers_)

        post.client = client
        yield post


def test_firehose_delivers(firehose, store):
    lines = base64.b64encode(raw(bare(auditID="l1")) + b"\n" + raw(bare(auditID="l2")) + b"\n").decode()
    control = base64.b64encode(gzip.compress(raw({"messageType": "CONTROL_MESSAGE", "logEvents": []}))).decode()
    body = firehose_body(delivery(bare(auditID="c1"), bare(auditID="c2")), lines, control)
    answer = firehose(body)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["requestId"] == "r-1"
    assert abs(answer.json()["timestamp"] - time.time() * 1_000) < 3_600_000
    assert firehose(gzip.compress(body), key="old-key", **{"content-encoding": "gzip"}).status_code == 200
    wait_for(lambda: total(firehose.client) == 4)
    assert clusters(store) == ["prod"]


def test_firehose_is_told_in_its_own_words_what_is_wrong(firehose):
    bomb = base64.b64encode(gzip.compress(bytes(60 << 20))).decode()
    for key, body, more, status in (
        ("wrong", firehose_body(), {}, 401),
        ("new-key", b" " * (17 << 20), {}, 413),
        ("new-key", firehose_body(), {"content-encoding": "br"}, 415),
    ):
        answer = firehose(body, key, **more)
        assert answer.status_code == status
        assert answer.json()["requestId"] == "r-1"
        assert answer.json()["errorMessage"]
    assert firehose(firehose_body(bomb, delivery(bare()))).status_code == 200
    wait_for(lambda: total(firehose.client) == 1)


def test_bad_records_of_firehose_cost_no_sibling(firehose, store):
    assert (
        firehose(firehose_body("no base64!", delivery(bare()), base64.b64encode(b"junk").decode())).status_code == 200
    )
    wait_for(lambda: total(firehose.client) == 1)
    wait_for(lambda: rejected(store) == 2)


class Keys:
    """A server of public keys, and who signs with them."""

    def __init__(self):
        self.private = {kid: rsa.generate_private_key(65_537, 2_048) for kid in ("one", "two")}
        self.shown, self.asked = ["one"], 0
        keys = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                keys.asked += 1
                body = json.dumps({"keys": [keys.public(kid) for kid in keys.shown]}).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/certs"

    def public(self, kid):
        found = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private[kid].public_key()))
        return {**found, "kid": kid, "use": "sig", "alg": "RS256"}

    def token(self, *, kid="one", signer=None, algorithm="RS256", **given):
        claims = {
            "iss": "https://accounts.google.com",
            "aud": AUDIENCE,
            "email": ACCOUNT,
            "email_verified": True,
            "sub": "1",
            "iat": int(time.time()),
            "exp": int(time.time()) + 3_600,
            **given,
        }
        claims = {key: value for key, value in claims.items() if value is not None}
        key = self.private[signer or kid] if algorithm == "RS256" else "a secret that is long enough to be one"
        return jwt.encode(claims, key, algorithm, headers={"kid": kid})


@pytest.fixture
def keys():
    found = Keys()
    thread = threading.Thread(target=found.server.serve_forever)
    thread.start()
    yield found
    found.server.shutdown()
    thread.join()
    found.server.server_close()


def settings(url, **more):
    senders = {ACCOUNT: "gke-prod", FLEET: ["p/europe/a", "p/europe/b"]}
    return {
        "GRAPHSVC_PUBSUB_SENDERS": json.dumps(senders),
        "GRAPHSVC_PUBSUB_AUDIENCE": AUDIENCE,
        "GRAPHSVC_PUBSUB_JWKS_URL": url,
        "GRAPHSVC_AUDIT_TOKENS": json.dumps({"relayed": "relay-token"}),
        **more,
    }


@pytest.fixture
def pubsub(store, neo4j_uri, tmp_path, keys):
    with (
        serving(neo4j_uri, tmp_path, **settings(keys.url)) as url,
        asking(url) as client,
    ):

        def post(token, *entries, path="/v1/pubsub"):
            headers = {**JSON, "authorization": f"Bearer {token}" if token else ""}
            answers = [client.post(path, content=message(entry), headers=headers) for entry in entries]
            return [answer.status_code for answer in answers]

        post.client = client
        yield post


def message(entry):
    data = base64.b64encode(raw(entry)).decode()
    envelope = {"data": data, "messageId": "1", "attributes": {"logging.googleapis.com/timestamp": "x"}}
    return raw({"message": envelope, "subscription": "projects/p/subscriptions/s"})


def log_entry(cluster, number=1):
    """An entry of Cloud Audit Logs, as a sink of a project gives it."""
    return {
        "insertId": f"{cluster}-{number}",
        "logName": "projects/p/logs/cloudaudit.googleapis.com%2Factivity",
        "timestamp": "2026-11-23T12:00:00.000000Z",
        "resource": {
            "type": "k8s_cluster",
            "labels": {"project_id": "p", "location": "europe", "cluster_name": cluster},
        },
        "protoPayload": {
            "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
            "serviceName": "k8s.io",
            "methodName": "io.k8s.core.v1.pods.get",
            "resourceName": "core/v1/namespaces/shop/pods/web-1",
            "authenticationInfo": {"principalEmail": "alice@corp.example"},
            "requestMetadata": {"callerIp": "10.1.2.3"},
        },
    }


def test_a_push_subscription_signs_in(pubsub, store, keys):
    assert pubsub(keys.token(), log_entry("forged"), bare()) == [204, 204]
    wait_for(lambda: total(pubsub.client) == 2)
    assert clusters(store) == ["gke-prod"]
    assert keys.asked == 1


def test_a_sink_of_a_project_chooses_among_its_own_clusters(pubsub, store, keys):
    token = keys.token(email=FLEET)
    assert pubsub(token, log_entry("a"), log_entry("b"), log_entry("stranger"), bare()) == [204] * 4
    wait_for(lambda: total(pubsub.client) == 2)
    wait_for(lambda: rejected(store) == 2)
    assert clusters(store) == ["p/europe/a", "p/europe/b"]


def test_other_tokens_are_refused(pubsub, keys):
    for given in (
        {"aud": "https://elsewhere.example"},
        {"iss": "https://evil.example"},
        {"email": "other@project.iam.gserviceaccount.com"},
        {"email_verified": False},
        {"email_verified": None},
        {"email": None},
        {"exp": 1},
        {"exp": None},
        {"signer": "two"},
        {"kid": "unknown", "signer": "one"},
        {"algorithm": "HS256"},
    ):
        assert pubsub(keys.token(**given), bare()) == [401], given
        assert pubsub(keys.token(), bare()) == [204], given


def test_what_is_no_token_is_refused(pubsub, keys):
    head, claims, _ = keys.token().split(".")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","kid":"one"}').rstrip(b"=").decode()
    deep = base64.urlsafe_b64encode(b"[" * 9_000).rstrip(b"=").decode()
    for token in (
        "",
        "a.b.c",
        f"{deep}.{claims}.",
        f"{head}.{deep}.",
        f"{head}.{claims}.",
        f"{unsigned}.{claims}.",
        "relay",
    ):
        assert pubsub(token, bare()) == [401]
    assert pubsub("", bare(), path="/v1/audit") == [401]


def test_a_relay_brings_a_token_of_its_cluster(pubsub, store):
    assert pubsub("relay-token", bare()) == [204]
    assert pubsub("", bare(), path="/v1/pubsub?token=relay-token") == [204]
    assert pubsub("", bare(), path="/v1/pubsub?token=other") == [401]
    wait_for(lambda: total(pubsub.client) == 2)
    assert clusters(store) == ["relayed"]


def test_every_key_that_is_shown_is_good(store, neo4j_uri, tmp_path, keys):
    keys.shown = ["one", "two"]
    with (
        serving(neo4j_uri, tmp_path, **settings(keys.url)) as url,
        asking(url) as client,
    ):
        headers = {**JSON, "authorization": f"Bearer {keys.token(kid='two')}"}
        assert client.post("/v1/pubsub", content=message(bare()), headers=headers).status_code == 204


def test_without_keys_a_push_comes_again(store, neo4j_uri, tmp_path, keys):
    gone = f"http://127.0.0.1:{free_port()}/certs"
    with (
        serving(neo4j_uri, tmp_path, **settings(gone)) as url,
        asking(url) as client,
    ):
        headers = {**JSON, "authorization": f"Bearer {keys.token()}"}
        answer = client.post("/v1/pubsub", content=message(bare()), headers=headers)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
