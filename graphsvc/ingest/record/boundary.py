"""Where one JSON object ends and the next begins, when nothing stands between them."""

import re

# Inside a string the quote would close it, and no key could follow: so this is exact for objects with keys.
# Files that were put one after the other bring their byte-order marks.
BOUNDARY = re.compile(rb'(?<=\})(?:\s|\xef\xbb\xbf)*(?=\{\s*"[\w@$./-])')


def split_documents(text: bytes) -> list[bytes]:
    """JSON objects that follow each other, without what stands between."""
    between = [match.span() for match in BOUNDARY.finditer(text)]
    starts, ends = [0, *(end for _, end in between)], [*(start for start, _ in between), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]
