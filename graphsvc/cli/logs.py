"""Takes log files into the graph, shows how it goes, and runs the detections on what was new."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeRemainingColumn

from graphsvc.cli.database import say
from graphsvc.detection.engine import Engine
from graphsvc.domain.alert import Occurrence
from graphsvc.domain.batch import Account
from graphsvc.domain.moment import to_text
from graphsvc.domain.noise import OLDER_THAN_KEPT
from graphsvc.errors import Unreadable
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.record import read_records
from graphsvc.ingest.source import STDIN, Source, find_source, opened
from graphsvc.ingest.wrapping import Format

_REJECTED_SHOWN = 5
_REJECTED_REPORTED = 1_000


@dataclass
class Taken:
    """What became of several files."""

    account: Account
    fired: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class Reading:
    """How logs are read: what wraps them, None to find out, and whose they are if neither user nor wrapping say."""

    form: Format | None = None
    cluster: str = ""


class LogTaker:
    """One for a command: `engine` None leaves the detections to somebody else."""

    def __init__(
        self,
        pipeline: Pipeline,
        engine: Engine | None,
        *,
        noise: str,
        on_fired: Callable[[list[Occurrence]], None] | None = None,
        reading: Reading = Reading(),
    ) -> None:
        self._pipeline = pipeline
        self._engine = engine
        self._noise = noise
        self._on_fired = on_fired
        self._reading = reading
        self._console = Console(stderr=True)

    def take(self, names: list[str], *, cluster: str, learn: bool = False) -> Taken:
        """Files in order; one that cannot be read is told and does not stop the others.

        Without `cluster`, records belong to the cluster that their wrapping names.
        """
        taken = Taken(Account())
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[state]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self._console, disable=not self._console.is_terminal) as progress:
            for name in names:
                try:
                    self._take_one(find_source(name), name, cluster, taken, progress, learn=learn)
                except Unreadable as error:
                    say(f"graphsvc: {error}")
                    taken.unreadable += 1
        return taken

    def _take_one(
        self, source: Source, name: str, cluster: str, taken: Taken, progress: Progress, *, learn: bool
    ) -> None:
        task = progress.add_task(source.name, total=source.size or None, state="")
        with opened(name) as (stream, raw):

            def show(account: Account) -> None:
                taken.fired += self._detect()
                at = raw.tell() if name != STDIN else None
                self._show(progress, task, account, at)

            account = self._pipeline.ingest(
                read_records(stream, self._reading.form, self._reading.cluster),
                cluster=cluster,
                name=source.name,
                source=self._origin(source, cluster),
                learn=learn,
                progress=show,
            )
        progress.update(task, completed=source.size or 1, total=source.size or 1)
        taken.account.add(account, most_rejected=_REJECTED_REPORTED)

    def _origin(self, source: Source, cluster: str) -> str:
        """What makes a source another one: the same content read in another way gives other records."""
        if not source.digest:
            return ""
        form = f":{self._reading.form.name}" if self._reading.form else ""
        return f"{source.digest}:{cluster or self._reading.cluster}:{self._noise}{form}"

    def _detect(self) -> int:
        return self._engine.run_waiting(self._on_fired) if self._engine else 0

    def _show(self, progress: Progress, task: TaskID, account: Account, at: int | None) -> None:
        progress.update(task, state=f"{account.read:,} read, {account.calls:,} calls", completed=at)


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
    }


def summarise(taken: Taken) -> None:
    """The account for people."""
    account = taken.account
    say(
        f"{account.read:,} records read: {account.calls:,} calls, {account.merged_stages:,} further stages of calls, "
        f"{account.duplicates:,} known already, {account.noise.total():,} noise, {account.rejected_total:,} rejected; "
        f"{taken.fired:,} detections fired"
    )
    if account.skewed:
        say(f"  {account.skewed:,} calls had a time that cannot be and were put to now; `claimed_time` has theirs")
    if account.folded:
        say(f"  {account.folded:,} calls made up more names than are kept apart, and share paths: see docs/limits.md")
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
