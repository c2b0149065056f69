"""Gathers what is wrong with the service: for `/readyz`, for the page, and for the log of its start."""

import time
from collections.abc import Iterator, Sequence

from graphsvc.domain.moment import DAY, HOUR
from graphsvc.domain.period import Period
from graphsvc.domain.problem import Problem
from graphsvc.domain.receipt import Receipt
from graphsvc.errors import GraphsvcError
from graphsvc.graph.migration import check_schema
from graphsvc.graph.read.receipts import ReceiptReader
from graphsvc.graph.store import Store
from graphsvc.graph.write.batches import Backlog, backlog
from graphsvc.ingest.archive.gap import ArchiveGap
from graphsvc.web.intake import ArchiveIntake
from graphsvc.web.neo4j_guard import Neo4jGuard
from graphsvc.web.worker import Worker


class Status:
    """`guard` is None where somebody else looks after Neo4j."""

    def __init__(
        self, store: Store, intake: ArchiveIntake, workers: Sequence[Worker], guard: Neo4jGuard | None, gap: ArchiveGap
    ) -> None:
        self.store = store
        self._intake = intake
        self.workers = tuple(workers)
        self.guard = guard
        self._gap = gap

    def problems(self) -> list[Problem]:
        """All that is known without the database, or else what the database says of itself and of the archive.

        A database that is away takes its time to say so, and is not asked again when somebody found out.
        """
        return list(self._of_this_process()) or list(self._of_the_graph())

    def detection_backlog(self) -> Backlog:
        return backlog(self.store)

    def receipts(self) -> list[Receipt]:
        """How whole the logs of the last day are."""
        now = time.time_ns() // 1_000_000
        return ReceiptReader(self.store).receipts(Period(now - DAY, now + HOUR))

    def _of_this_process(self) -> Iterator[Problem]:
        if self.guard and self.guard.problem:
            yield Problem("neo4j", self.guard.problem)
        if self._intake.spool.problem:
            yield Problem("archive", self._intake.spool.problem)
        yield from (Problem(worker.name, worker.problem) for worker in self.workers if worker.problem)
        if self._intake.is_full:
            yield Problem("intake", "too much is waiting to be written: posts are answered with 429")

    def _of_the_graph(self) -> Iterator[Problem]:
        try:
            check_schema(self.store)
            if lost := self._gap.records():
                yield Problem("graph", _told(lost))
            if aside := self.detection_backlog().set_aside:
                yield Problem("detection", f"{aside} batches could not be looked at and are set aside: see the log")
        except GraphsvcError as error:
            yield Problem("neo4j", str(error))


def _told(records: int) -> str:
    return (
        f"the archive holds {records:,} records from before this graph was begun, which it does not know: if the graph "
        "was lost, stop the service and run `graphsvc rebuild --replace` or, to go on without them, "
        "`graphsvc archive leave`"
    )
