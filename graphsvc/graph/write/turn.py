"""One writer's turn: one attempt to write one batch, and what to keep in mind of it once it is committed."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from graphsvc.domain.batch import Account, Batch, noise_number, without_older
from graphsvc.domain.begun import has_ended
from graphsvc.domain.call import Call, ObjectKey
from graphsvc.domain.crowd import is_folded
from graphsvc.domain.details import looked_up
from graphsvc.domain.log_fact import LogFact, facts_of
from graphsvc.domain.moment import HOUR
from graphsvc.domain.noise import OLDER_THAN_KEPT
from graphsvc.domain.path import Path
from graphsvc.domain.skew import hash_of, is_skewed
from graphsvc.domain.standing import Role
from graphsvc.errors import BeingRebuilt
from graphsvc.graph.store import Rows, Transaction
from graphsvc.graph.write.bearings import write_bearings
from graphsvc.graph.write.crowds import settle_crowds
from graphsvc.graph.write.log_hours import Signs, requests_of, write_log_hours
from graphsvc.graph.write.memory import Memory, Seen, widen
from graphsvc.graph.write.rows import (
    call_row,
    command_row,
    detail_row,
    fingerprints,
    object_row,
    path_row,
    rejected_row,
    submitted_rows,
)
from graphsvc.graph.write.skewed import settle_skewed
from graphsvc.graph.write.standings import Standings


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


class Turn:
    """`archive` gives the place of calls' raw events. What the writer remembers is read, and changed by `keep` only."""

    def __init__(self, tx: Transaction, memory: Memory, batch: Batch, archive: dict[str, str]) -> None:
        self._tx = tx
        self._memory = memory
        self._batch = batch
        self._archive = archive
        self.account = _opening(batch)
        self._next_path = self._turns = 0
        self._stored_paths: dict[str, tuple[int, Seen] | None] = {}
        self._path_ids: dict[str, int] = {}
        self._path_spans: dict[str, Seen] = {}
        self._objects: dict[tuple[int, ObjectKey], Seen] = {}
        self._commands: dict[tuple[int, str], Seen] = {}
        self._details: dict[tuple[int, tuple[str, str]], Seen] = {}
        self._facts: dict[tuple[str, LogFact], Seen] = {}
        self._marks: Rows = []
        self._roles: dict[str, Role] | None = None
        self._pairs: list[Hashable] = []
        self._noise_days: list[tuple[str, int]] = []
        self._signs = Signs(arrived=batch.arrived)

    def write(self, *, learn: bool, rebuilds: bool) -> None:
        tx = self._tx
        self._next_path, next_batch, self._turns, *state, kept_from, being_rebuilt = tx.run("take_turn")[0]
        if being_rebuilt and not rebuilds:
            raise BeingRebuilt(
                "the graph is being written anew by `graphsvc rebuild`: writing waits until that is done"
            )
        generation, removals = state
        self._memory.forget_unless((generation, removals))
        batch = self._batch = self._without_older(settle_skewed(tx, self._batch), kept_from)
        stored = self._known_calls(batch)
        fresh = _settle_calls(batch, stored, self.account)
        self._signs.take(fresh)
        fresh = _in_order(batch, [*fresh, *self._settle_noise()])
        bounded = settle_crowds(tx, batch.cluster, fresh, self._new_paths)
        self.account.folded += bounded.folded
        fresh = bounded.calls
        touched = fresh + [c for c in batch.calls.values() if c.id in stored and stored[c.id].gains(c)]
        self._write_paths(touched)
        if bounded.crowded:
            tx.run("crowded_paths", ids=sorted(self._path_ids[key] for key in bounded.crowded))
        self._write_calls(fresh, stored)
        self._write_touched(touched)
        self._write_facts(touched)
        self._pairs = write_bearings(tx, fresh, lambda call: self._path_ids[call.path.key], self._memory.pairs)
        _write_rejected(tx, batch)
        write_log_hours(tx, batch.cluster, self._signs)
        if fresh:
            self._leave_for_detections(fresh, next_batch, learn=learn)
        if batch.source:
            tx.run("checkpoint", source=batch.source, position=batch.position)
        tx.run("end_turn", next_path=self._next_path, next_batch=next_batch + bool(fresh))

    def keep(self) -> None:
        """After the commit, not before: what a failed transaction wrote is not written."""
        memory = self._memory
        memory.keep_ids(self._path_ids)
        memory.paths.keep(self._path_spans.items())
        memory.objects.keep(self._objects.items())
        memory.commands.keep(self._commands.items())
        memory.details.keep(self._details.items())
        memory.facts.keep(self._facts.items())
        memory.noise.keep(self._batch.cluster, self._marks)
        memory.noise_days.keep(self._noise_days)
        memory.pairs.keep(self._pairs)
        memory.keep_roles(self._batch.cluster, self._roles, alone=self._turns == memory.turns + 1)
        memory.turns = self._turns

    def _leave_for_detections(self, fresh: list[Call], id_: int, *, learn: bool) -> None:
        _write_cluster(self._tx, self._batch.cluster, fresh)
        calls, paths = [c.id for c in fresh], [self._path_ids[c.path.key] for c in fresh]
        self._tx.run("batch", id=id_, cluster=self._batch.cluster, learn=learn, calls=calls, paths=paths)

    def _write_paths(self, calls: list[Call]) -> None:
        paths = {c.path.key: c.path for c in calls}
        for call in calls:
            widen(self._path_spans, call.path.key, call.time)
        self._path_ids = {key: id_ for key in paths if (id_ := self._memory.ids.get(key)) is not None}
        new = self._new_paths(paths)
        stored = {key: found for key in paths if (found := self._stored_paths.get(key))}
        for key, (id_, span) in stored.items():
            self._path_ids[key] = id_
            self._path_spans[key] = span.with_(self._path_spans[key])
        for key in new:
            self._path_ids[key] = self._next_path
            self._next_path += 1
        if new:
            self._create_paths([(paths[k], self._path_ids[k], self._path_spans[k]) for k in new])
        self._widen_paths(new, stored)

    def _create_paths(self, new: list[tuple[Path, int, Seen]]) -> None:
        cluster, memory = self._batch.cluster, self._memory
        known = memory.roles.get(cluster) if self._turns == memory.turns + 1 else None
        standings = Standings(self._tx, cluster, memory.atlas.networks, known)
        standings.learn(path for path, _, _ in new)
        self._roles = standings.roles
        place_of = memory.atlas.place_of
        rows = [
            path_row(path, id_, span, standings.standing_of(path), place_of(path.source_ip)) for path, id_, span in new
        ]
        self._tx.run("new_paths", rows=rows)

    def _new_paths(self, keys: Iterable[str]) -> dict[str, None]:
        """Those of these keys that no path has yet, in order."""
        unknown = [key for key in keys if key not in self._memory.ids]
        if asked := [key for key in unknown if key not in self._stored_paths]:
            self._stored_paths |= dict.fromkeys(asked)
            rows = self._tx.run("known_paths", keys=asked)
            self._stored_paths |= {key: (id_, Seen(first, last)) for key, id_, first, last in rows}
        return {key: None for key in unknown if self._stored_paths[key] is None}

    def _widen_paths(self, new: Collection[str], stored: dict[str, tuple[int, Seen]]) -> None:
        wider = {
            key: span
            for key, span in self._memory.paths.news(self._path_spans).items()
            if key not in stored or stored[key][1] != span
        }
        rows = [[self._path_ids[key], span.first, span.last] for key, span in wider.items()]
        if old := [row for key, row in zip(wider, rows, strict=True) if key not in new]:
            self._tx.run("path_seen", rows=old)
        if rows:
            self._tx.run("hops", rows=rows)

    def _write_calls(self, fresh: list[Call], stored: dict[str, Stored]) -> None:
        ids = self._path_ids
        hours: Counter[tuple[int, int]] = Counter()
        errors = {ids[c.path.key] for c in fresh if c.path.is_error}
        groups: dict[int, list[dict[str, Any]]] = {}
        for call in fresh:
            path = ids[call.path.key]
            hours[path, call.time // HOUR] += 1
            groups.setdefault(path, []).append(call_row(call, self._archive))
        errors |= self._complete(stored, hours)
        rows = [[p, h, n, n if p in errors else 0] for (p, h), n in sorted(hours.items()) if n]
        if rows:
            self._tx.run("hour_versions", rows=fingerprints(rows))
            self._tx.run("path_hours", rows=rows)
        if groups:
            self._tx.run("calls", groups=[[path, calls] for path, calls in sorted(groups.items())])
        _write_submitted(self._tx, fresh)

    def _complete(self, stored: dict[str, Stored], hours: Counter[tuple[int, int]]) -> set[int]:
        """Add later stages to calls of earlier batches; returns the paths among theirs that mean failure."""
        rows, moved, errors = [], [], set()
        for id_, old in stored.items():
            call = self._batch.calls[id_]
            if not call.stages & ~old.stages:
                continue
            later = call.stages > old.stages
            stages = call.stages | old.stages
            rows.append(
                {"id": id_, "properties": {**(call_row(call, self._archive) if later else {}), "stages": stages}}
            )
            path = old.path if old.is_folded else self._path_ids[call.path.key]
            if later and path != old.path:
                moved.append([id_, path])
                hours[old.path, call.time // HOUR] -= 1
                hours[path, call.time // HOUR] += 1
                errors |= {p for p, failed in ((old.path, old.is_error), (path, call.path.is_error)) if failed}
        if rows:
            self._tx.run("later_stages", rows=rows)
        if moved:
            self._tx.run("moved_calls", rows=moved)
        return errors

    def _write_facts(self, calls: list[Call]) -> None:
        cluster = self._batch.cluster
        shown = facts_of(calls, self._memory.atlas.place_of)
        self._facts = {(cluster, fact): Seen.between(*times) for fact, times in shown.items()}
        if facts := self._memory.facts.news(self._facts):
            rows = [[*fact, seen.first, seen.last] for (_, fact), seen in facts.items()]
            self._tx.run("log_facts", cluster=cluster, rows=rows)

    def _write_touched(self, calls: list[Call]) -> None:
        for call in calls:
            path = self._path_ids[call.path.key]
            for key in call.objects:
                widen(self._objects, (path, key), call.time)
            if call.command:
                widen(self._commands, (path, call.command), call.time)
            for detail in () if is_folded(call.path) else looked_up(call.path, call.properties):
                widen(self._details, (path, detail), call.time)
        if objects := self._memory.objects.news(self._objects):
            self._tx.run("objects", rows=[object_row(path, key, span) for (path, key), span in objects.items()])
        if commands := self._memory.commands.news(self._commands):
            self._tx.run("commands", rows=[command_row(path, line, span) for (path, line), span in commands.items()])
        if details := self._memory.details.news(self._details):
            self._tx.run("details", rows=[detail_row(path, told, span) for (path, told), span in details.items()])

    def _without_older(self, batch: Batch, kept_from: int) -> Batch:
        """Nobody could tell a repeat of what was removed from news: it is counted, by hour, and not stored."""
        kept, older = without_older(batch, kept_from)
        if older:
            self.account.kept_from = kept_from
            self.account.noise[OLDER_THAN_KEPT] += older.total()
            rows = [[hour, OLDER_THAN_KEPT, calls] for hour, calls in sorted(older.items())]
            self._tx.run("noise", cluster=batch.cluster, rows=rows)
            self._signs.late = older
        return kept

    def _settle_noise(self) -> list[Call]:
        """Count what the rules drop, and mark it; returns what is kept of it, the first call a day of every path."""
        cluster, noise = self._batch.cluster, self._batch.noise
        if not noise:
            return []
        settled = self._memory.noise.settle(cluster, noise, self._firsts(), self.account)
        self._marks, self._signs.beats = settled.marks, self._signs.beats + settled.beats
        if settled.counts:
            self._tx.run("noise", cluster=cluster, rows=settled.counts)
        if settled.marks:
            self._tx.run("noise_marks", cluster=cluster, rows=settled.marks)
        self.account.calls += len(settled.kept)
        return settled.kept

    def _load_noise(self, hours: set[int]) -> None:
        """What was dropped before in these hours, and in those of the batch's noise."""
        cluster, memory = self._batch.cluster, self._memory.noise
        if self._turns != self._memory.turns + 1:
            memory.forget()
        if missing := memory.missing(cluster, hours | {mark.hour for mark in self._batch.noise}):
            memory.load(cluster, missing, self._tx.run("known_noise", cluster=cluster, hours=missing))

    def _known_calls(self, batch: Batch) -> dict[str, Stored]:
        """Those of its calls that are stored. Which requests are open is known then: a last stage may come first."""
        requests, noise = requests_of(batch), self._memory.noise
        self._load_noise({hour for hour, _ in requests.begun})
        ids = sorted({*batch.calls, *filter(None, requests.begun.values())})
        known = {row[0]: Stored(*row[1:]) for row in self._tx.run("known_calls", ids=ids)} if ids else {}
        self._signs.ended = requests.ended
        for request, id_ in requests.begun.items():
            stages = known[id_].stages if id_ in known else 0
            if not has_ended(stages) and not noise.has_ended(batch.cluster, request):
                self._signs.begun.add(request)
        return {id_: stored for id_, stored in known.items() if id_ in batch.calls}

    def _firsts(self) -> dict[tuple[int, int], Call]:
        """By hour and hash, the calls that are the first of their path on a day of which none is stored yet."""
        days = self._memory.noise_days
        offered = {day: call for day, call in self._batch.firsts.items() if day not in days and not is_skewed(call)}
        if not offered:
            return {}
        rows = self._tx.run("known_path_days", rows=[list(day) for day in offered])
        self._noise_days = list(offered)
        for key, day in rows:
            del offered[key, day]
        return {(call.time // HOUR, noise_number(call) >> 2): call for call in offered.values()}


def _opening(batch: Batch) -> Account:
    return Account(
        read=batch.read,
        duplicates=batch.duplicates,
        merged_stages=batch.merged_stages,
        rejected=list(batch.rejected),
        rejected_total=len(batch.rejected),
    )


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
            account.reported_lost += call.is_reported_lost
            fresh.append(call)
            continue
        repeats = (call.stages & old.stages).bit_count()
        account.duplicates += repeats
        account.merged_stages += 1 - repeats
    return fresh


def _in_order(batch: Batch, calls: list[Call]) -> list[Call]:
    """As their records came: paths get the same numbers however records are cut into batches."""
    return sorted(calls, key=lambda call: batch.places.get(hash_of(call), 0))


def _write_submitted(tx: Transaction, fresh: list[Call]) -> None:
    if rows := submitted_rows(fresh):
        tx.run("submitted", rows=rows)


def _write_rejected(tx: Transaction, batch: Batch) -> None:
    if batch.rejected:
        tx.run("rejected", rows=[rejected_row(batch.cluster, rejection) for rejection in batch.rejected])


def _write_cluster(tx: Transaction, cluster: str, fresh: list[Call]) -> None:
    times = [c.time for c in fresh]
    tx.run("cluster", cluster=cluster, first=min(times), last=max(times))
