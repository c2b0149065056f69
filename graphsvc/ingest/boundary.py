"""Where one JSON object ends and the next begins, when nothing stands between them."""

import re
from itertools import pairwise

# Inside a string the quote would close it, and no key could follow: so this is exact for objects with keys.
BOUNDARY = re.compile(rb'(?<=\})\s*(?=\{\s*"[\w@$./-])')


def split_documents(text: bytes) -> list[bytes]:
    """JSON objects that follow each other, with or without blanks between."""
    ends = [0, *(match.start() for match in BOUNDARY.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]
