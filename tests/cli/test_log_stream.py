"""What may be below the log: a full disk, a pipe that nobody empties."""

import contextlib
import os
from pathlib import Path

from graphsvc.cli.log_stream import LogStream


def test_a_line_that_is_not_taken_stops_nobody():
    stream = Path("/dev/full").open("w")  # noqa: SIM115  # closing tells of the full disk once more
    found = LogStream(stream)
    for _ in range(3):
        print("x" * 9_000, file=found, flush=True)
    found.close()
    with contextlib.suppress(OSError):
        stream.close()


def test_other_lines_arrive(tmp_path):
    with (tmp_path / "log").open("w") as stream:
        found = LogStream(stream)
        print("told", file=found, flush=True)
        found.close()
        assert (tmp_path / "log").read_text() == "told\n"


def test_a_pipe_that_nobody_empties_stops_nobody():
    reading, writing = os.pipe()
    found = LogStream(os.fdopen(writing, "w"), most_waiting=100)
    for number in range(10_000):
        found.write(f"{number:100}\n")
    with os.fdopen(reading) as pipe:
        lines = []
        while "dropped" not in (line := pipe.readline()):
            lines.append(int(line))
        assert lines == list(range(len(lines)))
        dropped = int(line.split()[0])
        assert 0 < dropped <= 10_000 - len(lines) - 100
