"""Files of containerd and CRI-O: `<time> stdout F <line>`. Pieces (`P`) were joined before."""

import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, moment_of

_LINE = re.compile(rb"(\S+) (?:stdout|stderr) [PF](?::\S*)? ?(.*)", re.DOTALL)


def _recognises(value: Any) -> bool:
    return _LINE.match(value) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    if found := _LINE.match(value):
        yield Part(found[2], time=moment_of(found[1].decode("ascii", "replace")), may_be_cut=True)
    else:
        yield Part(value)


FORMAT = Format("cri", "Container logs of containerd and CRI-O", _recognises, _unwrap, text=True)
