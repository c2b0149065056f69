"""The user's own detections: files that come, change and go while the service runs.

A file with a fault is named and left out; it stops nobody else. None has a code or a slug of ours.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from graphsvc.detection.blindness import BLIND
from graphsvc.detection.definition import files_of_ours, read_detection
from graphsvc.detection.gate import Gate
from graphsvc.detection.overrides import Overrides
from graphsvc.detection.silence import SILENT
from graphsvc.domain.detection import OWN, Basis, Detection, DetectionKind
from graphsvc.errors import DefinitionError
from graphsvc.graph import queries

_LARGEST = 64 << 10  # bytes of a file
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
OF_THE_SERVICE = (BLIND, SILENT)  # detections without a file
_RESERVED = frozenset(name for d in OF_THE_SERVICE for name in (d.code, d.slug))

Stamp = tuple[int, int, int]

log = structlog.get_logger()


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file, and where."""

    file: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def own_files(folder: Path) -> list[Path]:
    """The detections of a folder and of its folders; hidden ones are not looked into."""
    return sorted(
        file for file in folder.rglob("*.cypher") if not any(p.startswith(".") for p in file.relative_to(folder).parts)
    )


class OwnDetections:
    """`detections` run, `faults` say why others do not. `files` says which there are just now.

    Without a `gate` nobody asks Neo4j: then they must not run. `memory`: how long sightings are kept, 0 for ever.
    `on_change` gets the names of files that came, went or changed after the first look.
    """

    def __init__(
        self,
        files: Callable[[], Iterable[Path]],
        parameters: Mapping[str, Any],
        gate: Gate | None,
        *,
        memory: int = 0,
        on_change: Callable[[list[str]], None] = lambda _names: None,
    ) -> None:
        self._files = files
        self._on_change = on_change
        self._parameters = parameters
        self._gate = gate
        self._memory = memory
        self._read: dict[Path, tuple[Stamp, Detection | Fault]] = {}
        self._looked = False
        self.detections: tuple[Detection, ...] = ()
        self.faults: tuple[Fault, ...] = ()

    def refresh(self) -> bool:
        """Read what was changed since; whether anything was."""
        stamps = {file: stamp for file in self._files() if (stamp := _stamp(file))}
        before = {file: stamp for file, (stamp, _) in self._read.items()}
        if self._looked and stamps == before:
            return False
        if self._looked:
            self._on_change(sorted({file.name for file, _ in stamps.items() ^ before.items()}))
        self._read = {file: known for file, known in self._read.items() if file in stamps}
        for file, stamp in stamps.items():
            if file not in self._read or self._read[file][0] != stamp:
                self._read[file] = stamp, self._judged(file)
        self._looked = True
        self._put_together()
        return True

    def fault_of(self, detection: Detection, problem: str) -> Fault:
        """What went wrong with one that was let in."""
        file = next(file for file, (_, known) in self._read.items() if known is detection)
        return Fault(file, _line_of_condition(file, 0), problem)

    def _put_together(self) -> None:
        given, taken = Overrides(self._parameters), taken_names()
        found: list[Detection] = []
        faults: list[Fault] = []
        for file, (_, result) in sorted(self._read.items()):
            if isinstance(result, Fault):
                faults.append(result)
                continue
            if fault := _clash(file, result, taken):
                faults.append(fault)
                continue
            taken |= {result.code: file, result.slug: file}
            if not given.disables(result):
                found.append(result)
        self.detections = tuple(sorted(found, key=lambda d: d.code))
        for fault in set(faults) - set(self.faults):
            log.error("own_detection_refused", file=str(fault.file), line=fault.line, problem=fault.text)
        self.faults = tuple(faults)

    def _judged(self, file: Path) -> Detection | Fault:
        """The detection of a file that is sound by itself."""
        try:
            if file.stat().st_size > _LARGEST:
                return Fault(file, 1, f"it is larger than {_LARGEST >> 10} KiB")
            detection = replace(read_detection(file, Overrides(self._parameters)), family=OWN)
        except OSError as error:
            return Fault(file, 1, f"it cannot be read: {error.strerror}")
        except DefinitionError as error:
            text = str(error).partition(": ")[2]
            return Fault(file, _line_of(file, text), text)
        if problem := self._unfit(detection):
            return Fault(file, _line_of(file, problem), problem)
        refusal = self._gate.refusal_of(detection) if self._gate else None
        if refusal is None:
            return detection
        line = _line_of(file, refusal.text) if refusal.line is None else _line_of_condition(file, refusal.line)
        return Fault(file, line, refusal.text)

    def _unfit(self, detection: Detection) -> str:
        """What is allowed in a file of ours, or cannot happen there."""
        is_query = detection.basis is Basis.QUERY
        forgotten = detection.kind is DetectionKind.ANOMALY and 0 < self._memory < detection.window
        unknown = set(detection.under) - taken_names().keys()
        wrong = {
            "the name of the file may have small letters, digits and hyphens only": not SLUG.fullmatch(detection.slug),
            "code: letters, digits, dots and hyphens only, 32 at most": not CODE.fullmatch(detection.code),
            "it has no condition: write one below the header, such as `p.ok`": not detection.text,
            "a condition has no $calls and no $paths: those are for `basis: query`": detection.asks and not is_query,
            "a query looks at what is new: it names $calls or $paths": is_query and not detection.asks,
            "window: longer than sightings are kept, see GRAPHSVC_KEEP_SIGHTINGS": forgotten,
            f"under: we have no {', '.join(sorted(unknown))}": unknown,
        }
        return next((text for text, is_so in wrong.items() if is_so), "")


def _clash(file: Path, detection: Detection, taken: Mapping[str, Path]) -> Fault | None:
    for word, name in (("code", detection.code), ("slug", detection.slug)):
        other = taken.get(name)
        if name in _RESERVED or (other and other.resolve() != file.resolve()):
            whose = f"{other.parent.name}/{other.name}" if other else "graphsvc itself"
            what = "choose another code" if word == "code" else "give the file another name"
            return Fault(file, _line_of(file, f"{word}:"), f"{word}: {name} is taken by {whose}: {what}")
    return None


def taken_names() -> dict[str, Path]:
    """Codes and slugs of ours, of detections that are switched off too."""
    names: dict[str, Path] = {}
    for file in files_of_ours():
        names[file.stem] = names[queries.load(f"detect/{file.parent.name}/{file.stem}").header["code"]] = file
    return names


def _stamp(file: Path) -> Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None  # it went meanwhile
    return found.st_mtime_ns, found.st_size, found.st_ino


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _line_of(file: Path, problem: str) -> int:
    """The line of the header's word that the problem begins with; else the first one."""
    word = problem.partition(":")[0]
    return next((n for n, line in enumerate(_lines(file), 1) if re.match(rf"//\s?{re.escape(word)}:", line)), 1)


def _line_of_condition(file: Path, number: int) -> int:
    """Comments are taken out before a condition runs, and empty lines around it."""
    kept = [(n, line) for n, line in enumerate(_lines(file), 1) if not line.lstrip().startswith("//")]
    while kept and not kept[0][1].strip():
        kept.pop(0)
    return kept[min(number, len(kept) - 1)][0] if kept else 1
