"""Takes log files into the graph, shows how it goes, and runs the detections on what was new."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from rich.console import Console

from graphsvc.cli.database import say
from graphsvc.cli.log_progress import LogProgress
from graphsvc.detection.looking import InTurn
from graphsvc.domain.batch import Account
from graphsvc.domain.moment import to_text
from graphsvc.domain.noise import OLDER_THAN_KEPT
from graphsvc.errors import StoreUnavailable, Unreadable
from graphsvc.ingest.follow.bucket import BucketFollower
from graphsvc.ingest.follow.files import Follower
from graphsvc.ingest.follow.loop import Followed, follow
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.record.reading import Reading
from graphsvc.ingest.record.record import Record, read_records
from graphsvc.ingest.source.bucket import SCHEME, Bucket
from graphsvc.ingest.source.file_names import STDIN, expanded
from graphsvc.ingest.source.source import Source, find_source

_LAST_LOOK = 10.0  # seconds that detections get when following ends
_REJECTED_SHOWN = 5
_REJECTED_REPORTED = 1_000


@dataclass
class Taken:
    """What became of several files."""

    account: Account
    fired: int = 0
    unreadable: int = 0

    def add(self, account: Account) -> None:
        self.account.add(account, most_rejected=_REJECTED_REPORTED)

    def refuse(self, error: Exception | str) -> None:
        """Tell what could not be read at all."""
        say(f"graphsvc: {error}")
        self.unreadable += 1

    @property
    def is_all_rejected(self) -> bool:
        return 0 < self.account.read == self.account.rejected_total


class LogTaker:
    """One for a command. `looking`: how detections look at what is written."""

    def __init__(
        self,
        pipeline: Pipeline,
        looking: InTurn,
        *,
        noise: str,
        reading: Reading = Reading(),
        s3_endpoint: str = "",
    ) -> None:
        self._pipeline = pipeline
        self._looking = looking
        self._noise = noise
        self._reading = reading
        self._s3_endpoint = s3_endpoint
        self._console = Console(stderr=True)

    def take(self, names: list[str], *, cluster: str, learn: bool = False, since: int = 0) -> Taken:
        """Files and objects in order; one that cannot be read is told and does not stop the others.

        Without `cluster`, records belong to the cluster that their wrapping names. Of buckets, what was changed
        since then (in milliseconds).
        """
        taken = Taken(Account())
        reading = replace(self._reading, cluster=cluster, learn=learn)
        found = list(self._found(names, since, taken))
        with LogProgress(sum(source.size for source in found), self._console) as progress, self._looking:
            for source in found:
                try:
                    self._take_one(source, reading, taken, progress)
                except (OSError, Unreadable) as error:
                    taken.refuse(error)
            taken.fired += self._looking.finish()  # what one that was killed wrote last waits, though nothing is new
        return taken

    def follow(self, names: list[str], *, stop: threading.Event, cluster: str, learn: bool, since: int) -> Taken:
        """Whatever comes to files and buckets, until `stop`. Raises Unreadable for what cannot be followed."""
        taken = Taken(Account())
        reading = replace(self._reading, cluster=cluster, learn=learn)
        if STDIN in names:
            raise Unreadable("standard input cannot be followed: without --follow it is read until it ends")
        buckets = [self._bucket(name, since) for name in names if name.startswith(SCHEME)]
        files = [name for name in names if not name.startswith(SCHEME)]
        with LogProgress(0, self._console) as progress, self._looking:

            def on_taken(account: Account) -> None:
                taken.add(account)
                self._looking.look()
                progress.tell(", ".join(names), taken.account)

            def take(source: Source) -> None:
                self._take_one(source, reading, taken, progress)

            self._pipeline.is_live = True
            sources: list[Followed] = [BucketFollower(bucket, take, taken.refuse) for bucket in buckets]
            if files:
                sources.append(Follower(files, self._pipeline, reading, on_taken=on_taken, tell=taken.refuse))
            follow(sources, stop, _tell_pause)
            try:
                taken.fired += self._looking.finish(_LAST_LOOK)
            except StoreUnavailable as error:
                say(f"graphsvc: {error}; what the detections did not see waits for them")
        return taken

    def _found(self, names: list[str], since: int, taken: Taken) -> Iterator[Source]:
        for name in expanded(names):
            try:
                if name.startswith(SCHEME):
                    yield from self._bucket(name, since).sources()
                else:
                    yield find_source(name)
            except Unreadable as error:
                taken.refuse(error)

    def _bucket(self, name: str, since: int) -> Bucket:
        return Bucket(name, endpoint=self._s3_endpoint, since=since)

    def _take_one(self, source: Source, reading: Reading, taken: Taken, progress: LogProgress) -> None:
        so_far = Account()
        position: Callable[[], int] = int

        def records() -> Iterator[Record]:
            nonlocal position
            with source.opened() as (stream, raw):
                position = raw.tell
                yield from read_records(stream, reading.form, reading.default)
                position = partial(int, source.size)

        def show(account: Account) -> None:
            nonlocal so_far
            so_far = account
            self._looking.look()
            progress.show(source, account, position())

        try:
            so_far = self._pipeline.ingest(
                records(),
                cluster=reading.cluster,
                name=source.name,
                source=self._origin(source, reading),
                learn=reading.learn,
                progress=show,
            )
        finally:
            progress.done(source, so_far)
            taken.add(so_far)

    def _origin(self, source: Source, reading: Reading) -> str:
        """What makes a source another one: the same content read in another way gives other records."""
        if not source.digest:
            return ""
        form = f":{reading.form.name}" if reading.form else ""
        return f"{source.digest}:{reading.cluster or reading.default}:{self._noise}{form}"


def _tell_pause(error: Exception, seconds: float) -> None:
    say(f"graphsvc: {error}; trying again in {seconds:.0f} s")


def report(account: Account) -> dict[str, Any]:
    """The account as a contract: see docs/contracts.md."""
    return {
        "read": account.read,
        "calls": account.calls,
        "duplicates": account.duplicates,
        "merged_stages": account.merged_stages,
        "noise": dict(sorted(account.noise.items())),
        "rejected": [{"source": r.source, "line": r.line, "reason": r.reason} for r in account.rejected],
        "rejected_total": account.rejected_total,
        "reported_lost": account.reported_lost,
    }


def summarise(taken: Taken) -> None:
    """The account for people."""
    account = taken.account
    say(
        f"{account.read:,} records read: {account.calls:,} calls, {account.merged_stages:,} further stages of calls, "
        f"{account.duplicates:,} known already, {account.noise.total():,} noise, {account.rejected_total:,} rejected; "
        f"{taken.fired:,} detections fired"
    )
    for remark in _remarks(account):
        say(f"  {remark}")
    for rule, calls in account.noise.most_common():
        say(f"  noise {rule}: {calls:,}")
    if account.noise[OLDER_THAN_KEPT]:
        say(
            f"  calls before {to_text(account.kept_from)} are not kept: GRAPHSVC_KEEP_CALLS counts back from the newest"
        )
    for rejection in account.rejected[:_REJECTED_SHOWN]:
        say(f"  rejected {rejection.source}, line {rejection.line}: {rejection.reason}")
    if account.rejected_total > _REJECTED_SHOWN:
        say(f"  … and {account.rejected_total - _REJECTED_SHOWN:,} more; `graphsvc rejected` lists them")
    if taken.is_all_rejected:
        say("graphsvc: not one record could be read: is this an audit log? docs/formats.md lists what may wrap events")


def _remarks(account: Account) -> Iterator[str]:
    if account.skewed:
        yield f"{account.skewed:,} calls had a time that cannot be and were put to now; `claimed_time` has theirs"
    if account.reported_lost:
        yield (
            f"{account.reported_lost:,} calls are of events that the API server could not write and told of in its own "
            "log: the audit log has holes; `note:reported-lost` finds these calls"
        )
    if account.folded:
        yield f"{account.folded:,} calls made up more names than are kept apart, and share paths: see docs/limits.md"
