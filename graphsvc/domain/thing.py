"""What an alert is about, so that many calls are one alert: the workload, the role, or the class of objects.

The API server and its controllers make up the ends of names: https://kubernetes.io/docs/reference/using-api/api-concepts/#generated-values
"""

import re

from graphsvc.domain.path import Path
from graphsvc.domain.resource import WORKLOADS

_MADE_UP = "bcdfghjklmnpqrstvwxz2456789"  # what the API server makes names of
_ENDING = re.compile(f"-[{_MADE_UP}]{{5}}$")
_HASH = re.compile(f"-(?=[{_MADE_UP}]*\\d)[{_MADE_UP}]{{6,10}}$")  # of a pod template
_MOMENT = re.compile(r"-\d{8,10}$")  # of a CronJob's Job
_ORDINAL = re.compile(r"-\d{1,4}$")  # of a StatefulSet's pod

_ENDINGS = {
    "pods": (_ENDING, _HASH, _MOMENT),
    "replicasets": (_HASH,),
    "jobs": (_ENDING, _MOMENT),
}
_ROLES = frozenset({"roles", "clusterroles"})


def thing_of(path: Path, name: str) -> str:
    """`workload storefront/web`, `clusterroles/admin`, `storefront/secrets`, `URLs`."""
    if path.resource_name.startswith("/"):
        return "URLs"
    kind = path.resource_type
    if name and kind in WORKLOADS:
        return f"workload {path.namespace}/{owner_name(kind, name)}"
    return f"{path.resource_name}/{name}" if name and kind in _ROLES else path.resource_name


def owner_name(kind: str, name: str) -> str:
    """The name without what was made up at its end: `web` of the pod `web-5cf5c8cd6f-4trmj`."""
    cut = name
    for ending in _ENDINGS.get(kind, ()):
        cut = ending.sub("", cut)
    return _ORDINAL.sub("", name) if cut == name and kind == "pods" else cut
