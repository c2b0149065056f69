"""The archive gives back what it was given, and knows a torn frame when it sees one."""

import random

import pytest

from graphsvc.errors import ArchiveError
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.check import archived_records, check_archive
from graphsvc.ingest.archive.index import index_file, read_index
from graphsvc.ingest.archive.segment import frame_sizes, frames, reach_of, read_record, segments
from graphsvc.ingest.record.record import Record

LINES = [Record(b'{"a":1}', 1), Record(b"", 2), Record(b'{"b":2}', 3)]


@pytest.fixture
def archive(tmp_path):
    found = Archive(tmp_path, "push")
    yield found
    found.close()


def test_records_are_found_by_their_place(archive, tmp_path):
    archive.append("c1", "s", LINES)
    place = archive.append("c2", "s", LINES[::-1])
    assert read_record(tmp_path, place.of(0)).raw == b'{"b":2}'
    assert read_record(tmp_path, place.of(2)).raw == b'{"a":1}'


def test_frames_come_in_order_from_any_frames_end(archive, tmp_path):
    for cluster in ("c1", "c2", "c3"):
        archive.append(cluster, "s", LINES)
    (segment,) = segments(tmp_path, "push")
    found = list(frames(tmp_path, reach_of(tmp_path, segment)))
    assert [f.head.cluster for f in found] == ["c1", "c2", "c3"]
    assert found[0].records == LINES
    assert [f.head.cluster for f in frames(tmp_path, reach_of(tmp_path, segment), found[0].end)] == ["c2", "c3"]


@pytest.mark.parametrize("lost", [1, 5, 20])
def test_a_torn_frame_ends_the_segment(archive, tmp_path, lost):
    archive.append("c1", "s", LINES)
    archive.append("c2", "s", LINES)
    archive.close()
    (file,) = tmp_path.glob("*.seg")
    file.write_bytes(file.read_bytes()[:-lost])
    assert [f.head.cluster for f in frames(tmp_path, reach_of(tmp_path, file.stem))] == ["c1"]


def test_a_changed_frame_is_not_believed(archive, tmp_path):
    place = archive.append("c1", "s", LINES)
    archive.close()
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
    assert [f.head.cluster for f in frames(tmp_path, reach_of(tmp_path, segment))] == ["c1", "c2"]


def test_several_frames_are_written_at_once(archive, tmp_path):
    archive.append("c0", "s", LINES)
    places = archive.append_all([("c1", "s", LINES), ("c2", "s", LINES[::-1]), ("c3", "s", LINES)])
    assert [read_record(tmp_path, place.of(0)) for place in places] == [LINES[0], LINES[2], LINES[0]]
    found = list(frames(tmp_path, reach_of(tmp_path, archive.segment)))
    assert [f.place for f in found[1:]] == places
    assert found[-1].end == archive.end.offset


def test_sizes_of_frames_are_known_without_reading_them(archive, tmp_path):
    for cluster in ("c1", "c2", "c3"):
        archive.append(cluster, "s", LINES)
    found = list(frames(tmp_path, reach_of(tmp_path, archive.segment)))
    assert list(frame_sizes(tmp_path, reach_of(tmp_path, archive.segment))) == [f.end - f.place.offset for f in found]
    archive.close()
    (file,) = tmp_path.glob("*.seg")
    file.write_bytes(file.read_bytes()[:-1])
    assert len(list(frame_sizes(tmp_path, reach_of(tmp_path, archive.segment), found[0].end))) == 1


