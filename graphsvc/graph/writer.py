"""Writes batches: counters, calls, paths, what they touched, and how far the source was taken, in one transaction.

A batch that was interrupted left nothing; a batch that comes again changes nothing. Writers of several
processes take turns by locking one node first.
"""

from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from graphsvc.domain.batch import Account, Batch, without_older
from graphsvc.domain.batch_halves import halves, rejecting_calls
from graphsvc.domain.call import Call, ObjectKey
from graphsvc.domain.moment import HOUR
from graphsvc.domain.noise import OLDER_THAN_KEPT
from graphsvc.domain.skew import is_skewed
from graphsvc.errors import BeingRebuilt, StoreError, StoreUnavailable
from graphsvc.graph.crowds import settle_crowds
from graphsvc.graph.known import Seen, SpanCache, widen
from graphsvc.graph.noise_marks import NoiseMemory
from graphsvc.graph.rows import (
    call_row,
    command_row,
    fingerprints,
    object_row,
    path_row,
    rejected_row,
    submitted_rows,
)
from graphsvc.graph.skewed import settle_skewed
from graphsvc.graph.store import Rows, Store, Transaction

_SUBMITTED = {"PodSpec": "submitted_pod_specs", "RoleRules": "submitted_role_rules", "Binding": "submitted_bindings"}
# Entries, of which 100,000 are 30 to 70 MiB.
_PATHS_KEPT = 500_000
_OBJECTS_KEPT = 50_000  # by path: who walks over more objects than that touches each once


@dataclass(frozen=True)
class Stored:
    """A call that the graph has already."""

    stages: int
    path: int
    is_error: bool
    is_folded: bool

    def gains(self, call: Call) -> bool:
        """Whether this repeat tells of stages that are news. A folded call stays where it was put."""
        return bool(call.stages & ~self.stages) and not self.is_folded


@dataclass
class _Turn:
    """One attempt to write one batch: what to keep in mind once it is committed."""

    account: Account
    next_path: int
    next_batch: int
    turns: int
    stored_paths: dict[str, tuple[int, Seen] | None] = field(default_factory=dict)
    path_ids: dict[str, int] = field(default_factory=dict)
    path_spans: dict[str, Seen] = field(default_factory=dict)
    objects: dict[tuple[int, ObjectKey], Seen] = field(default_factory=dict)
    commands: dict[tuple[int, str], Seen] = field(default_factory=dict)
    marks: Rows = field(default_factory=list)


