"""Several files in one: tar and zip, member after member, each unpacked like a file of its own."""

import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, BinaryIO, cast

from graphsvc.ingest.source.containers import LONGEST_MAGIC, container
from graphsvc.ingest.source.pieces import Pieces
from graphsvc.ingest.source.read_errors import READ_ERRORS, as_read_error

HEADER = 512  # bytes that tell
_BLOCK = 1 << 20

_ZIP, _TAR, _TAR_AT = b"PK\x03\x04", b"ustar", 257

# The name of a member, and what opens it: to be read before the next one is asked for.
Bundle = Iterator[tuple[str, Callable[[], Any]]]
# RuntimeError: a member that is encrypted, or packed in a way unknown here.
_MEMBER_ERRORS = (*READ_ERRORS, tarfile.TarError, zipfile.BadZipFile, RuntimeError)
# A line of nothing else stands before each member: what a file begins with tells how it is read.
MEMBER = b"\x1c\n"


class MemberBreaksOff(OSError):
    """One file of several is broken, or no log. What is read next is the next one."""


def members_of(start: bytes) -> Callable[[Any], Bundle] | None:
    """What gives the members of a stream that begins like this."""
    if start[_TAR_AT:].startswith(_TAR):
        return _tar_members
    return _zip_members if start.startswith(_ZIP) else None


class Members(Pieces):
    """Text of all members, each behind a line MEMBER.

    Reading raises MemberBreaksOff once for each that breaks off, OSError where the bundle does.
    """

    def __init__(self, members: Bundle, unpacked: Callable[[Any], BinaryIO]) -> None:
        super().__init__()
        self._members = members
        self._unpacked = unpacked
        self._name = ""
        self._member: Any = None
        self._ends_line = True

    def _piece(self) -> bytes:
        if self._member:
            with self._told():
                text = cast("bytes", self._member.read1(_BLOCK))
            if text:
                self._ends_line = text.endswith(b"\n")
                return text
            self._member = None
        if not self._ends_line:
            self._ends_line = True
            return b"\n"
        return MEMBER if self._next() else b""

    def _next(self) -> bool:
        found = next(self._members, None)
        if found is None:
            return False
        self._name, opened = found
        with self._told():
            self._member = self._unpacked(opened())
            if problem := container(self._member.peek(LONGEST_MAGIC)):
                raise OSError(problem)
        return True

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except MemberBreaksOff as error:  # of a bundle in a bundle, which goes on
            raise MemberBreaksOff(f"{self._name}: {error}") from None
        except _MEMBER_ERRORS as error:
            self._member = None
            raise MemberBreaksOff(f"{self._name} breaks off: {error}") from None


def _tar_members(stream: Any) -> Bundle:
    with as_read_error("tar", tarfile.TarError), tarfile.open(fileobj=stream, mode="r|") as bundle:
        yield from ((entry.name, partial(bundle.extractfile, entry)) for entry in bundle if entry.isreg())


def _zip_members(stream: Any) -> Bundle:
    with as_read_error("zip", zipfile.BadZipFile), tempfile.TemporaryFile() as file:
        shutil.copyfileobj(stream, file)  # the list of members stands at the end
        with zipfile.ZipFile(file) as bundle:
            yield from ((e.filename, partial(bundle.open, e)) for e in bundle.infolist() if not e.is_dir())
