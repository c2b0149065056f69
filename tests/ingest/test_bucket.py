"""Buckets, against a real S3 server on 127.0.0.1: shapes of objects, interruptions, errors, what comes late."""

import base64
import gzip
import json
import signal
import subprocess
import sys
import threading
import time

import boto3
import duckdb
import pytest
import zstandard
from moto.server import ThreadedMotoServer

from graphsvc.cli.logs import LogTaker
from graphsvc.detection.engine import Engine
from graphsvc.detection.looking import InTurn
from graphsvc.graph.read.reader import Reader
from graphsvc.ingest.follow.bucket import BucketFollower
from graphsvc.ingest.record.reading import Reading
from graphsvc.ingest.source.bucket import Bucket
from tests.builders import a_pipeline, an_event, an_exec, raw
from tests.cli.test_commands import detect_on, graphsvc, python, report_of, together
from tests.nursery import Command

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "eu-central-1"}


@pytest.fixture(scope="module")
def server():
    running = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def s3(server, monkeypatch):
    """A client, and an empty bucket `logs`."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    client = boto3.client("s3", endpoint_url=server)
    client.create_bucket(Bucket="logs", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield client
    for item in client.list_objects_v2(Bucket="logs").get("Contents", []):
        client.delete_object(Bucket="logs", Key=item["Key"])
    client.delete_bucket(Bucket="logs")
    client.close()


@pytest.fixture
def settings(store, neo4j_uri, server, tmp_path):
    return {"GRAPHSVC_NEO4J_URI": neo4j_uri, "GRAPHSVC_DATA": tmp_path / "data", "GRAPHSVC_S3_ENDPOINT": server}


def put(s3, key, body):
    s3.put_object(Bucket="logs", Key=key, Body=body)


def lines(*ids):
    return b"\n".join(raw(an_event(auditID=id_)) for id_ in ids)


def export_file(*ids):
    """As CloudWatch's export task writes it."""
    return gzip.compress(b"\n".join(b"2026-11-23T12:00:00.000Z " + raw(an_event(auditID=id_)) for id_ in ids))


def firehose_object(*ids):
    """Subscription deliveries, packed one by one and put together without anything between, and packed again."""

    def delivery(id_):
        document = {
            "messageType": "DATA_MESSAGE",
            "owner": "1",
            "logGroup": "/aws/eks/prod/cluster",
            "logStream": "kube-apiserver-audit-a",
            "subscriptionFilters": ["f"],
            "logEvents": [{"id": "1", "timestamp": 1, "message": json.dumps(an_event(auditID=id_))}],
        }
        return gzip.compress(json.dumps(document).encode())

    return gzip.compress(b"".join(map(delivery, ids)))


def lake_object(folder, id_):
    """A row of Security Lake."""
    file = folder / "row.parquet"
    event = raw(an_event(auditID=id_)).decode()
    duckdb.execute("COPY (SELECT $event AS raw_data, 6003 AS class_uid) TO $to", {"event": event, "to": str(file)})
    return file.read_bytes()


def audit_ids(store):
    return [row[0] for row in store.read_text("MATCH (c:ApiCall) RETURN c.audit_id ORDER BY c.audit_id")]


def clusters(store):
    return [row[0] for row in store.read_text("MATCH (c:Cluster) RETURN c.name ORDER BY c.name")]


def test_objects_of_a_prefix_each_once(store, s3, settings, tmp_path):
    put(s3, "eks/2026/11/23/12/prod-1", firehose_object("f1", "f2", "f3"))
    put(s3, "eks/export/task/stream/000000.gz", export_file("e1", "e2"))
    put(s3, "eks/export/aws-logs-write-test", b"Permission Check Successful")
    put(s3, "eks/plain.log.zst", zstandard.compress(lines("z1")))
    put(s3, "eks/folder/", b"")
    put(s3, "eks/lake/region=eu-central-1/x.parquet", lake_object(tmp_path, "lake"))
    put(s3, "other/x.log", lines("no"))
    first = graphsvc("ingest", "s3://logs/eks", "--report", "json", **settings)
    report = report_of(first)
    assert first.returncode == 0, first.stderr.decode()
    assert (report["calls"], report["rejected_total"], report["duplicates"]) == (7, 0, 0)
    assert audit_ids(store) == ["e1", "e2", "f1", "f2", "f3", "lake", "z1"]
    assert clusters(store) == ["default", "prod"]
    put(s3, "eks/0-late-but-first.log", lines("l1"))
    again = report_of(graphsvc("ingest", "s3://logs/eks", "--report", "json", **settings))
    assert (again["calls"], again["duplicates"], again["read"]) == (1, 7, 8)


