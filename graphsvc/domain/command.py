"""The command line of an exec, read from the request's query: the only place where the log has it."""

import shlex
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Command:
    """`line` is quoted so that it can be pasted into a shell."""

    line: str
    container: str


def read_command(uri: str) -> Command | None:
    """The command and container of an exec or attach; None when the query has neither or cannot be read."""
    try:
        pairs = parse_qsl(urlsplit(uri).query, keep_blank_values=True)
    except ValueError:
        return None
    words = [value for key, value in pairs if key == "command"]
    container = next((value for key, value in pairs if key == "container"), "")
    return Command(" ".join(shlex.quote(w) for w in words), container) if words or container else None
