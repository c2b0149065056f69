"""What the archive holds and the graph was never given: one that was lost is begun anew, and looks like a small one."""

import time
from collections.abc import Iterator
from pathlib import Path

from graphsvc.graph.store import Store
from graphsvc.ingest.archive.index import Entry, read_index
from graphsvc.ingest.archive.segment import entry_of, frames, reach_of, segment_source, segments, started_at

_LOOKED_EVERY = 10.0  # seconds


class ArchiveGap:
    """Records that were archived before the graph was begun, and that it was not given since.

    What was archived later is given to it by whoever archived it.
    """

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._looked_at = -_LOOKED_EVERY
        self._records = -1

    def records(self) -> int:
        """How many, as it was a few seconds ago at most. Once it is none it stays none."""
        if self._records and time.monotonic() - self._looked_at >= _LOOKED_EVERY:
            self._records = sum(entry.records for _, entry in self._unknown())
            self._looked_at = time.monotonic()
        return self._records

    def ends(self) -> dict[str, int]:
        """By segment, up to where its unknown records reach."""
        return {name: entry.end for name, entry in self._unknown()}

    def _unknown(self) -> Iterator[tuple[str, Entry]]:
        born = int(self._store.read("born")[0][0])
        names = [name for name in segments(self._folder) if started_at(name) < born]
        taken = self._store.read_map("checkpoints", sources=[segment_source(name) for name in names])
        for name in names:
            position = taken.get(segment_source(name), 0)
            yield from ((name, e) for e in self._entries(name) if e.end > position and e.at < born)

    def _entries(self, name: str) -> Iterator[Entry]:
        """From the index; it may be lost, or lack what a crash took from it."""
        known = read_index(self._folder, name)
        yield from known
        for frame in frames(self._folder, reach_of(self._folder, name), known[-1].end if known else 0):
            yield entry_of(frame.head, frame.place.offset, frame.end)
