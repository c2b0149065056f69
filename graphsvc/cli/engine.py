"""The detections as settings want them, for every command that looks at them or writes to the graph."""

from functools import partial
from pathlib import Path

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.detection.gate import Gate
from graphsvc.detection.own import OwnDetections, own_files
from graphsvc.domain.detection import Detection
from graphsvc.errors import DefinitionError
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.store import Store
from graphsvc.settings import Settings


def engine_of(store: Store, settings: Settings) -> Engine:
    own = own_of(settings, store)
    return Engine(store, Reader(store), ours_of(settings), own=own, learning=settings.learning_ms)


def ours_of(settings: Settings) -> tuple[Detection, ...]:
    return load_detections(settings.detection_parameters, own_files(settings.own_detections))


def own_of(settings: Settings, store: Store | None = None, files: list[Path] | None = None) -> OwnDetections:
    """The user's: of their folder, or of `files`. Without a store they can be shown, and must not run."""
    found = (lambda: files) if files else partial(own_files, settings.own_detections)
    gate = Gate(store) if store else None
    return OwnDetections(found, settings.detection_parameters, gate, memory=settings.ages.sightings)


def chosen(settings: Settings, name: str, store: Store | None = None) -> Detection:
    """The detection of a file, a code or a slug; raises DefinitionError, also with what is wrong with its file."""
    file = Path(name)
    is_file = file.suffix == ".cypher" or file.is_file()
    if is_file and not file.is_file():
        raise DefinitionError(f"{file}: there is no such file")
    own = own_of(settings, store, [file] if is_file else None)
    own.refresh()
    known = own.detections if is_file else (*ours_of(settings), *own.detections)
    found = next((d for d in known if is_file or name in {d.code, d.slug}), None)
    if found:
        return found
    if faults := [fault for fault in own.faults if is_file or fault.file.stem == name]:
        raise DefinitionError("\n".join(map(str, faults)))
    raise DefinitionError(f"there is no detection {name}: see `graphsvc detection list`")
