"""The archive gives back what it was given, and knows a torn frame when it sees one."""

import pytest

from graphsvc.errors import ArchiveError
from graphsvc.ingest.archive import Archive, frames, read_record, segments

LINES = [b'{"a":1}', b"", b'{"b":2}']


@pytest.fixture
def archive(tmp_path):
    found = Archive(tmp_path, "push")
    yield found
    found.close()


def test_records_are_found_by_their_place(archive, tmp_path):
    archive.append("c1", "s", LINES)
    place = archive.append("c2", "s", LINES[::-1])
    assert read_record(tmp_path, place.of(0)) == b'{"b":2}'
    assert read_record(tmp_path, place.of(2)) == b'{"a":1}'


def test_frames_come_in_order_from_any_frames_end(archive, tmp_path):
    for cluster in ("c1", "c2", "c3"):
        archive.append(cluster, "s", LINES)
    (segment,) = segments(tmp_path, "push")
    found = list(frames(tmp_path, segment))
    assert [f.head.cluster for f in found] == ["c1", "c2", "c3"]
    assert found[0].records == LINES
    assert [f.head.cluster for f in frames(tmp_path, segment, found[0].end)] == ["c2", "c3"]


@pytest.mark.parametrize("lost", [1, 5, 20])
def test_a_torn_frame_ends_the_segment(archive, tmp_path, lost):
    archive.append("c1", "s", LINES)
    archive.append("c2", "s", LINES)
    (file,) = tmp_path.glob("*.seg")
    file.write_bytes(file.read_bytes()[:-lost])
    assert [f.head.cluster for f in frames(tmp_path, file.stem)] == ["c1"]


def test_a_changed_frame_is_not_believed(archive, tmp_path):
    place = archive.append("c1", "s", LINES)
    (file,) = tmp_path.glob("*.seg")
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(bytes(data))
    with pytest.raises(ArchiveError):
        read_record(tmp_path, place.of(0))


def test_a_disk_that_takes_less_than_it_is_given(archive, tmp_path, monkeypatch):
    archive.append("c1", "s", LINES)
    real = archive._file

    class Reluctant:
        """Takes seven bytes at a time, as an unbuffered file may."""

        def write(self, data):
            return real.write(data[:7])

        def __getattr__(self, name):
            return getattr(real, name)

    archive._file = Reluctant()
    archive.append("c2", "s", LINES)
    (segment,) = segments(tmp_path, "push")
    assert [f.head.cluster for f in frames(tmp_path, segment)] == ["c1", "c2"]


@pytest.mark.parametrize("place", ["gone:0:0", "nonsense", "../../etc/passwd:0:0"])
def test_what_is_not_there_says_so(tmp_path, place):
    with pytest.raises((ArchiveError, ValueError)):
        read_record(tmp_path, place)
