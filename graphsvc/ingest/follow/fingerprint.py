"""Knows a log again by what it begins with: names change by rotation, inodes are used again, packing changes both.

Up to HEAD bytes of what was taken make its fingerprint, so a short log has another one after each batch. As it covers
all that was taken of such a log, two logs that begin alike cannot be mistaken for one another before they differ.
"""

import hashlib
import re
from collections.abc import Callable

HEAD = 4_096

_LINE_END = re.compile(b"\n")


def fingerprint(head: bytes) -> str:
    """Of the first bytes that were taken; those after HEAD do not count."""
    return hashlib.blake2b(head[:HEAD], digest_size=16).hexdigest()


def taken_before(head: bytes, position_of: Callable[[str], int]) -> int:
    """Bytes that were taken of a log that begins like this, 0 if it is new. `position_of` knows fingerprints."""
    ends = {len(head), *(match.end() for match in _LINE_END.finditer(head))}
    for length in sorted(ends - {0}, reverse=True):
        if position := position_of(fingerprint(head[:length])):
            return position
    return 0
