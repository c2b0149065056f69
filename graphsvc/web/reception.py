"""What all that is posted goes through: room in memory, the body, its records without secrets, the disk."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import partial

from anyio import CapacityLimiter, to_thread
from fastapi import Request

from graphsvc.errors import ArchiveError
from graphsvc.ingest.archive.archive import Post
from graphsvc.ingest.pipeline import BATCH
from graphsvc.ingest.record.record import Record
from graphsvc.ingest.source.encoding import as_utf8
from graphsvc.web.admission import Admission
from graphsvc.web.credentials import Sender
from graphsvc.web.intake import ArchiveIntake
from graphsvc.web.posted_body import JSON, LARGEST_INFLATED, media_type, read_body
from graphsvc.web.refusal import Refused

# As many events of median size (1.3 kB) as the largest inflated body holds. An API server sends 400 at most, unless it
# is told otherwise; a cloud's relay may send all that it gathered in minutes.
MOST_EVENTS = 50_000
_MOST_COMMAS = 40 * MOST_EVENTS  # as an event has; items of hostile lists cost memory before they can be counted
_AT_ONCE = 2  # bodies taken apart; more do not make it faster, but need more memory

Split = Callable[[bytes], Iterator[Record]]
Clean = Callable[[Record], Record]  # without secrets


class Reception:
    """`refused` counts what was not taken, by code."""

    def __init__(self, intake: ArchiveIntake, clean: Clean) -> None:
        self._intake = intake
        self._clean = clean
        self._parsing, self._inflating = CapacityLimiter(_AT_ONCE), CapacityLimiter(_AT_ONCE)
        self.admission = Admission()
        self.refused: Counter[str] = Counter()

    async def take(
        self, request: Request, sender: Sender, source: str, split: Split, types: Collection[str] = (JSON,)
    ) -> int:
        """Number of records in the body, when the disk has all of them; raises Refused when it has none.

        `types` are the media types that `split` can read; of JSON it gets UTF-8, whatever was posted.
        """
        if self._intake.is_full:
            raise Refused(429, "BUSY", "too much is waiting to be written", retry_after=5)
        with self.admission.room() as widen:
            body = await read_body(request, widen, self._inflating, types)
            taken_apart = partial(
                prepared, body, sender, source, split, self._clean, is_text=media_type(request) == JSON
            )
            posts = await to_thread.run_sync(taken_apart, limiter=self._parsing)
            del taken_apart
            del body
            await self._kept(posts)
        return sum(len(records) for _, _, records in posts)

    async def _kept(self, posts: list[Post]) -> None:
        if not posts:
            return
        try:
            await asyncio.wrap_future(self._intake.keep(posts))
        except ArchiveError as error:
            raise Refused(503, error.code, str(error), retry_after=10) from None


def prepared(
    body: bytes, sender: Sender, source: str, split: Split, clean: Clean, *, is_text: bool = True
) -> list[Post]:
    """Records for the archive, by cluster; raises Refused when there are too many."""
    if is_text:
        body = as_utf8(body)
    if body.count(b",") > _MOST_COMMAS:
        raise _too_many()
    groups: dict[str, list[Record]] = {}
    size = 0
    for number, record in enumerate(_split(body, split), 1):
        size += len(record.raw)
        if number > MOST_EVENTS or size > LARGEST_INFLATED:
            raise _too_many()
        owner, owned = sender.owned(record)
        groups.setdefault(owner, []).append(clean(owned))
    return [
        (owner, source, records[start : start + BATCH])
        for owner, records in groups.items()
        for start in range(0, len(records), BATCH)
    ]


def _split(body: bytes, split: Split) -> Iterator[Record]:
    """What is not even a message of its protocol is the sender's mistake."""
    try:
        yield from split(body)
    except ValueError as error:
        raise Refused(400, "BAD_REQUEST", str(error)) from None


def _too_many() -> Refused:
    return Refused(413, "TOO_LARGE", f"a body may have {MOST_EVENTS} events, {LARGEST_INFLATED >> 20} MiB unpacked")
