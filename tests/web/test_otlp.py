"""OTLP over HTTP: the official exporter of OpenTelemetry sends, and what else may come is told as the protocol says."""

import gzip
import json
import logging

import httpx
import pytest
from opentelemetry._logs import LogRecord
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource

from graphsvc.graph.read.reader import Reader
from graphsvc.web.otlp import _Receipt
from graphsvc.web.refusal import Refused
from tests.builders import an_event, an_exec, raw
from tests.service import asking, serving
from tests.web.posts import metric, total, wait_for

PROTOBUF = {"content-type": "application/x-protobuf"}
JSON = {"content-type": "application/json"}
SENDER = {"authorization": "Bearer the-token"}


@pytest.fixture
def otlp(store, neo4j_uri, tmp_path):
    tokens = json.dumps({"prod": ["the-token"]})
    with (
        serving(neo4j_uri, tmp_path, GRAPHSVC_AUDIT_TOKENS=tokens) as url,
        httpx.Client(base_url=url.bare, headers=SENDER, timeout=30) as client,
        asking(url) as client.owner,
    ):
        yield client


def request(*lines):
    found = ExportLogsServiceRequest()
    records = found.resource_logs.add().scope_logs.add().log_records
    for line in lines:
        records.add().body.string_value = line
    return found.SerializeToString()


def send(client, *bodies, token="the-token", compression=Compression.Gzip):
    """As a program does that uses OpenTelemetry's SDK. Its resource says that it is another cluster."""
    exporter = OTLPLogExporter(
        f"{client.base_url}/v1/logs", headers={"authorization": f"Bearer {token}"}, compression=compression, timeout=10
    )
    provider = LoggerProvider(Resource({"k8s.cluster.name": "forged"}), shutdown_on_exit=False)
    provider.add_log_record_processor(BatchLogRecordProcessor(exporter))
    logger = provider.get_logger("audit")
    for number, body in enumerate(bodies, 1):
        logger.emit(LogRecord(timestamp=1795510801000000000 + number, body=body))
    provider.shutdown()


@pytest.mark.parametrize("compression", [Compression.Gzip, Compression.NoCompression])
def test_the_official_exporter_sends(otlp, store, compression):
    event = an_event(auditID="as-map", responseStatus={"metadata": {}, "code": 200})
    klog = "I1124 09:00:02.958464       1 a.go:1] one"
    send(otlp, raw(an_exec()).decode(), event, raw(an_event(auditID="as-bytes")), klog, compression=compression)
    wait_for(lambda: total(otlp.owner) == 3)
    assert [cluster.name for cluster in Reader(store).clusters()] == ["prod"]
    assert metric(otlp.owner, 'graphsvc_records_total{outcome="noise"}') == 1


def test_the_official_exporter_is_told_what_was_not_taken(otlp, caplog):
    with caplog.at_level(logging.WARNING):
        send(otlp, "hello", token="wrong")
    assert any("401" in record.getMessage() or "no cluster has this token" in record.getMessage()
               for record in caplog.records)  # fmt: skip
    assert metric(otlp.owner, 'graphsvc_posts_refused_total{code="UNAUTHORIZED"}') == 1


def test_success_is_empty_and_durable(otlp, tmp_path):
    answer = otlp.post("/v1/logs", content=request(raw(an_event()).decode()), headers=PROTOBUF)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "application/x-protobuf"
    assert any(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file() and "push" in file.name)
    answer = otlp.post("/v1/logs", content=b"{}", headers=JSON)
    assert (answer.status_code, answer.json()) == (200, {})


def test_what_cannot_be_read_is_kept_and_told(otlp, store):
    lines = [raw(an_event(auditID="good")).decode(), "hello", raw(an_event(stage="NoStage")).decode()]
    answer = otlp.post(
        "/v1/logs", content=gzip.compress(request(*lines)), headers={**PROTOBUF, "content-encoding": "gzip"}
    )
    assert answer.status_code == 200
    told = ExportLogsServiceResponse.FromString(answer.content).partial_success
    assert told.rejected_log_records == 2
    assert "not valid JSON, nor a line of a known format" in told.error_message
    wait_for(lambda: store.read_text("MATCH (r:Rejected) RETURN count(r)")[0][0] == 2)
    wait_for(lambda: total(otlp.owner) == 1)
    body = {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": {"stringValue": line}} for line in lines]}]}]}
    told = otlp.post("/v1/logs", content=raw(body), headers=JSON).json()["partialSuccess"]
    assert told["rejectedLogRecords"] == "2"


def test_what_the_server_lost_is_counted(otlp):
    above = "E1124 09:00:02.958464       1 metrics.go:109] Error in audit plugin 'buffered' affecting 1 audit events: x"
    lost = '2026-11-24T09:00:02.95Z AUDIT: id="a" stage="ResponseComplete" method="get" user="nora" uri="/version"'
    otlp.post("/v1/logs", content=request(above, "Impacted events:", lost), headers=PROTOBUF)
    wait_for(lambda: metric(otlp.owner, "graphsvc_reported_lost_calls_total") == 1)
    assert metric(otlp.owner, 'graphsvc_records_total{outcome="noise"}') == 2


@pytest.mark.parametrize("headers", [PROTOBUF, JSON], ids=["protobuf", "json"])
def test_refusals_are_in_the_encoding_of_the_request(otlp, headers):
    for content, more, status in (
        (b"no message", {}, 400),
        (b"", {"authorization": "Bearer wrong"}, 401),
        (b" " * (17 << 20), {}, 413),
        (gzip.compress(bytes(60 << 20)), {"content-encoding": "gzip"}, 413),
        (b"", {"content-encoding": "zstd"}, 415),
    ):
        answer = otlp.post("/v1/logs", content=content, headers={**headers, **more})
        assert answer.status_code == status, answer.content
        assert answer.headers["content-type"] == headers["content-type"]
        told = answer.json()["message"] if headers is JSON else answer.content[2:].decode()
        assert told.strip()
    assert otlp.post("/v1/logs", content=b"", headers={"content-type": "text/plain"}).status_code == 415


@pytest.mark.parametrize(("refused", "told"), [(429, 429), (503, 503), (408, 503), (413, 413)])
def test_what_passes_is_told_so_that_exporters_come_again(refused, told):
    """They do after 429, 502, 503 and 504, and give the batch up after all else."""
    for is_json in (False, True):
        answer = _Receipt(is_json=is_json).refusal(Refused(refused, "BUSY", "later", retry_after=5))
        assert (answer.status_code, answer.headers["retry-after"]) == (told, "5")
