"""The faults of issue B, each with what has to hold. Tests carry them as marks, and the table reads them."""

import pytest

R1 = pytest.mark.fault("R1", "ingest killed with -9 in the middle of a log", "lost 0, double 0, goes on by itself")
R2 = pytest.mark.fault("R2", "receiver killed with -9 under posts", "every acknowledged event once")
R5 = pytest.mark.fault(
    "R5", "Neo4j restarted (TERM, KILL) under posts and ingest", "lost 0, double 0, goes on by itself"
)
R6 = pytest.mark.fault("R6", "Neo4j away while posts go on", "0 refused, memory < +200 MiB, backlog drained")
R8 = pytest.mark.fault("R8", "disk full", "503 before a byte is lost, normal by itself")
R9 = pytest.mark.fault("R9", "every batch three times, a sample once more", "counts and alerts as if sent once")
R10 = pytest.mark.fault("R10", "shuffled, late by 24 h and by 95 d", "sums equal, no false never-seen, older counted")
R11 = pytest.mark.fault("R11", "wrong clocks", "no bucket in the future, nothing lost or double")
R12 = pytest.mark.fault("R12", "malformed input", "all good siblings kept, bad ones kept with a reason")
R13 = pytest.mark.fault("R13", "huge events and batches", "call kept without its body, 413 beyond the limit")
R14 = pytest.mark.fault("R14", "deep nesting", "no crash, siblings kept")
R15 = pytest.mark.fault("R15", "compression bombs", "stopped early, memory bounded")
R16 = pytest.mark.fault("R16", "unknown versions and kinds", "known ones mapped, others counted")
R17 = pytest.mark.fault("R17", "retry storm after an outage", "lost 0, double 0, memory < 1 GiB")
R25 = pytest.mark.fault("R25", "log files that turn, shrink and grow", "lost 0, double 0")
R26 = pytest.mark.fault("R26", "an event that the database refuses", "1 kept as rejected, siblings written")
RACE = pytest.mark.fault("race", "segments read while they are written", "nothing skipped, nothing called damaged")
SCANNER = pytest.mark.fault("scan", "a scanner makes up every name", "bounded paths, every call counted")
