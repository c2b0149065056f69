"""The archive levels off by age and by size, and never lets go of what the graph does not have yet."""

import os
import time

import pytest

from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.age import ArchiveAge
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.archive.index import index_file
from graphsvc.ingest.archive.segment import frames, reach_of, segment_file, segment_source, segments
from graphsvc.ingest.record.record import Record
from tests.builders import a_pipeline, an_event, raw

HOUR = 3_600_000
NOW = int(time.time() * 1_000)


def a_segment(folder, kind="file"):
    """A segment of one frame; its name."""
    before = set(segments(folder))
    archive = Archive(folder, kind)
    archive.append("c", "s", [Record(raw(an_event()), 1)])
    archive.close()
    (name,) = set(segments(folder)) - before
    return name


@pytest.fixture
def writer(store):
    return Writer(store)


def test_old_segments_go_with_their_index(writer, tmp_path):
    name = a_segment(tmp_path)
    age = ArchiveAge(tmp_path, writer, age=24 * HOUR, size=0)
    assert age.expired(NOW + 23 * HOUR) == []
    assert age.expired(NOW + 25 * HOUR) == [name]
    assert age.remove(name) > 0
    assert not list(tmp_path.iterdir())


def test_beyond_its_size_the_oldest_go_first(writer, tmp_path):
    names = [a_segment(tmp_path) for _ in range(4)]
    size = segment_file(tmp_path, names[0]).stat().st_size
    age = ArchiveAge(tmp_path, writer, age=0, size=2 * size + size // 2)
    assert age.expired(NOW + 2 * HOUR) == names[:2]


def test_a_segment_in_use_stays(writer, tmp_path):
    archive = Archive(tmp_path, "file")
    archive.append("c", "s", [Record(raw(an_event()), 1)])
    age = ArchiveAge(tmp_path, writer, age=1, size=1)
    assert age.expired(NOW + HOUR) == []
    archive.close()
    assert age.expired(NOW + HOUR) == [archive.segment]


def test_without_limits_all_is_kept(writer, tmp_path):
    a_segment(tmp_path)
    assert ArchiveAge(tmp_path, writer, age=0, size=0).expired(NOW + 10_000 * HOUR) == []


def test_what_was_posted_stays_until_the_graph_has_it(store, writer, tmp_path):
    name = a_segment(tmp_path, "push")
    age = ArchiveAge(tmp_path, writer, age=HOUR, size=0)
    assert age.expired(NOW + 50 * HOUR) == []
    for frame in frames(tmp_path, reach_of(tmp_path, name)):
        a_pipeline(store).write_frames([frame])
    assert age.expired(NOW + 50 * HOUR) == [name]
    age.remove(name)
    assert writer.position(segment_source(name)) == 0


def test_without_an_index_the_file_tells_its_age(writer, tmp_path):
    name = a_segment(tmp_path)
    index_file(tmp_path, name).unlink()
    long_ago = time.time() - 50 * 3_600
    os.utime(segment_file(tmp_path, name), (long_ago, long_ago))
    assert ArchiveAge(tmp_path, writer, age=24 * HOUR, size=0).expired(NOW) == [name]
