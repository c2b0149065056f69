"""What the detections make of recorded attacks: `make truth`, or `python -m bench.truth [FOLDER…]`.

Attack by attack what fired on its calls, detection by detection what fired on others' calls after the first attack, and
the noisiest lines. Loud is medium or more. An anomaly without history counts apart: everything is new to it.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.alert import Occurrence, worth_an_alert
from graphsvc.domain.detection import DetectionKind
from graphsvc.domain.moment import parse_moment
from graphsvc.domain.noise import noise_filter
from graphsvc.graph.migration import migrate
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.server.embedded import temporary_server
from graphsvc.graph.store import Store
from graphsvc.graph.write.renewal import empty
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.noise_rules import choose_noise_rules
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.record.record import read_records
from graphsvc.settings import load

LOGS = Path(__file__).parents[2] / "shared" / "data" / "logs"
_LOUD = frozenset({"critical", "high", "medium"})
_SHOWN = 25


@dataclass
class Recording:
    """`attack_of` audit ids, `first` moment of the first attack; without labels everything is ordinary."""

    name: str
    calls: int
    fired: list[Occurrence]
    attacks: list[dict[str, Any]] = field(default_factory=list)

    @property
    def attack_of(self) -> dict[str, str]:
        return {audit_id: a["id"] for a in self.attacks for audit_id in a.get("audit_ids", ())}

    @property
    def first(self) -> int:
        return min((parse_moment(a["start"]) for a in self.attacks), default=0)

    def attacks_on(self, occurrence: Occurrence) -> set[str]:
        of = self.attack_of
        return {of[id_] for id_ in (*occurrence.audit_ids, occurrence.audit_id) if id_ in of}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="default: all recorded-* of ../shared/data/logs")
    folders = parser.parse_args().folders or sorted(LOGS.glob("recorded-*"))
    with temporary_server(load().cache, say=lambda _: None) as uri, Store(uri) as store:
        migrate(store)
        for folder in folders:
            empty(store)
            _tell(_record(store, folder))


def _record(store: Store, folder: Path) -> Recording:
    labels = folder / "attack-labels.jsonl"
    attacks = [json.loads(line) for line in labels.read_text().splitlines()] if labels.exists() else []
    pipeline = Pipeline(Writer(store), None, noise_filter(choose_noise_rules()))
    engine, fired = Engine(store, Reader(store), load_detections()), list[Occurrence]()
    with gzip.open(folder / "audit.log.gz") as stream:
        account = pipeline.ingest(read_records(stream), cluster=folder.name, name=folder.name)
    engine.run_waiting(fired.extend)
    return Recording(folder.name, account.read, fired, [a for a in attacks if a.get("logged", True)])


def _tell(recording: Recording) -> None:
    print(f"\n== {recording.name}: {recording.calls:,} records, {len(recording.fired):,} lines")
    _tell_attacks(recording)
    others = [o for o in recording.fired if not recording.attacks_on(o)]
    for words, found in (
        ("before the first attack", [o for o in others if o.time < recording.first]),
        ("on calls of no attack, from the first attack on", [o for o in others if o.time >= recording.first]),
    ):
        _tell_others(words, found)


def _tell_attacks(recording: Recording) -> None:
    by_attack: dict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in recording.fired:
        for attack in recording.attacks_on(occurrence):
            by_attack[attack].append(occurrence)
    seen = 0
    for attack in recording.attacks:
        loud = _codes(o for o in by_attack[attack["id"]] if _is_loud(o) and not _is_anomaly(o))
        rest = _codes(o for o in by_attack[attack["id"]] if not (_is_loud(o) and not _is_anomaly(o)))
        seen += bool(loud)
        print(f"{'ok  ' if loud else 'MISS'} {attack['id']:5} {attack['name'][:70]:70} {loud or '-'}   [{rest}]")
    if recording.attacks:
        print(f"{seen} of {len(recording.attacks)} attacks raise a medium or louder line that is no anomaly")


def _tell_others(words: str, found: Sequence[Occurrence]) -> None:
    loud = [o for o in found if _is_loud(o)]
    alerted = set(map(id, worth_an_alert(found)))
    for kind, own in (
        ("policies", [o for o in loud if not _is_anomaly(o)]),
        ("anomalies", [o for o in loud if _is_anomaly(o)]),
    ):
        opened = {o.subject for o in own if id(o) in alerted}
        print(f"-- {words}: {len(own)} loud lines, {len(opened)} loud alerts of {kind}")
    for line, number in Counter(_line(o) for o in loud if not _is_anomaly(o)).most_common(_SHOWN):
        print(f"   {number:5} {line}")


def _codes(occurrences: Iterable[Occurrence]) -> str:
    return " ".join(f"{code}*{n}" if n > 1 else code for code, n in sorted(Counter(_code(occurrences)).items()))


def _code(occurrences: Iterable[Occurrence]) -> Iterator[str]:
    return (o.detection.code for o in occurrences)


def _line(occurrence: Occurrence) -> str:
    return (
        f"{occurrence.detection.code} {occurrence.severity.value} {occurrence.who} {occurrence.what} {occurrence.where}"
    )


def _is_loud(occurrence: Occurrence) -> bool:
    return occurrence.severity.value in _LOUD


def _is_anomaly(occurrence: Occurrence) -> bool:
    return occurrence.detection.kind is DetectionKind.ANOMALY


if __name__ == "__main__":
    main()
