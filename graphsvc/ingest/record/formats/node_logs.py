"""`oc adm node-logs` puts the node's name before each line, `kubectl logs --prefix` the container's in brackets."""

import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part

_LINE = re.compile(rb"(?:\[[\w./:-]+\]|[A-Za-z0-9][\w.:-]*) ([{\[]\s*[\"{].*)", re.DOTALL)


def _recognises(value: Any) -> bool:
    return _LINE.match(value) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    found = _LINE.match(value)
    yield Part(found[1] if found else value)


FORMAT = Format("node-logs", "oc adm node-logs, kubectl logs --prefix", _recognises, _unwrap, text=True)
