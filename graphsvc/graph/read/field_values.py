"""Which values a search field has in the calls of an answer, for completing what somebody types.

Names of objects, commands and details of calls are not in paths, so they are not completed.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from graphsvc.domain.address import classify_address
from graphsvc.domain.details import ASKED
from graphsvc.domain.path import Path
from graphsvc.domain.path_fields import path_flags
from graphsvc.graph.read.reader import Answer

# As they are written in the logs; a search does not mind the case.
_VALUES: dict[str, Callable[[Path], Iterable[str]]] = {
    "ip": lambda p: (p.source_ip,),
    "group": lambda p: p.groups,
    "aws": lambda p: (p.cloud_user,),
    "user": lambda p: (p.user,),
    "as": lambda p: (p.impersonated_user,),
    "kind": lambda p: (p.resource, p.resource_class),
    "resource": lambda p: (p.resource_name,),
    "ns": lambda p: (p.namespace,),
    "name": lambda _: (),
    "verb": lambda p: (p.verb,),
    "action": lambda p: (p.action, p.event_name),
    "status": lambda p: (p.status,),
    "code": lambda p: (str(p.code),),
    "cmd": lambda _: (),
    "agent": lambda p: (p.client,),
    "cluster": lambda p: (p.cluster,),
    "alert": lambda _: (),
    "is": path_flags,
    "network": lambda p: (classify_address(p.source_ip),) if p.source_ip else (),
    **dict.fromkeys(ASKED, lambda _: ()),
}
COMPLETED = tuple(_VALUES)


@dataclass(frozen=True)
class ValueCount:
    value: str
    calls: int


def values_of(answer: Answer, field: str, text: str, most: int) -> list[ValueCount]:
    """Values that contain the text, those of most calls first; a call counts once for each value that it has."""
    read, wanted = _VALUES[field], text.lower()
    found: Counter[str] = Counter()
    for place in np.nonzero(answer.counts)[0].tolist():
        calls = int(answer.counts[place])
        for value in set(read(answer.snapshot.paths[place])):
            found[value] += calls
    fitting = ((value, calls) for value, calls in found.items() if value and wanted in value.lower())
    return [ValueCount(*pair) for pair in sorted(fitting, key=lambda pair: (-pair[1], pair[0]))[:most]]
