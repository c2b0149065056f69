"""One followed file: what of it was taken, what can be taken now, and whether it is still the file that it was."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graphsvc.ingest.follow.content import Content, Packed, content_of
from graphsvc.ingest.follow.fingerprint import HEAD, fingerprint, taken_before
from graphsvc.ingest.record.line import LONGEST, Line, line_text, too_long
from graphsvc.ingest.record.settled import settled

_BLOCK = 4 << 20
_STILL = 60.0  # seconds without a change after which a log that was rotated away gets no more lines

Signature = tuple[int, int]


@dataclass(frozen=True)
class Block:
    """Lines that are there in full, up to the offset `end`; `count` are all of them, blank ones too."""

    lines: list[Line]
    end: int
    count: int


def signature_of(stat: os.stat_result) -> Signature:
    return stat.st_size, stat.st_mtime_ns


class Tail:
    """Holds its file open. `position_of` says how far the content of a fingerprint was taken.

    With `anew` that is not asked: the file was cut, so that something else follows what it begins with.
    """

    def __init__(self, path: Path, position_of: Callable[[str], int], *, anew: bool = False) -> None:
        self.path = path
        self.left_since: float | None = None  # when its name was seen to be gone
        self._position_of = position_of
        self._file = path.open("rb", buffering=0)
        self._content: Content | None = None
        self._start = b""
        self._offset = self._lines = self._known = 0
        self._read_up: Signature | None = None
        self._was_whole = False
        self._anew = anew
        self._short_since: float | None = None

    def close(self) -> None:
        self._file.close()
        if self._content:
            self._content.close()

    @property
    def is_packed(self) -> bool:
        return isinstance(self._content, Packed)

    @property
    def signature(self) -> Signature:
        return signature_of(os.fstat(self._file.fileno()))

    @property
    def is_done(self) -> bool:
        """A packed file of which nothing is left."""
        is_whole = self._content is not None and self._content.is_whole
        return self._was_whole or (is_whole and self._read_up is not None)

    @property
    def is_still(self) -> bool:
        """All of it was read, and it has not changed for so long that nobody writes it any more."""
        size, changed = self.signature
        since = max(changed / 1e9, self.left_since or 0)
        return self._read_up == (size, changed) and time.time() - since > _STILL

    @property
    def mark(self) -> str:
        """Names a packed file that was read to its end, so that it need not be unpacked again to see that."""
        return f"{fingerprint(self._start)}:{self.signature[0]}"

    def fingerprint(self, end: int) -> str:
        """The one under which it is kept that this log was taken up to `end`."""
        return fingerprint(self._start[:end])

    def is_same(self, stat: os.stat_result) -> bool:
        """Whether what was read still stands there: the file may have been truncated, or its inode used again."""
        if self._read_up == signature_of(stat) or self._content is None:
            return True
        return self._read_up is None if self.is_packed else self._stands()

    def was_cut(self, stat: os.stat_result) -> bool:
        return stat.st_size < self._offset and not self.is_packed

    @property
    def read_up(self) -> Signature | None:
        """What the file was when there was nothing left of it."""
        return self._read_up

    def block(self) -> Block | None:
        """What can be taken now."""
        signature = self.signature
        if self._read_up == signature:
            return None
        found = self._next() if self._place() else None
        if found is None:
            self._read_up = signature
        return found

    def rest(self) -> Block | None:
        """When nothing follows a last line without its end is one too, and what cannot be unpacked is told."""
        return self._next(final=True) if self._place() else None

    def advance(self, block: Block) -> None:
        """The block was taken."""
        self._offset, self._lines = block.end, self._lines + block.count

    def _place(self) -> bool:
        """Find out what was taken before. A short log may turn out to be the copy of a longer one while it grows."""
        if self._content is None or (self._offset == 0 and not self.is_packed):
            self._content = content_of(self._file)
        if self._content is None:
            return False
        if self._offset < HEAD and not self._anew:
            self._start = self._content.head()
            self._was_whole = self.is_packed and self._position_of(self.mark) > 0
            self._known = taken_before(self._start, self._position_of)
        return not self._was_whole and (self._skip(self._content) or self._is_cut())

    def _skip(self, content: Content) -> bool:
        """Past what was taken; False when the file is shorter."""
        while (missing := self._known - self._offset) > 0:
            if not (skipped := content.read(self._offset, min(missing, _BLOCK))):
                return False
            self._offset, self._lines = self._offset + len(skipped), self._lines + skipped.count(b"\n")
        return True

    def _is_cut(self) -> bool:
        """A copy that is being made is shorter than what was taken for a moment; one that stays so was cut."""
        self._short_since = self._short_since or time.time()
        if self.is_packed or time.time() - self._short_since <= _STILL:
            return False
        self._anew = True
        self._offset = self._lines = self._known = 0
        return True

    def _next(self, *, final: bool = False) -> Block | None:
        assert self._content
        for size in (_BLOCK, LONGEST):
            data = self._content.read(self._offset, size)
            lines = _whole(data, to_end=final or self._content.is_whole)
            if lines or len(data) < size:
                break
        else:
            lines = [data]
        end = min(self._offset + sum(map(len, lines)) + len(lines), self._offset + len(data))
        found = [_line(raw, number) for number, raw in enumerate(lines, self._lines + 1) if line_text(raw)]
        if final and self._content.problem:
            found.append(Line(b"", self._lines + len(lines) + 1, self._content.problem))
        # What was read may be that of a file that took the place of this one just then.
        return Block(found, end, len(lines)) if (lines or found) and self._begins_so(end) else None

    def _begins_so(self, end: int) -> bool:
        """Whether the file still begins with what was taken; and notes what it begins with up to `end`."""
        if not self._stands():
            return False
        if len(self._start) < min(end, HEAD) and not self.is_packed:
            assert self._content
            before, self._start = self._start, self._content.head()
            return self._start.startswith(before)
        return True

    def _stands(self) -> bool:
        assert self._content
        taken = self._start[: self._offset]
        return self.is_packed or (self.signature[0] >= self._offset and self._content.head().startswith(taken))


def _whole(data: bytes, *, to_end: bool) -> list[bytes]:
    """Lines with their end, but for pieces of one whose last piece is still to come."""
    *lines, rest = data.split(b"\n")
    if to_end:
        return [*lines, rest] if rest else lines
    return lines[: settled(lines)]


def _line(raw: bytes, number: int) -> Line:
    return too_long(raw, number) if len(raw) >= LONGEST else Line(line_text(raw), number)
