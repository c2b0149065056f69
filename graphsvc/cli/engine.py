"""The detections as settings want them, for every command that writes to the graph."""

from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.store import Store
from graphsvc.settings import Settings


def engine_of(store: Store, settings: Settings) -> Engine:
    return Engine(store, Reader(store), load_detections(settings.detection_parameters), learning=settings.learning_ms)