class Writer:
    """Use one per process and database. Not for several threads at once.

    While somebody writes the graph anew only their writer, which `rebuilds`, may write; others raise BeingRebuilt.
    """

    def __init__(self, store: Store, *, rebuilds: bool = False) -> None:
        self._store = store
        self._rebuilds = rebuilds
        self._ids: OrderedDict[str, int] = OrderedDict()
        self._paths: SpanCache[str] = SpanCache(_PATHS_KEPT)
        self._objects: SpanCache[tuple[int, ObjectKey]] = SpanCache(_OBJECTS_KEPT)
        self._commands: SpanCache[tuple[int, str]] = SpanCache(50_000)
        self._noise = NoiseMemory()
        self._turns = -1
        self._state: tuple[str, int] = ("", 0)

    def write(self, batch: Batch, *, learn: bool = False, archive: dict[str, str] | None = None) -> Account:
        """Write one batch and say what became of its records. `archive` gives the place of calls' raw events.

        A call that the database cannot take is rejected; it never stops its siblings.
        """
        try:
            turn = self._store.write(lambda tx: self._take_turn(tx, batch, learn=learn, archive=archive or {}))
        except StoreUnavailable:
            raise
        except (StoreError, OverflowError, ValueError, TypeError) as error:
            return self._write_around(batch, error, learn=learn, archive=archive or {})
        self._keep(batch.cluster, turn)
        return turn.account

    def _write_around(self, batch: Batch, error: Exception, *, learn: bool, archive: dict[str, str]) -> Account:
        """Halve until the call at fault stands alone."""
        if not batch.calls:
            raise error
        if len(batch.calls) == 1:
            return self.write(rejecting_calls(batch, f"cannot be stored: {error}", archive), learn=learn)
        first, rest = halves(batch)
        account = self.write(first, learn=learn, archive=archive)
        account.add(self.write(rest, learn=learn, archive=archive))
        return account

    def position(self, source: str) -> int:
        """How many records of a source were taken."""
        rows = self._store.read("checkpoint", source=source)
        return int(rows[0][0]) if rows else 0

    def note(self, source: str, position: int) -> None:
        """Keep how far a source was taken, apart from any batch."""
        self._store.write(lambda tx: tx.run("checkpoint", source=source, position=position))

    def forget(self, source: str) -> None:
        """Forget how far a source was taken: it is not there any more."""
        self._store.write(lambda tx: tx.run("forget_checkpoint", source=source))

    def _take_turn(self, tx: Transaction, batch: Batch, *, learn: bool, archive: dict[str, str]) -> _Turn:
        next_path, next_batch, turns, generation, removals, kept_from, being_rebuilt = tx.run("take_turn")[0]
        if being_rebuilt and not self._rebuilds:
            raise BeingRebuilt(
                "the graph is being written anew by `graphsvc rebuild`: writing waits until that is done"
            )
        self._forget_unless((generation, removals))
        turn = _Turn(_opening(batch), next_path, next_batch, turns)
        batch = _drop_older(tx, settle_skewed(tx, batch), kept_from, turn.account)
        stored = _stored_calls(tx, batch)
        fresh = _settle_calls(batch, stored, turn.account)
        bounded = settle_crowds(tx, batch.cluster, fresh, lambda keys: self._new_paths(tx, keys, turn))
        turn.account.folded += bounded.folded
        fresh = bounded.calls
        touched = fresh + [c for c in batch.calls.values() if c.id in stored and stored[c.id].gains(c)]
        self._write_paths(tx, touched, turn)
        if bounded.crowded:
            tx.run("crowded_paths", ids=sorted(turn.path_ids[key] for key in bounded.crowded))
        self._write_calls(tx, batch, fresh, stored, turn, archive)
        self._write_touched(tx, touched, turn)
        self._write_noise(tx, batch, turn)
        _write_rejected(tx, batch)
        if fresh:
            _write_cluster(tx, batch.cluster, fresh)
            ids = [c.id for c in fresh]
            paths = [turn.path_ids[c.path.key] for c in fresh]
            tx.run("batch", id=turn.next_batch, cluster=batch.cluster, learn=learn, calls=ids, paths=paths)
            turn.next_batch += 1
        if batch.source:
            tx.run("checkpoint", source=batch.source, position=batch.position)
        tx.run("end_turn", next_path=turn.next_path, next_batch=turn.next_batch)
        return turn

    def _forget_unless(self, state: tuple[str, int]) -> None:
        """What is remembered holds for one graph, and until something is removed from it."""
        if state == self._state:
            return
        self._ids.clear()
        for spans in (self._paths, self._objects, self._commands):
            spans.forget()
        self._noise.forget()
        self._state = state

    def _write_paths(self, tx: Transaction, calls: list[Call], turn: _Turn) -> None:
        paths = {c.path.key: c.path for c in calls}
        for call in calls:
            widen(turn.path_spans, call.path.key, call.time)
        turn.path_ids = {key: id_ for key in paths if (id_ := self._ids.get(key)) is not None}
        new = self._new_paths(tx, paths, turn)
        stored = {key: found for key in paths if (found := turn.stored_paths.get(key))}
        for key, (id_, span) in stored.items():
            turn.path_ids[key] = id_
            turn.path_spans[key] = span.with_(turn.path_spans[key])
        for key in new:
            turn.path_ids[key] = turn.next_path
            turn.next_path += 1
        if new:
            tx.run("new_paths", rows=[path_row(paths[k], turn.path_ids[k], turn.path_spans[k]) for k in new])
        self._widen_paths(tx, turn, new, stored)

    def _new_paths(self, tx: Transaction, keys: Iterable[str], turn: _Turn) -> dict[str, None]:
        """Those of these keys that no path has yet, in order."""
        unknown = [key for key in keys if key not in self._ids]
        if asked := [key for key in unknown if key not in turn.stored_paths]:
            turn.stored_paths |= dict.fromkeys(asked)
            rows = tx.run("known_paths", keys=asked)
            turn.stored_paths |= {key: (id_, Seen(first, last)) for key, id_, first, last in rows}
        return {key: None for key in unknown if turn.stored_paths[key] is None}

    def _widen_paths(
        self, tx: Transaction, turn: _Turn, new: Collection[str], stored: dict[str, tuple[int, Seen]]
    ) -> None:
        wider = {
            key: span
            for key, span in self._paths.news(turn.path_spans).items()
            if key not in stored or stored[key][1] != span
        }
        rows = [[turn.path_ids[key], span.first, span.last] for key, span in wider.items()]
        if old := [row for key, row in zip(wider, rows, strict=True) if key not in new]:
            tx.run("path_seen", rows=old)
        if rows:
            tx.run("hops", rows=rows)

    def _write_calls(
        self,
        tx: Transaction,
        batch: Batch,
        fresh: list[Call],
        stored: dict[str, Stored],
        turn: _Turn,
        archive: dict[str, str],
    ) -> None:
        ids = turn.path_ids
        hours: Counter[tuple[int, int]] = Counter()
        errors = {ids[c.path.key] for c in fresh if c.path.is_error}
        groups: dict[int, list[dict[str, Any]]] = {}
        for call in fresh:
            path = ids[call.path.key]
            hours[path, call.time // HOUR] += 1
            groups.setdefault(path, []).append(call_row(call, archive))
        errors |= self._complete(tx, batch, stored, turn, hours, archive)
        rows = [[p, h, n, n if p in errors else 0] for (p, h), n in sorted(hours.items()) if n]
        if rows:
            tx.run("hour_versions", rows=fingerprints(rows))
            tx.run("path_hours", rows=rows)
        if groups:
            tx.run("calls", groups=[[path, calls] for path, calls in sorted(groups.items())])
        _write_submitted(tx, fresh)

    def _complete(
        self,
        tx: Transaction,
        batch: Batch,
        stored: dict[str, Stored],
        turn: _Turn,
        hours: Counter[tuple[int, int]],
        archive: dict[str, str],
    ) -> set[int]:
        """Add later stages to calls of earlier batches; returns the paths among theirs that mean failure."""
        rows, moved, errors = [], [], set()
        for id_, old in stored.items():
            call = batch.calls[id_]
            if not call.stages & ~old.stages:
                continue
            later = call.stages > old.stages
            stages = call.stages | old.stages
            rows.append({"id": id_, "properties": {**(call_row(call, archive) if later else {}), "stages": stages}})
            path = old.path if old.is_folded else turn.path_ids[call.path.key]
            if later and path != old.path:
                moved.append([id_, path])
                hours[old.path, call.time // HOUR] -= 1
                hours[path, call.time // HOUR] += 1
                errors |= {p for p, failed in ((old.path, old.is_error), (path, call.path.is_error)) if failed}
        if rows:
            tx.run("later_stages", rows=rows)
        if moved:
            tx.run("moved_calls", rows=moved)
        return errors

    def _write_touched(self, tx: Transaction, calls: list[Call], turn: _Turn) -> None:
        for call in calls:
            path = turn.path_ids[call.path.key]
            if call.object:
                widen(turn.objects, (path, call.object), call.time)
            if call.command:
                widen(turn.commands, (path, call.command), call.time)
        if objects := self._objects.news(turn.objects):
            tx.run("objects", rows=[object_row(path, key, span) for (path, key), span in objects.items()])
        if commands := self._commands.news(turn.commands):
            tx.run("commands", rows=[command_row(path, line, span) for (path, line), span in commands.items()])

    def _write_noise(self, tx: Transaction, batch: Batch, turn: _Turn) -> None:
        if not batch.noise:
            return
        if turn.turns != self._turns + 1:
            self._noise.forget()
        if hours := self._noise.missing(batch.cluster, batch.noise):
            self._noise.load(batch.cluster, hours, tx.run("known_noise", cluster=batch.cluster, hours=hours))
        counts, turn.marks = self._noise.settle(batch.cluster, batch.noise, turn.account)
        if counts:
            tx.run("noise", cluster=batch.cluster, rows=counts)
        if turn.marks:
            tx.run("noise_marks", cluster=batch.cluster, rows=turn.marks)

    def _keep(self, cluster: str, turn: _Turn) -> None:
        for key, id_ in turn.path_ids.items():
            self._ids[key] = id_
            self._ids.move_to_end(key)
        while len(self._ids) > _PATHS_KEPT:
            self._ids.popitem(last=False)
        self._paths.keep(turn.path_spans.items())
        self._objects.keep(turn.objects.items())
        self._commands.keep(turn.commands.items())
        self._noise.keep(cluster, turn.marks)
        self._turns = turn.turns


def _opening(batch: Batch) -> Account:
    return Account(
        read=batch.read,
        duplicates=batch.duplicates,
        merged_stages=batch.merged_stages,
        rejected=list(batch.rejected),
        rejected_total=len(batch.rejected),
    )


def _drop_older(tx: Transaction, batch: Batch, kept_from: int, account: Account) -> Batch:
    """Nobody could tell a repeat of what was removed from news: it is counted, by hour, and not stored."""
    kept, older = without_older(batch, kept_from)
    if older:
        account.kept_from = kept_from
        account.noise[OLDER_THAN_KEPT] += older.total()
        tx.run("noise", cluster=batch.cluster, rows=[[h, OLDER_THAN_KEPT, n] for h, n in sorted(older.items())])
    return kept


def _stored_calls(tx: Transaction, batch: Batch) -> dict[str, Stored]:
    if not batch.calls:
        return {}
    return {row[0]: Stored(*row[1:]) for row in tx.run("known_calls", ids=sorted(batch.calls))}


def _settle_calls(batch: Batch, stored: dict[str, Stored], account: Account) -> list[Call]:
    """The calls that are new; stages of the others are counted as merged or as repeats.

    `fold` counted every stage after a call's first as merged. Of a stored call the first is no new call either.
    """
    fresh = []
    for call in batch.calls.values():
        old = stored.get(call.id)
        if old is None:
            account.calls += 1
            account.skewed += is_skewed(call)
            fresh.append(call)
            continue
        repeats = (call.stages & old.stages).bit_count()
        account.duplicates += repeats
        account.merged_stages += 1 - repeats
    return fresh


def _write_submitted(tx: Transaction, fresh: list[Call]) -> None:
    for label, statement in _SUBMITTED.items():
        if rows := submitted_rows(fresh, label):
            tx.run(statement, rows=rows)


def _write_rejected(tx: Transaction, batch: Batch) -> None:
    if batch.rejected:
        tx.run("rejected", rows=[rejected_row(batch.cluster, rejection) for rejection in batch.rejected])


def _write_cluster(tx: Transaction, cluster: str, fresh: list[Call]) -> None:
    times = [c.time for c in fresh]
    tx.run("cluster", cluster=cluster, first=min(times), last=max(times))
