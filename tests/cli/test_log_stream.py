"""A full disk below the log."""

import contextlib
from pathlib import Path

from graphsvc.cli.log_stream import LogStream


def test_a_line_that_is_not_taken_stops_nobody():
    stream = Path("/dev/full").open("w")  # noqa: SIM115  # closing tells of the full disk once more
    found = LogStream(stream)
    for _ in range(3):
        print("x" * 9_000, file=found, flush=True)
    with contextlib.suppress(OSError):
        stream.close()


def test_other_lines_arrive(tmp_path):
    with (tmp_path / "log").open("w") as stream:
        print("told", file=LogStream(stream), flush=True)
        assert (tmp_path / "log").read_text() == "told\n"