def test_nothing_is_written_after_what_could_not_be_taken_back(archive, tmp_path):
    archive.append("c1", "s", LINES)
    real = archive._file

    class Stuck:
        """Takes half, and can then neither go on nor back."""

        def write(self, data):
            if real.closed or real.tell() > archive_end:
                raise OSError(28, "No space left on device")
            return real.write(data[: len(data) // 2])

        def truncate(self, offset):
            raise OSError(5, "Input/output error")

        def __getattr__(self, name):
            return getattr(real, name)

    archive_end = archive.end.offset
    archive._file = Stuck()
    with pytest.raises(ArchiveError, match="No space left"):
        archive.append("c2", "s", LINES)
    archive.append("c3", "s", LINES)
    found = [f.head.cluster for name in segments(tmp_path, "push") for f in frames(tmp_path, reach_of(tmp_path, name))]
    assert found == ["c1", "c3"]


@pytest.mark.parametrize("place", ["gone:0:0", "nonsense", "../../etc/passwd:0:0"])
def test_what_is_not_there_says_so(tmp_path, place):
    with pytest.raises((ArchiveError, ValueError)):
        read_record(tmp_path, place)


ODD = [
    Record(b"{", 7, "not valid JSON"),
    Record(b"I1123 klog", 9, "", "", "klog-lines", 1_700_000_000_000),
    Record(b'{"a":1}', 12, "", "prod"),
]


def test_what_unwrapping_said_of_records_comes_back(archive, tmp_path):
    archive.append("prod", "a.log", ODD, learn=True)
    (segment,) = segments(tmp_path)
    (frame,) = frames(tmp_path, reach_of(tmp_path, segment))
    assert frame.records == [*ODD[:2], Record(b'{"a":1}', 12)]
    assert frame.head.learn


def test_index_has_every_frame(archive, tmp_path):
    for _ in range(3):
        archive.append("c1", "s", LINES)
    (segment,) = segments(tmp_path)
    entries, found = read_index(tmp_path, segment), list(frames(tmp_path, reach_of(tmp_path, segment)))
    assert [(e.offset, e.end, e.at, e.records) for e in entries] == [
        (f.place.offset, f.end, f.head.at, len(f.records)) for f in found
    ]


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize("spoilt", ["body", "length"])
def test_damage_in_the_middle_does_not_take_what_follows_along(archive, tmp_path, indexed, spoilt):
    places = [archive.append(f"c{n}", "s", LINES) for n in range(3)]
    archive.close()
    (file,) = tmp_path.glob("*.seg")
    data = bytearray(file.read_bytes())
    data[places[1].offset + (12 if spoilt == "body" else 2)] ^= 0xFF
    file.write_bytes(bytes(data))
    if not indexed:
        index_file(tmp_path, file.stem).unlink()
    told = []
    found = [f.head.cluster for f in frames(tmp_path, reach_of(tmp_path, file.stem), on_damage=told.append)]
    if spoilt == "length" and not indexed:
        assert found == ["c0"], "nothing says where the next frame begins"
        return
    assert found == ["c0", "c2"]
    assert told == [places[1]]
    (state,) = check_archive(tmp_path)
    assert state.damaged == (places[1],)
    assert not state.is_whole


def test_check_tells_a_lost_end_from_a_torn_one(archive, tmp_path):
    archive.append("c1", "s", LINES)
    archive.close()
    (file,) = tmp_path.glob("*.seg")
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:-3])
    (state,) = check_archive(tmp_path)
    assert state.is_whole
    assert state.torn == len(whole) - 3
    file.write_bytes(whole[:-3])
    (state,) = check_archive(tmp_path)
    assert not state.is_whole
    assert state.lost == 1


@pytest.mark.parametrize("seed", range(20))
def test_no_flipped_bit_goes_unnoticed(archive, tmp_path, seed):
    for n in range(3):
        archive.append(f"c{n}", "s", LINES)
    archive.close()
    (file,) = tmp_path.glob("*.seg")
    data = bytearray(file.read_bytes())
    rng = random.Random(seed)
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    file.write_bytes(bytes(data))
    (state,) = check_archive(tmp_path)
    assert not state.is_whole


def test_archived_records_of_a_cluster(archive, tmp_path):
    archive.append("c1", "s", LINES)
    archive.append("c2", "s", LINES[::-1])
    assert [r.raw for _, r in archived_records(tmp_path, cluster="c2")] == [r.raw for r in LINES[::-1]]
    last = read_index(tmp_path, segments(tmp_path)[0])[-1].at
    assert not list(archived_records(tmp_path, since=last + 1))