def test_the_cluster_that_the_user_names_wins(store, s3, settings):
    put(s3, "prod-1", firehose_object("f1"))
    graphsvc("ingest", "s3://logs", "--cluster", "mine", **settings)
    assert clusters(store) == ["mine"]


def test_an_object_written_anew_is_another_one(store, s3, settings):
    put(s3, "a.log", lines("1"))
    graphsvc("ingest", "s3://logs/a", **settings)
    put(s3, "a.log", lines("1", "2"))
    report = report_of(graphsvc("ingest", "s3://logs/a", "--report", "json", **settings))
    assert (report["calls"], report["duplicates"]) == (1, 1)


def test_since(store, s3, settings):
    put(s3, "a.log", lines("1"))
    graphsvc("ingest", "s3://logs", "--since", "2099-01-01", **settings)
    assert audit_ids(store) == []
    graphsvc("ingest", "s3://logs", "--since", "2020-01-01", **settings)
    assert audit_ids(store) == ["1"]


def test_one_broken_object_does_not_stop_the_others(store, s3, settings):
    put(s3, "a-cut.gz", gzip.compress(lines(*map(str, range(100))))[:-200])
    put(s3, "b.log", lines("b") + b"\nnonsense")
    result = graphsvc("ingest", "s3://logs", "s3://absent/x", "--report", "json", **settings)
    report = report_of(result)
    assert result.returncode == 1
    assert "s3://absent/x: NoSuchBucket" in result.stderr.decode()
    told = {(r["source"], r["line"]) for r in report["rejected"]}
    assert ("s3://logs/b.log", 2) in told
    assert any(source == "s3://logs/a-cut.gz" for source, _ in told)
    assert [r["reason"] for r in report["rejected"] if "breaks off" in r["reason"]]
    assert "b" in audit_ids(store)


def test_no_server_no_credentials_no_bucket(store, s3, settings, monkeypatch):
    wrong = graphsvc("ingest", "s3://", **settings)
    assert "name a bucket" in wrong.stderr.decode()
    away = graphsvc("ingest", "s3://logs", **{**settings, "GRAPHSVC_S3_ENDPOINT": "http://127.0.0.1:1"})
    assert away.returncode == 1
    assert "s3://logs: Could not connect" in away.stderr.decode()
    for name in CREDENTIALS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    assert "credentials" in graphsvc("ingest", "s3://logs", **settings).stderr.decode()


def test_without_the_extra_it_says_what_to_install(store, s3, settings, tmp_path):
    missing = tmp_path / "missing" / "boto3"
    missing.mkdir(parents=True)
    (missing / "__init__.py").write_text("raise ImportError")
    path = f"{missing.parent}:{sys.path[0]}"
    result = python("-m", "graphsvc", "ingest", "s3://logs", PYTHONPATH=path, **settings)
    assert result.returncode == 1
    assert "pip install 'graphsvc[s3]'" in result.stderr.decode()


def test_detect_takes_buckets_too(s3, server, store, neo4j_uri):
    put(s3, "a.log", raw(an_exec(auditID="e")))
    result = detect_on(neo4j_uri, "s3://logs", GRAPHSVC_S3_ENDPOINT=server)
    assert ["e"] in [json.loads(line)["calls"] for line in result.stdout.decode().splitlines()]


