"""Tries rejected records again, after what could not read them was mended."""

import time
from collections import defaultdict
from pathlib import Path

from graphsvc.domain.batch import Account, Batch, Rejection
from graphsvc.domain.skew import Arrival
from graphsvc.errors import ArchiveError
from graphsvc.graph.read.rejected import StoredRejection
from graphsvc.ingest.archive.segment import read_record
from graphsvc.ingest.decoding import decode
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.record.record import Record, split_body


class Replay:
    """`folder` is the archive's; without the whole record there, the text that the graph kept is tried."""

    def __init__(self, folder: Path, pipeline: Pipeline) -> None:
        self._folder = folder
        self._pipeline = pipeline

    def take(self, rejections: list[StoredRejection]) -> tuple[Account, list[str]]:
        """What became of those that can be read now, and the ids of these. The others stay as they are.

        Written first, and forgotten by the caller after: what a crash in between leaves is known when it comes again.
        """
        account, ids, now = Account(), [], Arrival(time.time_ns() // 1_000_000)
        proxies = self._pipeline.proxies
        by_cluster: dict[str, list[StoredRejection]] = defaultdict(list)
        for rejection in rejections:
            by_cluster[rejection.cluster].append(rejection)
        for cluster, group in by_cluster.items():
            decoded, places = [], []
            for rejection in group:
                found = [decode(record, cluster, rejection.source, now, proxies) for record in self._records(rejection)]
                if not found or any(isinstance(record, Rejection) for record in found):
                    continue
                ids.append(rejection.id)
                decoded += found
                places += [rejection.archive] * len(found)
            if decoded:
                account.add(self._pipeline.write(decoded, Batch(cluster, ""), places=places))
        return account, ids

    def _records(self, rejection: StoredRejection) -> list[Record]:
        """What lies in the record today: it may have been its wrapping that nobody knew."""
        try:
            raw = read_record(self._folder, rejection.archive).raw
        except ArchiveError:
            raw = rejection.raw.encode()
        return list(split_body(raw))
