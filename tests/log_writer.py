"""A process that writes an audit log and rotates it, in one of the ways that exist: `python -m tests.log_writer`.

Arguments: folder, way, number of events, events between two rotations. Some lines are written in two pieces.
"""

import gzip
import json
import os
import shutil
import sys
import time
from pathlib import Path

from tests.builders import an_event

PAUSE = 0.003  # seconds between events


def main(folder, way, events, every):
    log = Path(folder) / "audit.log"
    file = log.open("ab", buffering=0)
    for number in range(1, events + 1):
        write(file, json.dumps(an_event(auditID=f"w-{number:06}")).encode() + b"\n", in_pieces=number % 50 == 0)
        if number % every == 0 and number < events:
            file = rotate(file, log, way, number)
        time.sleep(PAUSE)


def write(file, line, *, in_pieces):
    if in_pieces:
        file.write(line[:300])
        time.sleep(0.2)
        line = line[300:]
    file.write(line)


def rotate(file, log, way, number):
    if way == "copytruncate":
        shift(log)
        shutil.copyfile(log, log.with_name("audit.log.1"))
        file.truncate(0)
        return file
    if way == "create":
        shift(log)
        log.rename(log.with_name("audit.log.1"))
    else:  # as the API server does it
        pack(next(log.parent.glob("audit-*.log"), None))
        log.rename(log.with_name(f"audit-2026-11-24T18-00-00.{number % 1_000:03}.log"))
    # Who has the log open writes on for a moment.
    write(file, json.dumps(an_event(auditID=f"late-{number:06}")).encode() + b"\n", in_pieces=True)
    file.close()
    return log.open("ab", buffering=0)


def shift(log):
    """audit.log.1 is packed and becomes the newest of the packed ones."""
    for n in range(20, 1, -1):
        if (old := log.with_name(f"audit.log.{n}.gz")).exists():
            old.rename(log.with_name(f"audit.log.{n + 1}.gz"))
    if (last := log.with_name("audit.log.1")).exists():
        pack(last, "audit.log.2.gz")


def pack(file, name=""):
    """Like gzip: in pieces, under the last name from the start, the plain file goes when it is done, times stay."""
    if file is None:
        return
    data, packed = file.read_bytes(), file.with_name(name or f"{file.name}.gz")
    with gzip.open(packed, "wb") as out:
        for start in range(0, len(data), 20_000):
            out.write(data[start : start + 20_000])
            out.flush()
            time.sleep(0.02)
    stat = file.stat()
    os.utime(packed, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    file.unlink()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
