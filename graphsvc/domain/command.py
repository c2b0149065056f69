"""Commands that are run in containers, read from where the log has them: the request's query, or Google's label.

They come by `pods/exec` and `attach`, and through a node's proxy straight to its kubelet:
`nodes/NODE/proxy/run/NAMESPACE/POD/CONTAINER?cmd=…`, and `exec`, `attach`, `portForward` there.
"""

import shlex
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from graphsvc.domain.action import SESSIONS
from graphsvc.domain.target import Target

GOOGLE_COMMAND = "command.gke.io/command"

_OF_KUBELET = frozenset({"run", "exec", "attach", "portForward"})
_WORDS = frozenset({"command", "cmd"})


@dataclass(frozen=True)
class Command:
    """`line` can be pasted into a shell. `container` is `NAMESPACE/POD/NAME` where the call does not name the pod."""

    line: str
    container: str


def is_command_through_proxy(target: Target) -> bool:
    """Whether a request to a proxy is one that a kubelet understands as a session in a container."""
    return target.subresource == "proxy" and target.inner.partition("/")[0] in _OF_KUBELET


def read_command(uri: str, target: Target, label: str) -> Command | None:
    """None when the call is no session, or when nothing tells what was run. `label` is what Google says of it."""
    through_proxy = is_command_through_proxy(target)
    if target.subresource not in SESSIONS and not through_proxy:
        return None
    try:
        pairs = parse_qsl(urlsplit(uri).query, keep_blank_values=True)
    except ValueError:
        pairs = []
    words = [value for key, value in pairs if key in _WORDS]
    # The kubelet's `run` splits its one text at blanks itself.
    line = " ".join(words) if through_proxy and len(words) == 1 else " ".join(shlex.quote(w) for w in words)
    container = next((value for key, value in pairs if key == "container"), "")
    if through_proxy:
        container = target.inner.partition("/")[2]
    return Command(line or label, container) if line or label or container else None
