"""What a record says: its call, a mark of noise, or why it cannot be read; and what it may not say any more."""

import hashlib
from collections.abc import Iterable, Iterator

from graphsvc.domain.address import Networks
from graphsvc.domain.batch import Folded, NoiseMark, Rejection
from graphsvc.domain.begun import Begun, read_begun
from graphsvc.domain.call import Call, project_call
from graphsvc.domain.event import AuditEvent, parse_event
from graphsvc.domain.moment import DAY, HOUR, MINUTE
from graphsvc.domain.redaction import redact_line
from graphsvc.domain.skew import Arrival, with_possible_time
from graphsvc.domain.truncation import truncated
from graphsvc.errors import MalformedRecord
from graphsvc.ingest.archive.segment import PUSH, Frame
from graphsvc.ingest.record.formats.klog import klog_time
from graphsvc.ingest.record.record import Record

_LATEST = 90 * DAY  # as long as anomalies remember
_LIVE = 2 * HOUR  # what came within that time was told as it happened
_RAW_KEPT = 2_000  # characters of a rejected record

Decoded = Folded


def decode(record: Record, cluster: str, name: str, arrival: Arrival, proxies: Networks = ()) -> Decoded:
    """The call a record tells of, or that it began; or why it cannot be read or is no audit record."""
    if record.rule:
        written = record.time or klog_time(record.raw, arrival.received)
        hour = (written if arrival.allows(written) else arrival.received) // HOUR
        return NoiseMark(hour, _number(record.raw), record.rule)
    try:
        if record.problem:
            raise MalformedRecord(record.problem)
        event = parse_event(record.raw)
        if event.stage == "RequestReceived":
            return _begun(event, cluster, arrival)
        return with_possible_time(project_call(event, cluster, proxies), arrival)
    except MalformedRecord as error:
        raw = record.raw[: _RAW_KEPT * 4].decode("utf-8", "replace")[:_RAW_KEPT]
        return Rejection(name, record.line, str(error), raw)


def _begun(event: AuditEvent, cluster: str, arrival: Arrival) -> Begun | None:
    """None where the time is none, or cannot be: a later stage tells that of the call."""
    try:
        begun = read_begun(event, cluster)
    except MalformedRecord:
        return None
    return begun if arrival.allows(begun.time) else None


def cleaned(record: Record, *, without_arguments: bool = False) -> Record:
    """The record without secrets and huge bodies. Everything after this point, the archive too, sees no other."""
    raw = redact_line(truncated(record.raw), arguments=without_arguments)
    return Record(raw, record.line, record.problem, record.cluster, record.rule, record.time)


def _number(raw: bytes) -> int:
    """The same for the same text, so that a repeat is known. The two last bits stand for a stage, and here for none."""
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "big") & ~3


def decoded_frame(frame: Frame, proxies: Networks = ()) -> Iterator[tuple[Decoded, str]]:
    arrival = Arrival(frame.received, posted=frame.head.kind == PUSH)
    for record, place in zip(frame.records, frame.place.each(len(frame.records)), strict=True):
        yield decode(record, frame.head.cluster, frame.head.source, arrival, proxies), place


def arrived(records: Iterable[Decoded], received: int) -> frozenset[int]:
    """The minute in which they came, if the newest of them was told as it happened; else none."""
    happened = any(_newest(record) >= received - _LIVE for record in records)
    return frozenset([received // MINUTE]) if happened else frozenset()


def _newest(record: Decoded) -> int:
    """No earlier than the record's own time; 0 where it has none."""
    if isinstance(record, Call | Begun):
        return record.time
    return (record.hour + 1) * HOUR if isinstance(record, NoiseMark) else 0


def is_late(record: Decoded, frame: Frame) -> bool:
    """Whether it was posted too late to alarm anybody. A file is read on purpose: nothing in it is late."""
    return frame.head.kind == PUSH and isinstance(record, Call) and record.time < frame.received - _LATEST
