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
R18 = pytest.mark.fault("R18", "slow clients and idle connections", "ended in time, posts of others answered")
R19 = pytest.mark.fault("R19", "slow questions while posts go on", "each ends within its limit, posts answered")
R23 = pytest.mark.fault("R23", "migration killed with -9, beside writers", "resumable, idempotent, totals exact")
R24 = pytest.mark.fault("R24", "backfill and posts, both killed with -9", "lost 0, double 0")
R25 = pytest.mark.fault("R25", "log files that turn, shrink and grow", "lost 0, double 0")
R26 = pytest.mark.fault("R26", "an event that the database refuses", "1 kept as rejected, siblings written")
R28 = pytest.mark.fault("R28", "soak, with kills and restarts", "memory, threads, files level off, totals exact")
R29 = pytest.mark.fault("R29", "four writers on the same actors", "all commit, nothing rejected, totals exact")
R30 = pytest.mark.fault("R30", "store lost and restored from a copy", "graph equals that of a run that never failed")
RACE = pytest.mark.fault("race", "segments read while they are written", "nothing skipped, nothing called damaged")
SCANNER = pytest.mark.fault("scan", "a scanner makes up every name", "bounded paths, every call counted")
SIDE_BY_SIDE = pytest.mark.fault(
    "side", "two ingests, a service and retain side by side", "counts and alerts as one by one"
)
