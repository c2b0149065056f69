"""How each detection does: whether it can be asked, since when not, and when it is tried again."""

from dataclasses import dataclass

from graphsvc.graph.store import Store

_FIRST_PAUSE, _LONGEST_PAUSE = 5_000, 600_000  # milliseconds


@dataclass(frozen=True)
class DetectionState:
    """`failures` in a row; `since` and `next_try` are milliseconds since 1970."""

    slug: str
    failures: int = 0
    problem: str = ""
    since: int = 0
    next_try: int = 0

    @property
    def is_blind(self) -> bool:
        return self.failures > 0

    def after_failure(self, problem: str, now: int) -> "DetectionState":
        pause = min(_FIRST_PAUSE << min(self.failures, 10), _LONGEST_PAUSE)
        return DetectionState(self.slug, self.failures + 1, problem[:1_000], self.since or now, now + pause)


def load_states(store: Store) -> dict[str, DetectionState]:
    return {row[0]: DetectionState(*row) for row in store.read("detection_states")}


def keep_state(store: Store, state: DetectionState) -> None:
    store.write(lambda tx: tx.run("detection_state", **state.__dict__))
