"""Whatever else carries a line or an event in a field with a usual name: journald, rsyslog, NXLog, Datadog exports."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, is_event, moment_of

_NAMES = tuple(
    "message MESSAGE Message msg _raw event body Body line textPayload jsonPayload attributes data log content payload "
    "value raw record detail text short_message full_message _line LogJson LogMessage RawData".split()
)
_TIMES = ("timestamp", "@timestamp", "time", "__REALTIME_TIMESTAMP", "date")


def _field(value: Any) -> Any:
    """An event, else a text that may hold one, else a text that may be a component's line."""
    found = [value[name] for name in _NAMES if name in value]
    texts = [text for text in found if isinstance(text, str) and text]
    events = (item for item in found if is_event(item))
    return next(events, next((text for text in texts if "{" in text), texts[0] if texts else None))


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
