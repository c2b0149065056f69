"""Readers race writers over segments that are being written: nothing is skipped, and nothing is called damaged."""

import random
import subprocess
import sys
import threading

import pytest

from graphsvc.ingest.archive import archive as archives
from graphsvc.ingest.archive.check import archived_records, check_archive
from graphsvc.ingest.archive.segment import frame_sizes, frames, reach_of, segments
from graphsvc.ingest.record.record import Record
from graphsvc.web.spool import Spool
from tests.faults.targets import RACE

POSTERS = 6


class Reader:
    """Goes round the segments as the intake does, and on from where it was; `reach` says how far one may be read."""

    def __init__(self, folder, reach):
        self._folder, self._reach = folder, reach
        self._positions, self._closed = {}, set()
        self.seen, self.damaged = [], []

    def round(self):
        for name in segments(self._folder):
            if name in self._closed:
                continue
            reach, position = self._reach(name), self._positions.get(name, 0)
            for frame in frames(self._folder, reach, position, self.damaged.append):
                self.seen.append(frame.head.source)
                position = frame.end
            self._positions[name] = position
            assert position == sum(frame_sizes(self._folder, reach))
            if not reach.is_open:
                self._closed.add(name)

    def run(self, stop):
        while not stop.is_set():
            self.round()


def lines(rng):
    """From one byte to half a MiB that does not pack."""
    return [Record(rng.randbytes(int(10 ** rng.uniform(0, 5.7))).replace(b"\n", b"."), 1)]


@RACE
@pytest.mark.parametrize("own", [True, False], ids=["the process that writes", "another process"])
def test_what_is_acknowledged_is_read_once(tmp_path, long, own, monkeypatch, record_property):
    monkeypatch.setattr(archives, "_SEGMENT_SIZE", 4 << 20)
    posts = 20_000 if long else 350  # of each poster
    spool, stop = Spool(tmp_path, "push", lambda *_: None), threading.Event()
    reader = Reader(tmp_path, spool.reach if own else lambda name: reach_of(tmp_path, name))
    states = []

    def post(number):
        rng = random.Random(number)
        for n in range(posts):
            spool.put([("c", f"{number}-{n}", lines(rng))]).result(timeout=60)

    def check():
        while not stop.is_set():
            states.extend(check_archive(tmp_path))
            sum(1 for _ in archived_records(tmp_path))

    threads = [threading.Thread(target=post, args=(number,)) for number in range(POSTERS)]
    lookers = [threading.Thread(target=target) for target in (lambda: reader.run(stop), check)]
    spool.start()
    for thread in (*threads, *lookers):
        thread.start()
    for thread in threads:
        thread.join()
    spool.stop()
    stop.set()
    for thread in lookers:
        thread.join()
    reader.round()
    assert sorted(reader.seen) == sorted(f"{number}-{n}" for number in range(POSTERS) for n in range(posts))
    assert not reader.damaged
    assert all(state.is_whole and not (state.is_open and state.torn) for state in states)
    record_property("frames", len(reader.seen))


_WRITER = """
import random, sys
from pathlib import Path
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.record.record import Record
archive, rng = Archive(Path(sys.argv[1])), random.Random(1)
for n in range(1_000_000):
    archive.append("c", str(n), [Record(rng.randbytes(int(10 ** rng.uniform(0, 5.7))).replace(b"\\n", b"."), 1)])
    print(n, flush=True)
"""


@RACE
def test_a_writer_that_is_killed_leaves_what_it_acknowledged(tmp_path, long):
    for kill in range(50 if long else 4):
        folder = tmp_path / str(kill)
        folder.mkdir()
        reader, stop = Reader(folder, lambda name, folder=folder: reach_of(folder, name)), threading.Event()
        looker = threading.Thread(target=reader.run, args=(stop,))
        looker.start()
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE, text=True
        ) as writer:
            while int(writer.stdout.readline()) < 40 + kill:
                pass
            writer.kill()
            acknowledged = 40 + kill + len(writer.stdout.readlines())
        stop.set()
        looker.join()
        reader.round()
        assert reader.seen[: acknowledged + 1] == [str(n) for n in range(acknowledged + 1)]
        assert len(reader.seen) <= acknowledged + 2, "at most the one that nobody heard of"
        assert not reader.damaged
        assert all(state.is_whole and not state.is_open for state in check_archive(folder))


def test_a_new_segment_is_held_before_it_is_seen(tmp_path):
    archive = archives.Archive(tmp_path)
    archive.append("c", "s", [Record(b"{}", 1)])
    (name,) = segments(tmp_path)
    assert reach_of(tmp_path, name) == (reach := reach_of(tmp_path, name))
    assert (reach.is_open, reach.end) == (True, archive.end.offset)
    assert [file.suffix for file in sorted(tmp_path.iterdir())] == [".idx", ".seg"]
    archive.close()
    assert not reach_of(tmp_path, name).is_open


def test_of_what_is_still_written_nothing_is_called_damaged(tmp_path):
    archive, told = archives.Archive(tmp_path), []
    places = [archive.append("c", str(n), [Record(b"{}", 1)]) for n in range(3)]
    (file,) = tmp_path.glob("*.seg")
    with file.open("r+b") as spoilt:
        spoilt.seek(places[1].offset + 12)
        spoilt.write(b"\xff\xff")
    assert [f.head.source for f in frames(tmp_path, reach_of(tmp_path, file.stem), on_damage=told.append)] == ["0"]
    (state,) = check_archive(tmp_path)
    assert (told, state.damaged, state.is_whole) == ([], (), False)
    archive.close()
    assert [f.head.source for f in frames(tmp_path, reach_of(tmp_path, file.stem), on_damage=told.append)] == ["0", "2"]
    assert told == [places[1]]
