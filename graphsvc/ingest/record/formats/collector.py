"""Whatever else carries a line or an event in a field: journald, rsyslog, NXLog, Datadog exports, rows of tables.

Most fields have a usual name. One that does not is known by the event in it.
"""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.row import likeness
from graphsvc.ingest.record.wrapping import Format, Part, is_event, moment_of

_NAMES = tuple(
    "message MESSAGE Message msg _raw event body Body line Line textPayload jsonPayload attributes data log content "
    "payload value raw record detail text short_message full_message _line LogJson LogMessage RawData".split()
)
_TIMES = ("timestamp", "@timestamp", "time", "Time", "tsNs", "__REALTIME_TIMESTAMP", "date", "Date", "_time")
# A text that is no event itself may be a wrapping of one, or what a cut left of one; others only speak of events.
_NAMED, _UNNAMED = 2, 3
_MOST_NAMES = 500


def _field(value: Any) -> Any:
    """An event, else a text that may hold one, else a text that may be a component's line."""
    found = [value[name] for name in _NAMES if name in value]
    texts = [text for text in found if isinstance(text, str) and text]
    event = next((item for item in found if is_event(item)), None) or _likest(texts, _NAMED)
    if event is None and len(value) <= _MOST_NAMES:
        others = [value[name] for name in value if name not in _NAMES]
        event = next((item for item in others if is_event(item)), None)
        event = event or _likest([text for text in others if isinstance(text, str)], _UNNAMED)
    return event or next((text for text in texts if "{" in text), texts[0] if texts else None)


def _likest(texts: list[str], least: int) -> str | None:
    """Most records have one such text only: then nothing has to be decoded to see that it is the one."""
    found = [text for text in texts if "auditID" in text]
    best = max(found, key=likeness) if len(found) > 1 else found[0] if found else ""
    return best if best and (least == _NAMED or likeness(best) >= least) else None


def _recognises(value: Any) -> bool:
    return _field(value) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    time = next((moment for name in _TIMES if name in value and (moment := moment_of(value[name]))), 0)
    found = _field(value)
    if found is None:
        raise ValueError(f"no event in {', '.join(_NAMES)}")
    yield Part(found, time=time, may_be_cut=True)


FORMAT = Format("collector", "Any other collector: the line in message, body, line and the like", _recognises, _unwrap,
                general=True)  # fmt: skip
