"""From records to the graph: decode, redact, archive, fold, write; batch by batch, each whole or not at all."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from graphsvc.domain.address import Networks
from graphsvc.domain.batch import Account, Batch, Rejection, fold
from graphsvc.domain.call import Call
from graphsvc.domain.path import Path
from graphsvc.domain.skew import Arrival
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.archive import Archive, Post
from graphsvc.ingest.archive.segment import PUSH, Frame, segment_source
from graphsvc.ingest.decoding import Decoded, arrived, cleaned, decode, decoded_frame, is_late
from graphsvc.ingest.record.record import Record

# Records of one transaction: where somebody waits for it, of a file, of posts that had to wait. The more the faster,
# see docs/measured.md, and the more is done again after an interruption.
BATCH = 2_000
FILE_BATCH = 5_000
_BACKLOG = 10_000
_FILE_BATCH_BYTES = 32 << 20  # large records are fewer


class Progress(Protocol):
    def __call__(self, account: Account) -> None: ...


class Pipeline:
    """Takes records of one cluster into the graph. One per process: the writer keeps what it learned.

    `without_arguments`: of commands run in containers only the first word is kept. Who follows logs sets `is_live`:
    what is taken then is told as it happens.
    """

    def __init__(
        self,
        writer: Writer,
        archive: Archive | None,
        rule_of: Callable[[Path], str],
        *,
        batch: int = FILE_BATCH,
        without_arguments: bool = False,
        proxies: Networks = (),
    ) -> None:
        self.proxies = proxies
        self.is_live = False
        self._writer = writer
        self._without_arguments = without_arguments
        self._archive = archive
        self._rule_of = rule_of
        self._batch = batch

    def ingest(
        self,
        records: Iterable[Record],
        *,
        cluster: str,
        name: str,
        source: str = "",
        learn: bool = False,
        progress: Progress | None = None,
    ) -> Account:
        """Take a whole stream. `source` names its content: what was taken before is not taken again, but counted.

        `cluster` is whose records they are, whatever wraps them; empty: the one that each record names.
        """
        total = Account()
        position = self._writer.position(source) if source else 0
        if position < 0:
            return Account(read=whole(position), duplicates=whole(position))
        stream = iter(records)
        skipped = sum(1 for _ in islice(stream, position))
        total.add(Account(read=skipped, duplicates=skipped))
        for chunk, position in _chunks(stream, self._batch, skipped):
            total.add(self.take(chunk, cluster=cluster, name=name, source=source, position=position, learn=learn))
            if progress:
                progress(total)
        return total

    def take(
        self, chunk: list[Record], *, cluster: str, name: str, source: str = "", position: int = 0, learn: bool = False
    ) -> Account:
        """One batch for each cluster: archived first, then written.

        The last one says how far the source was taken: what an interruption left out comes again.
        """
        account = Account()
        if source and not chunk:
            return self.write([], Batch("", source, position))
        groups = list(_by_cluster(chunk, cluster).items())
        for number, (owner, records) in enumerate(groups, 1):
            received = time.time_ns() // 1_000_000
            clean = [self.cleaned(record) for record in records]
            decoded = [decode(record, owner, name, Arrival(received), self.proxies) for record in clean]
            places = self._keep((owner, name, clean), received, learn=learn)
            batch = Batch(owner, source if number == len(groups) else "", position)
            if self.is_live:
                batch.arrived = arrived(decoded, received)
            account.add(self.write(decoded, batch, learn=learn, places=places))
        return account

    def _keep(self, post: Post, received: int, *, learn: bool) -> list[str]:
        if self._archive is None:
            return []
        return self._archive.append(*post, at=received, learn=learn).each(len(post[2]))

    def position(self, source: str) -> int:
        """How far a source was taken, as whoever took it counts; 0 for one that is not known."""
        return self._writer.position(source)

    def cleaned(self, record: Record) -> Record:
        return cleaned(record, without_arguments=self._without_arguments)

    def write(
        self, decoded: list[Decoded], batch: Batch, *, learn: bool = False, places: Sequence[str] = ()
    ) -> Account:
        """Write what is archived already, each record at its place. `batch` says whose it is, and is filled."""
        placed = list(map(_placed, decoded, places)) if places else decoded
        batch = fold(batch, placed, self._rule_of)
        # Of several stages of a call the last one says most.
        archive = {call.id: place for call, place in zip(decoded, places, strict=False) if isinstance(call, Call)}
        return self._writer.write(batch, learn=learn, archive=archive)

    def write_frames(self, frames: list[Frame], *, again: bool = False) -> Account:
        """Write frames of one segment and cluster that follow one another, and that the segment was taken so far.

        `again`: it was taken further already.
        """
        head, last = frames[0].head, frames[-1]
        found, minutes = [], frozenset[int]()
        for frame in frames:
            pairs = list(decoded_frame(frame, self.proxies))
            found += pairs
            if frame.head.kind == PUSH:
                minutes |= arrived((record for record, _ in pairs), frame.received)
        late = [pair for pair in found if is_late(pair[0], last)]
        account = Account()
        if late:
            found = [pair for pair in found if not is_late(pair[0], last)]
            account.add(self._write_pairs(late, Batch(head.cluster, ""), learn=True))
        batch = Batch(head.cluster, "" if again else segment_source(last.place.segment), last.end, arrived=minutes)
        account.add(self._write_pairs(found, batch, learn=head.learn))
        return account

    def _write_pairs(self, pairs: list[tuple[Decoded, str]], batch: Batch, *, learn: bool) -> Account:
        return self.write([record for record, _ in pairs], batch, learn=learn, places=[place for _, place in pairs])


def together(frames: Iterable[Frame], size: int = _BACKLOG) -> Iterator[list[Frame]]:
    """Frames of one segment in groups that can be written at once: of one cluster, and of not too many records."""
    group: list[Frame] = []
    for frame in frames:
        records = sum(len(f.records) for f in group) + len(frame.records)
        if group and (records > size or _kind_of(frame) != _kind_of(group[0])):
            yield group
            group = []
        group.append(frame)
    if group:
        yield group


def _kind_of(frame: Frame) -> tuple[str, bool]:
    return frame.head.cluster, frame.head.learn


def whole(records: int) -> int:
    """The position of a source that was taken to its end; and back from such a position to how many records it had."""
    return -1 - records


def _chunks(stream: Iterator[Record], size: int, position: int) -> Iterator[tuple[list[Record], int]]:
    """Pieces of a stream, and the position after each. Of an empty stream one that is empty: it was taken, too."""
    following = next(stream, None)
    if following is None:
        yield [], whole(position)
    while following is not None:
        chunk, room = [following], _FILE_BATCH_BYTES - len(following.raw)
        for following in stream:
            if len(chunk) == size or room <= 0:
                break
            chunk.append(following)
            room -= len(following.raw)
        else:
            following = None
        position += len(chunk)
        yield chunk, position if following else whole(position)


def _by_cluster(chunk: list[Record], cluster: str) -> dict[str, list[Record]]:
    if cluster:
        return {cluster: chunk}
    groups: dict[str, list[Record]] = {}
    for record in chunk:
        groups.setdefault(record.cluster, []).append(record)
    return groups


def _placed(record: Decoded, place: str) -> Decoded:
    return replace(record, archive=place) if isinstance(record, Rejection) else record
