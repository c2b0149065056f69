"""POST /v1/logs: what exporters of OpenTelemetry's protocol send over HTTP: Collector, Fluent Bit, Vector, Alloy."""

import time
from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response

from graphsvc.domain.batch import Rejection
from graphsvc.domain.skew import Arrival
from graphsvc.ingest.decoding import decode
from graphsvc.ingest.record.otlp import parts_of_json, parts_of_protobuf
from graphsvc.ingest.record.record import Record, records_of_parts
from graphsvc.ingest.record.wire import written
from graphsvc.web.answers import json_response
from graphsvc.web.posted_body import JSON, media_type
from graphsvc.web.refusal import Refused

router = APIRouter(prefix="/v1", tags=["push"])
_PROTOBUF = "application/x-protobuf"
_TYPES = (_PROTOBUF, JSON)
# Numbers of fields in ExportLogsServiceResponse, its partial success, and google.rpc.Status.
_PARTIAL, _REJECTED, _MESSAGE = 1, 1, 2
_STATUS_MESSAGE = 2


@router.post("/logs", summary="Takes log records of OpenTelemetry (OTLP over HTTP)")
async def logs(request: Request) -> Response:
    """Answers in the encoding that it was asked in."""
    state, receipt = request.app.state, _Receipt(is_json=media_type(request) == JSON)
    try:
        sender = state.credentials.of_bearer(request.headers.get("authorization", ""))
        await state.reception.take(request, sender, "otlp", receipt.split, _TYPES)
    except Refused as refused:
        state.reception.refused[refused.code] += 1
        return receipt.refusal(refused)
    return receipt.answer()


class _Receipt:
    """Counts what cannot be read while a body is taken apart. All of it is kept; senders log what they are told."""

    def __init__(self, *, is_json: bool) -> None:
        self._is_json = is_json
        self._arrival = Arrival(time.time_ns() // 1_000_000, posted=True)
        self._rejected = 0
        self._reason = ""

    def split(self, body: bytes) -> Iterator[Record]:
        for record in records_of_parts(parts_of_json(body) if self._is_json else parts_of_protobuf(body)):
            told = decode(record, "", "otlp", self._arrival)
            if isinstance(told, Rejection):
                self._rejected += 1
                self._reason = self._reason or told.reason
            yield record

    def answer(self) -> Response:
        """Success is empty; a partial one says how many records are no audit events, and why the first is none."""
        told = f"kept, but not audit events that can be read; the first: {self._reason}" if self._rejected else ""
        if not self._is_json:
            partial = written({_REJECTED: self._rejected, _MESSAGE: told})
            return Response(written({_PARTIAL: partial}), media_type=_PROTOBUF)
        partial_json = {"rejectedLogRecords": str(self._rejected), "errorMessage": told}  # 64 bits are a text in JSON
        return json_response({"partialSuccess": partial_json} if told else {})

    def refusal(self, refused: Refused) -> Response:
        """A google.rpc.Status. To be slow is no reason to give the batch up: exporters try again after 503 only."""
        status = 503 if refused.status == 408 else refused.status
        if self._is_json:
            return json_response({"message": str(refused)}, status, refused.headers)
        body = written({_STATUS_MESSAGE: str(refused)})
        return Response(body, status, refused.headers, media_type=_PROTOBUF)
