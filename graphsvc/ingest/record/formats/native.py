"""What an API server writes: files of kube-apiserver, OpenShift's API servers, k3s, RKE2, Talos.

Unwrapping knows events when it sees them; this module is what `--format native` asks for.
"""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, is_event


def _unwrap(value: Any) -> Iterator[Part]:
    yield Part(value, problem=f"JSON without auditID, stage and verb; it has: {', '.join(list(value)[:6])}")


FORMAT = Format("native", "audit.k8s.io events, one a line", is_event, _unwrap)
