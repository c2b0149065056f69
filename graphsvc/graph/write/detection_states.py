"""How each detection does: failures in a row, and whether it was stopped for them."""

from dataclasses import dataclass

from graphsvc.graph.store import Store


@dataclass(frozen=True)
class DetectionState:
    slug: str
    failures: int = 0
    problem: str = ""
    stopped: bool = False

    def after_failure(self, problem: str, *, allowed: int) -> "DetectionState":
        failures = self.failures + 1
        return DetectionState(self.slug, failures, problem[:1_000], stopped=failures >= allowed)


def load_states(store: Store) -> dict[str, DetectionState]:
    return {row[0]: DetectionState(*row) for row in store.read("detection_states")}


def keep_state(store: Store, state: DetectionState) -> None:
    store.write(lambda tx: tx.run("detection_state", **state.__dict__))
