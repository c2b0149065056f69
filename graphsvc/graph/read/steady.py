"""Steady machine traffic: what machines do without failing, that is not new, and that no alert rests on."""

from graphsvc.domain.path_fields import path_flags
from graphsvc.domain.period import Period
from graphsvc.graph.read.dictionary import Mask, Snapshot


def steady_paths(snapshot: Snapshot, period: Period, alerted: list[int]) -> Mask:
    """`alerted` are ids of the paths that alerts rest on. Without a beginning of the period nothing is new: else
    everything would be.
    """
    machine = snapshot.mask(lambda path: "machine" in path_flags(path), "machine")
    steady: Mask = machine & ~snapshot.is_error[: snapshot.size]
    steady &= ~snapshot.of_ids(alerted)
    return steady if period.start == Period().start else steady & ~snapshot.new(period)
