"""Rows of Parquet and Avro files as lines of JSON: Security Lake writes the one, Event Hubs' capture the other.

Their readers are the extra `lake`. Without it such a file is told as what it is, see `containers`.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import msgspec

from graphsvc.ingest.source.pieces import Pieces
from graphsvc.ingest.source.read_errors import as_read_error

_PARQUET, _AVRO = b"PAR1", b"Obj\x01"

_ROWS = 1_000  # read at a time
_MEMORY = "1GB"
# A row is what the file has, whatever its columns are called.
_AS_JSON = "SELECT to_json(graphsvc_row)::VARCHAR FROM read_parquet(?) AS graphsvc_row"

Reader = Callable[[Any], Iterator[bytes]]


def reader_of(magic: bytes) -> Reader | None:
    """What gives the rows of a stream that begins like this, if it is installed."""
    if magic == _PARQUET and find_spec("duckdb"):
        return _parquet_rows
    return _avro_rows if magic == _AVRO and find_spec("fastavro") else None


class JsonRows(Pieces):
    """Rows as text. Reading raises OSError where the file breaks off."""

    def __init__(self, rows: Iterator[bytes]) -> None:
        super().__init__()
        self._rows = rows

    def _piece(self) -> bytes:
        row = next(self._rows, None)
        return b"" if row is None else row + b"\n"


def _parquet_rows(stream: Any) -> Iterator[bytes]:
    import duckdb  # noqa: PLC0415  # an extra, and slow to import

    with as_read_error("Parquet", duckdb.Error), tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        shutil.copyfileobj(stream, file)  # the columns' places stand at the end
        file.flush()
        with duckdb.connect(config={"threads": "1", "memory_limit": _MEMORY}) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            found = connection.execute(_AS_JSON, [file.name])
            while rows := found.fetchmany(_ROWS):
                yield from (row.encode() for (row,) in rows)


def _avro_rows(stream: Any) -> Iterator[bytes]:
    import fastavro  # noqa: PLC0415  # an extra

    # It raises whatever its parts raise on what they did not expect.
    with as_read_error("Avro", Exception):
        yield from (msgspec.json.encode(_with_text(row)) for row in fastavro.reader(stream))


def _with_text(value: Any) -> Any:
    """Bytes are text here: a capture holds whole events so."""
    if isinstance(value, dict):
        return {key: _with_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_text(item) for item in value]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
