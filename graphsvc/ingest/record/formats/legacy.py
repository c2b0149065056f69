"""Text of `--audit-log-format=legacy`: too little to make calls of, so it is rejected with advice."""

import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part

_LINE = re.compile(rb"\S+ AUDIT: id=")
_ADVICE = "the legacy text format of audit logs: start kube-apiserver with --audit-log-format=json"


def _recognises(value: Any) -> bool:
    return _LINE.match(value) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    yield Part(value, problem=_ADVICE)


FORMAT = Format("legacy", "Legacy text (rejected with advice)", _recognises, _unwrap, text=True)
