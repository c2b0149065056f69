"""What resolvers may use: built once per process, handed to every request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.api.noise import NoiseRules
from graphsvc.domain.detection import Detection
from graphsvc.domain.problem import Problem
from graphsvc.graph.read.alerts import AlertReader
from graphsvc.graph.read.picture import PictureReader
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.read.rejected import RejectedReader
from graphsvc.graph.write.detection_states import DetectionState
from graphsvc.ingest.archive.dropped import DroppedReader


@dataclass(frozen=True)
class Context:
    """`raw_event` gives the redacted event at a place in the archive, or None; `problems` what is wrong just now."""

    reader: Reader
    alerts: AlertReader
    pictures: PictureReader
    detections: tuple[Detection, ...]
    states: Callable[[], Mapping[str, DetectionState]]
    noise: NoiseRules
    raw_event: Callable[[str], Any]
    rejected: RejectedReader
    dropped: DroppedReader
    problems: Callable[[], list[Problem]]
