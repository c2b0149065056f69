"""Follows log files: what is written to them is taken, whatever rotation does to them meanwhile.

Nothing but the graph remembers how far they were taken: each batch carries the position of its file, so one that was
killed goes on where the last batch ended. It polls: a file is asked for its size, a folder for its names.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from graphsvc.domain.batch import Account
from graphsvc.ingest.follow.fingerprint import fingerprint
from graphsvc.ingest.follow.tail import Block, Signature, Tail, signature_of
from graphsvc.ingest.pipeline import BATCH, Pipeline
from graphsvc.ingest.record.reading import Reading
from graphsvc.ingest.record.record import records_of
from graphsvc.ingest.source.file_names import in_order, log_name, matching

_Inode = tuple[int, int]


class Follower:
    """`names` are files, folders, patterns. `on_taken` is told of what was written, `tell` of what cannot be read."""

    def __init__(
        self,
        names: list[str],
        pipeline: Pipeline,
        reading: Reading,
        *,
        on_taken: Callable[[Account], None],
        tell: Callable[[str], None],
    ) -> None:
        self._names = names
        self._pipeline = pipeline
        self._reading = reading
        self._on_taken = on_taken
        self._tell = tell
        self._tails: dict[_Inode, Tail] = {}
        self._resting: dict[_Inode, Signature] = {}
        self._since: dict[Path, int] = {}
        self._told: dict[Path, str] = {}

    def round(self, stop: Event) -> bool:
        """Take a piece of every file that has news; False when none had."""
        self._look()
        took = False
        for inode, tail in list(self._tails.items()):
            took = (not stop.is_set() and self._take(inode, tail)) or took
        return took

    def close(self) -> None:
        for tail in self._tails.values():
            tail.close()
        self._tails.clear()

    def _look(self) -> None:
        """Find what is new, renamed, gone, or another file than before under the same inode."""
        seen: set[_Inode] = set()
        for path in in_order(self._files()):
            try:
                stat = path.stat()
                if (inode := (stat.st_dev, stat.st_ino)) not in seen:
                    seen.add(inode)
                    self._meet(path, inode, stat)
            except OSError as error:
                self._complain(path, error)
        for inode, tail in self._tails.items():
            if inode not in seen and tail.left_since is None:
                tail.left_since = time.time()
        self._resting = {inode: known for inode, known in self._resting.items() if inode in seen}

    def _meet(self, path: Path, inode: _Inode, stat: os.stat_result) -> None:
        if self._resting.get(inode) == signature_of(stat):
            return
        tail, anew = self._tails.get(inode), False
        if tail and not tail.is_same(stat):
            anew = tail.was_cut(stat)
            tail.close()
            del self._tails[inode]
            tail = None
        if tail is None:
            self._tails[inode] = tail = Tail(path, self._position_of, anew=anew)
        tail.path, tail.left_since = path, None

    def _files(self) -> set[Path]:
        """Files of the names, and what was rotated away from them since they are followed."""
        found: set[Path] = set()
        for name in self._names:
            for path in matching(name) or [Path(name)]:
                found.add(path)
                if not log_name(path.name).is_rotated:
                    found |= set(self._rotated(path))
        return {path for path in found if path.is_file()}

    def _rotated(self, path: Path) -> Iterator[Path]:
        since = self._followed_since(path)
        real = path.resolve()
        for file in real.parent.glob("*") if real.parent.is_dir() else ():
            name = log_name(file.name)
            if name.is_rotated and name.live == real.name and _changed(file) >= since:
                yield file

    def _followed_since(self, path: Path) -> int:
        """When its oldest line that counts may have been written, in milliseconds: older files are history."""
        if path not in self._since:
            source = f"{self._prefix}since:{fingerprint(str(path.absolute()).encode())}"
            since = self._pipeline.position(source)
            if not since:
                since = _changed(path) or time.time_ns() // 1_000_000
                self._note(source, since)
            self._since[path] = since
        return self._since[path]

    def _take(self, inode: _Inode, tail: Tail) -> bool:
        try:
            if block := tail.block():
                self._write(tail, block)
                return True
            self._finish(inode, tail)
        except OSError as error:
            self._complain(tail.path, error)
        return False

    def _finish(self, inode: _Inode, tail: Tail) -> None:
        """Let go of what nobody writes any more; a last line without an end is taken then."""
        is_left = tail.left_since is not None or tail.is_packed or log_name(tail.path.name).is_rotated
        if tail.is_done or (is_left and tail.is_still):
            if block := tail.rest():
                self._write(tail, block)
            if tail.is_packed:
                self._note(self._prefix + tail.mark, 1)
            self._rest(inode, tail)

    def _rest(self, inode: _Inode, tail: Tail) -> None:
        if tail.read_up:
            self._resting[inode] = tail.read_up
        tail.close()
        del self._tails[inode]

    def _write(self, tail: Tail, block: Block) -> None:
        """In batches, of which the last one says how far the file was taken."""
        reading, account = self._reading, Account()
        records = list(records_of(block.lines, reading.form, reading.default))
        source = self._prefix + tail.fingerprint(block.end)
        for start in range(0, len(records) or 1, BATCH):
            taken = self._pipeline.take(
                records[start : start + BATCH],
                cluster=reading.cluster,
                name=str(tail.path),
                source=source if start + BATCH >= len(records) else "",
                position=block.end,
                learn=reading.learn,
            )
            account.add(taken)
        tail.advance(block)
        self._on_taken(account)

    def _note(self, source: str, position: int) -> None:
        self._pipeline.take([], cluster="", name="", source=source, position=position)

    def _position_of(self, content: str) -> int:
        return self._pipeline.position(self._prefix + content)

    @property
    def _prefix(self) -> str:
        """The same file under another cluster's name gives other records."""
        return f"follow:{self._reading.cluster}:"

    def _complain(self, path: Path, error: OSError) -> None:
        text = f"{path}: {error.strerror}"
        if self._told.get(path) != text and not isinstance(error, FileNotFoundError):
            self._told[path] = text
            self._tell(text)


def _changed(file: Path) -> int:
    """Milliseconds; 0 for a file that is not there."""
    try:
        return file.stat().st_mtime_ns // 1_000_000
    except OSError:
        return 0
