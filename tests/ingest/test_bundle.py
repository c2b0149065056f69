"""tar and zip, with members that are packed, broken or no logs, one in the other, plain or packed themselves."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import pytest
import zstandard

from graphsvc.ingest.record.record import read_records
from graphsvc.ingest.source.source import unpacked
from tests.builders import an_event, raw


def read(data):
    return list(read_records(unpacked(io.BufferedReader(io.BytesIO(data)))))


def ids(records):
    return [json.loads(record.raw)["auditID"] for record in records if not record.problem]


def log(*names):
    return b"\n".join(raw(an_event(auditID=name)) for name in names)


def tar(members, mode="w"):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as bundle:
        bundle.addfile(tarfile.TarInfo("folder"))
        for name, data in members.items():
            entry = tarfile.TarInfo(f"folder/{name}")
            entry.size = len(data)
            bundle.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def zipped(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.mkdir("folder")
        for name, data in members.items():
            bundle.writestr(f"folder/{name}", data)
    return file.getvalue()


LOGS = {
    "empty.log": b"",
    "plain.log": log("a", "b"),
    "packed.log.gz": gzip.compress(log("c")),
    "list.json": json.dumps({"kind": "EventList", "items": [an_event(auditID="d")]}, separators=(",", ":")).encode(),
    "pretty.json": json.dumps(an_event(auditID="d2"), indent=2).encode(),
    "old.log.xz": lzma.compress(log("e") + b"\n"),
    "older.log.bz2": bz2.compress(log("f", "g")),
    "oldest.log.zst": zstandard.compress(log("h")),
    "wide.log": b"\xff\xfe" + log("i").decode().encode("utf-16-le"),
}


@pytest.mark.parametrize("bundled", [tar, zipped])
@pytest.mark.parametrize("packed", [bytes, gzip.compress, lzma.compress, bz2.compress, zstandard.compress])
def test_members_are_read_like_files(bundled, packed):
    found = read(packed(bundled(LOGS)))
    assert ids(found) == ["a", "b", "c", "d", "d2", "e", "f", "g", "h", "i"]
    assert [r.problem for r in found if r.problem] == []


@pytest.mark.parametrize("bundled", [tar, zipped])
def test_bundles_in_bundles(bundled):
    inner = {"tar": tar({"x": log("x")}), "zip": zipped({"y": log("y"), "broken.gz": gzip.compress(log("z"))[:-20]})}
    found = read(bundled({**inner, "last": log("l")}))
    assert ids(found) == ["x", "y", "l"]
    (told,) = [r.problem for r in found if r.problem]
    assert told.startswith("folder/zip: folder/broken.gz breaks off: ")


@pytest.mark.parametrize("bundled", [tar, zipped])
def test_a_broken_or_foreign_member_does_not_stop_its_siblings(bundled):
    whole = log(*(f"w{n}" for n in range(200)))
    members = {
        "first": log("first"),
        "cut.gz": gzip.compress(whole)[:-30],
        "program": b"\x7fELF" + b"\n\0" * 5_000,
        "cut.xz": lzma.compress(whole)[:-30],
        "last": log("last"),
    }
    found = read(bundled(members))
    assert [r.problem.partition(" ")[0] for r in found if r.problem] == [
        "folder/cut.gz",
        "folder/program",
        "folder/cut.xz",
    ]
    assert (ids(found)[0], ids(found)[-1]) == ("first", "last")
    assert ids(found).count("w0") == 2
    assert [r.line for r in found] == sorted({r.line for r in found})


def test_a_cut_tar_gives_what_comes_before_the_cut():
    data = tar({"one": log("one"), "two": log(*(f"two-{n}" for n in range(50)))})
    found = read(data[: len(data) // 2])
    assert ids(found)[:2] == ["one", "two-0"]
    assert "end of data" in found[-1].problem


def test_a_cut_or_damaged_zip_is_told():
    data = zipped({"one": log("one"), "two": log("two")})
    (found,) = read(data[: len(data) // 2])
    assert found.problem == "the stream breaks off here: zip: File is not a zip file"
    at = data.index(b"folder/two") + 20
    found = read(data[:at] + b"\xff" * 9 + data[at + 9 :])
    assert ids(found) == ["one"]
    assert found[-1].problem.startswith("folder/two breaks off: ")


def test_an_encrypted_member_does_not_stop_its_siblings():
    data = bytearray(zipped({"one": log("one"), "two": log("two")}))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # made to look like it
        at = data.index(b"folder/one", data.index(head))
        data[data.rindex(head, 0, at) + flags] |= 1
    found = read(bytes(data))
    assert ids(found) == ["two"]
    assert "encrypted" in found[0].problem
