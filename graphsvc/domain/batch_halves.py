"""Takes a batch apart around a call that the database cannot take; the account of the parts is that of the whole."""

from collections.abc import Mapping
from dataclasses import replace

from graphsvc.domain.batch import Batch, Rejection
from graphsvc.domain.call import Call


def halves(batch: Batch) -> tuple[Batch, Batch]:
    """Half of the calls with the records they came from, and all else; the source position goes with the rest."""
    ids = list(batch.calls)
    taken = {id_: batch.calls[id_] for id_ in ids[: len(ids) // 2]}
    read = sum(_stages(call) for call in taken.values())
    merged = read - len(taken)
    first = Batch(batch.cluster, "", read=read, merged_stages=merged, calls=taken)
    rest = replace(
        batch,
        read=batch.read - read,
        merged_stages=batch.merged_stages - merged,
        calls={id_: batch.calls[id_] for id_ in ids[len(ids) // 2 :]},
    )
    return first, rest


def without_firsts(batch: Batch) -> Batch:
    """The same batch, of which noise rules keep nothing."""
    return replace(batch, firsts={})


def rejecting_calls(batch: Batch, reason: str, places: Mapping[str, str]) -> Batch:
    """The same batch with its calls among the rejected. `places` of raw events are by call id."""
    lost = [
        Rejection(
            batch.source or batch.cluster,
            0,
            reason,
            str(call.properties.get("audit_id", "")),
            places.get(call.id, ""),
        )
        for call in batch.calls.values()
    ]
    return replace(batch, calls={}, rejected=[*batch.rejected, *lost])


def _stages(call: Call) -> int:
    return call.stages.bit_count()