def test_kill_9_in_the_middle(store, s3, settings, long):
    number = 5_000 if long else 2_500
    for key in range(3):
        body = b"\n".join(raw(an_event(auditID=f"{key}-{n:05}")) for n in range(number))
        put(s3, f"{key}.gz", gzip.compress(body, 1))
    environment = together(settings)
    kills = 0
    while (before := len(audit_ids(store))) < 3 * number and kills < 12:
        process = Command("ingest", "--follow", "s3://logs", env=environment, stderr=subprocess.DEVNULL)
        while process.poll() is None and len(audit_ids(store)) == before:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
    report = report_of(graphsvc("ingest", "s3://logs", "--report", "json", **settings))
    assert len(set(audit_ids(store))) == len(audit_ids(store)) == 3 * number
    assert store.read_text("MATCH (h:PathHour) RETURN sum(h.calls)") == [[3 * number]]
    assert (report["read"], report["calls"] + report["duplicates"]) == (3 * number, 3 * number)
    assert kills > 1


# In one process, to say when the bucket is looked at.


class Follows:
    def __init__(self, store, server):
        self.refused, self.taken = [], []
        self._pipeline = a_pipeline(store)
        self.bucket = Bucket("s3://logs/", endpoint=server)
        self.follower = BucketFollower(self.bucket, self._take, lambda e: self.refused.append(str(e)), poll=0)

    def _take(self, source):
        with source.opened() as (stream, _):
            stream.read()
        self.taken.append(source.name.rpartition("/")[2])

    def rounds(self, number):
        for _ in range(number):
            self.follower.round(threading.Event())
        return self.taken


def test_a_key_that_comes_late_and_sorts_first_is_found(store, s3, server):
    put(s3, "2026-11-24-18", lines("1"))
    follows = Follows(store, server)
    assert follows.rounds(1) == ["2026-11-24-18"]
    put(s3, "2026-11-24-17", lines("2"))
    put(s3, "2026-11-24-19", lines("3"))
    assert follows.rounds(1) == ["2026-11-24-18", "2026-11-24-19"]
    assert follows.rounds(6) == ["2026-11-24-18", "2026-11-24-19", "2026-11-24-17"]


def test_an_object_that_is_refused_is_told_once_and_taken_when_it_can_be(store, s3, server, monkeypatch):
    put(s3, "a", lines("1"))
    put(s3, "b", lines("2"))
    follows = Follows(store, server)
    sources = follows.bucket.sources

    def gone_meanwhile(after=""):
        for source in list(sources(after)):
            if source.name.endswith("/a"):
                s3.delete_object(Bucket="logs", Key="a")
            yield source

    monkeypatch.setattr(follows.bucket, "sources", gone_meanwhile)
    assert follows.rounds(1) == ["b"]
    assert [text.split(":")[1].split()[0:1] for text in follows.refused] == [["//logs/a"]]
    assert "NoSuchKey" in follows.refused[0]
    monkeypatch.setattr(follows.bucket, "sources", sources)
    put(s3, "a", lines("3"))
    assert follows.rounds(6) == ["b", "a"]
    assert len(follows.refused) == 1


def test_a_connection_that_breaks_goes_on_where_it_broke(s3, server):
    body = base64.b64encode(bytes(range(256)) * 20_000)
    put(s3, "a", body)
    (source,) = Bucket("s3://logs/a", endpoint=server).sources()
    with source.opened() as (stream, raw_stream):
        begun = stream.read(100_000)
        raw_stream._stream.close()  # what the server or a proxy may do at any time
        assert begun + stream.read() == body
        assert raw_stream.tell() == len(body)


def test_the_report_of_a_bucket_names_objects(store, s3, server):
    put(s3, "a", b"nonsense")
    looking = InTurn(Engine(store, Reader(store), ()))
    taker = LogTaker(a_pipeline(store), looking, noise="", reading=Reading(), s3_endpoint=server)
    taken = taker.take(["s3://logs"], cluster="c")
    assert [(r.source, r.line) for r in taken.account.rejected] == [("s3://logs/a", 1)]
