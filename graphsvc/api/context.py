"""What resolvers may use: built for whoever asks, of what they may know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.api.noise import NoiseRules
from graphsvc.detection.own import Fault
from graphsvc.domain.detection import Detection
from graphsvc.domain.problem import Problem
from graphsvc.domain.viewer import Viewer
from graphsvc.graph.read.acts import ActReader
from graphsvc.graph.read.alerts import AlertReader
from graphsvc.graph.read.coverage import CoverageReader
from graphsvc.graph.read.picture import PictureReader
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.read.receipts import ReceiptReader
from graphsvc.graph.read.rejected import RejectedReader
from graphsvc.graph.read.stories import StoryReader
from graphsvc.graph.write.detection_states import DetectionState
from graphsvc.ingest.archive.dropped import DroppedReader


@dataclass(frozen=True)
class Context:
    """`viewer` is who asks; the readers are of their scope. `looked_at` notes that they looked at the whole event of a
    call.

    `raw_event` gives the redacted event at a place in the archive, or None; `problems` what is wrong just now.
    `faults`: the user's detections that cannot run. `definitions`, by slug, are of all that raises alerts: the program
    itself does, too.
    """

    viewer: Viewer
    looked_at: Callable[[str], None]
    acts: ActReader
    reader: Reader
    alerts: AlertReader
    stories: StoryReader
    pictures: PictureReader
    detections: Callable[[], tuple[Detection, ...]]
    faults: Callable[[], tuple[Fault, ...]]
    definitions: Callable[[], Mapping[str, Detection]]
    states: Callable[[], Mapping[str, DetectionState]]
    noise: NoiseRules
    raw_event: Callable[[str], Any]
    rejected: RejectedReader
    dropped: DroppedReader
    problems: Callable[[], list[Problem]]
    receipts: ReceiptReader
    coverage: CoverageReader
