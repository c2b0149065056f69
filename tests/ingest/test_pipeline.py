"""Records of several clusters in one source: each goes to its own, and an interruption loses none."""

import pytest

from graphsvc.domain.batch import Account, NoiseMark
from graphsvc.domain.moment import HOUR, parse_moment
from graphsvc.domain.skew import Arrival
from graphsvc.ingest.decoding import decode
from graphsvc.ingest.pipeline import Pipeline, whole
from graphsvc.ingest.record.formats.klog import klog_time
from graphsvc.ingest.record.record import Record
from tests.builders import an_event, raw

NOW = parse_moment("2026-11-24T12:00:00Z")


class FakeWriter:
    """Keeps batches; breaks before the batch of one cluster if asked to."""

    def __init__(self, breaks_at=None):
        self.batches = []
        self.breaks_at = breaks_at

    def position(self, source):
        return next((b.position for b in reversed(self.batches) if b.source == source), 0)

    def write(self, batch, *, learn, archive):
        if batch.cluster == self.breaks_at:
            raise OSError("pulled the plug")
        self.batches.append(batch)
        return Account(read=batch.read, calls=len(batch.calls))


def a_record(audit_id, cluster=""):
    return Record(raw(an_event(auditID=audit_id)), 1, cluster=cluster)


RECORDS = [a_record("1", "a"), a_record("2", "b"), a_record("3", "a")]


def taken(writer, **given):
    return Pipeline(writer, None, lambda _: "").ingest(RECORDS, name="x", source="s", **given)


def test_each_record_goes_to_the_cluster_its_wrapping_names():
    writer = FakeWriter()
    assert taken(writer, cluster="").calls == 3
    assert [(b.cluster, len(b.calls)) for b in writer.batches] == [("a", 2), ("b", 1)]
    assert {call.path.cluster for b in writer.batches for call in b.calls.values()} == {"a", "b"}


def test_the_cluster_that_the_user_names_wins():
    writer = FakeWriter()
    taken(writer, cluster="mine")
    assert [(b.cluster, len(b.calls)) for b in writer.batches] == [("mine", 3)]


def test_the_source_is_taken_only_when_all_of_its_clusters_are():
    broken = FakeWriter(breaks_at="b")
    with pytest.raises(OSError, match="plug"):
        taken(broken, cluster="")
    assert broken.position("s") == 0
    broken.breaks_at = None
    taken(broken, cluster="")
    assert broken.position("s") == whole(3)


def test_lines_that_are_no_records_are_noise_by_their_own_text():
    first = decode(Record(b"I1123 klog", 1, rule="klog-lines", time=NOW - HOUR), "c", "x", Arrival(NOW))
    again = decode(Record(b"I1123 klog", 9, rule="klog-lines", time=NOW - HOUR), "c", "x", Arrival(NOW))
    other = decode(Record(b"I1123 another", 1, rule="klog-lines"), "c", "x", Arrival(NOW))
    assert first == again == NoiseMark(NOW // HOUR - 1, first.number, "klog-lines")
    assert (other.hour, other.number != first.number, first.number & 3) == (NOW // HOUR, True, 0)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (b"I1123 12:57:49.015123       1 controller.go:615] x", "2026-11-23T12:57:49Z"),
        (b"W1224 00:00:01.000000       1 x.go:1] y", "2025-12-24T00:00:01Z"),
        (b"E0229 00:00:00.000000       1 x.go:1] y", "2026-11-24T00:00:00Z"),
        (b"Trace[1]: z", "2026-11-24T00:00:00Z"),
    ],
)
def test_klog_lines_have_no_year(line, written):
    assert klog_time(line, parse_moment("2026-11-24T00:00:00Z")) == parse_moment(written)


def test_a_source_that_was_taken_to_its_end_is_not_read_again():
    writer = FakeWriter()
    taken(writer, cluster="mine")

    def unread():
        pytest.fail("it was read")
        yield

    again = Pipeline(writer, None, lambda _: "").ingest(unread(), cluster="mine", name="x", source="s")
    assert (again.read, again.duplicates, len(writer.batches)) == (3, 3, 1)


def test_a_source_that_ended_with_a_full_batch_is_whole_too():
    writer = FakeWriter()
    Pipeline(writer, None, lambda _: "", batch=1).ingest(RECORDS, cluster="mine", name="x", source="s")
    assert [b.position for b in writer.batches] == [1, 2, whole(3)]
    Pipeline(writer, None, lambda _: "").ingest([], cluster="mine", name="x", source="nothing")
    assert writer.batches[-1].position == whole(0)


def test_what_breaks_a_stream_comes_after_what_was_read_of_it():
    def breaking():
        yield from RECORDS[:2]
        raise ConnectionError("cable")

    writer = FakeWriter()
    with pytest.raises(ConnectionError, match="cable"):
        Pipeline(writer, None, lambda _: "", batch=1).ingest(breaking(), cluster="mine", name="x", source="s")
    assert [b.position for b in writer.batches] == [1]


def test_large_records_come_in_smaller_batches():
    large = [Record(b" " * (12 << 20), line) for line in range(1, 8)]
    writer = FakeWriter()
    Pipeline(writer, None, lambda _: "").ingest(large, cluster="mine", name="x", source="s")
    assert [b.position for b in writer.batches] == [3, 6, whole(7)]
    assert sum(b.read for b in writer.batches) == 7
