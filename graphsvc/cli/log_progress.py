"""Shows how far several logs are taken together: bytes, records, rates, time left."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from graphsvc.domain.batch import Account
from graphsvc.ingest.source.source import Source


class LogProgress:
    """`size` is that of all logs in bytes, 0 if unknown. Draws nothing where nobody looks."""

    def __init__(self, size: int, console: Console) -> None:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[state]}", markup=False),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)
        self._task = self._progress.add_task("", total=size or None, state="")
        self._bytes = self._records = self._calls = 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, source: Source, account: Account, position: int) -> None:
        """The source is taken up to here."""
        self._update(source, account, position if source.size else 0)

    def done(self, source: Source, account: Account) -> None:
        self._update(source, account, source.size)
        self._bytes += source.size
        self._records += account.read
        self._calls += account.calls

    def tell(self, what: str, account: Account) -> None:
        """What came of a source without an end."""
        self._progress.update(self._task, description=what, state=self._state(account.read, account.calls))

    def _update(self, source: Source, account: Account, position: int) -> None:
        state = self._state(self._records + account.read, self._calls + account.calls)
        self._progress.update(self._task, description=source.name, state=state, completed=self._bytes + position)

    def _state(self, read: int, calls: int) -> str:
        elapsed = self._progress.tasks[self._task].elapsed or 0
        rate = f" {read / elapsed:,.0f}/s" if elapsed else ""
        return f"{read:,} records{rate}, {calls:,} calls"
