"""Patterns, folders and rotated names, as files in the order in which they were written."""

import os
from pathlib import Path

import pytest

from graphsvc.errors import Unreadable
from graphsvc.ingest.source.file_names import expanded, log_name
from graphsvc.ingest.source.source import find_source


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*names):
    """Files, each changed a minute after the one before."""
    for minute, name in enumerate(names):
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
        os.utime(file, (minute * 60, minute * 60))


@pytest.mark.parametrize(
    ("name", "live"),
    [
        ("audit.log", "audit.log"),
        ("audit-2026-11-24T18-00-00.000.log", "audit.log"),
        ("audit-2026-11-24T18-00-00.000.log.gz", "audit.log"),
        ("audit.log.1", "audit.log"),
        ("audit.log.12.gz", "audit.log"),
        ("audit.log-20261124.zst", "audit.log"),
        ("audit.log-20261124-18", "audit.log"),
        ("0.log.20261124-180000.gz", "0.log"),
        ("audit-policy.log", "audit-policy.log"),
        ("node-1.log", "node-1.log"),
        ("events.json.gz", "events.json"),
    ],
)
def test_rotated_names_tell_the_log_they_are_of(name, live):
    found = log_name(name)
    assert found.live == live
    assert found.is_rotated == (name.removesuffix(".gz") not in {live, live.removesuffix(".gz")})


@pytest.mark.parametrize(
    "names",
    [
        ["audit-2026-11-24T17-00-00.000.log.gz", "audit-2026-11-24T18-00-00.000.log", "audit.log"],
        ["audit.log.10.gz", "audit.log.9.gz", "audit.log.1", "audit.log"],
        ["audit.log-20261122.gz", "audit.log-20261123", "audit.log"],
    ],
)
def test_a_log_comes_in_the_order_of_its_rotation_whatever_copies_did_to_its_times(folder, names):
    make(*reversed(names))
    assert expanded(["*.log*"]) == names


def test_logs_come_by_their_oldest_file(folder):
    make("b/audit.log.1", "a/audit.log", "b/audit.log")
    assert expanded(["**/audit*"]) == ["b/audit.log.1", "b/audit.log", "a/audit.log"]


def test_a_folder_is_all_files_in_it_but_hidden_ones(folder):
    make("logs/deep/er/1.log", "logs/2.log", "logs/.swp", "logs/.git/x")
    assert expanded(["logs"]) == ["logs/deep/er/1.log", "logs/2.log"]


def test_what_two_names_name_is_taken_once(folder):
    make("a.log", "b.log")
    assert expanded(["b.log", "*.log", "-"]) == ["b.log", "a.log", "-"]


def test_a_file_may_be_called_like_a_pattern(folder):
    make("audit[1].log", "audit1.log")
    assert expanded(["audit[1].log"]) == ["audit[1].log"]


@pytest.mark.parametrize(("name", "words"), [("no*.log", "fits no file"), ("empty", "folder without files")])
def test_what_fits_nothing_is_told(folder, name, words):
    Path("empty").mkdir()
    assert expanded([name]) == [name]
    with pytest.raises(Unreadable, match=words):
        find_source(name)
