"""What reading a broken or cut file raises, whatever library reads it."""

import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import zstandard

READ_ERRORS = (OSError, EOFError, zlib.error, zstandard.ZstdError, lzma.LZMAError)


@contextmanager
def as_read_error(kind: str, *errors: type[Exception]) -> Iterator[None]:
    """Raise OSError in one line for what only one library raises; `kind` is of the file."""
    try:
        yield
    except errors as error:
        said = str(error).strip().partition("\n")[0]
        raise OSError(f"{kind}: {said or type(error).__name__}") from None
