"""Files that hold no lines of a log, known by how they begin, and what to do with them."""

LONGEST_MAGIC = 16
_YAML = "YAML; give JSON: `gcloud logging read … --format=json`, `kubectl … -o json`"
_LAKE = "`graphsvc ingest FILE` reads it after pip install 'graphsvc[lake]'"
_KINDS = {
    b"PK\x03\x04": "a zip archive; `graphsvc ingest FILE` reads it",
    b"\x04\x22\x4d\x18": "packed by lz4; give `lz4 -dc FILE | graphsvc ingest -`",
    b"\xff\x06\0\0sNaPpY": "packed by snappy; unpack it first",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it first",
    b"Rar!\x1a\x07": "a rar archive; unpack it first",
    b"PAR1": f"Parquet; {_LAKE}",
    b"Obj\x01": f"Avro; {_LAKE}",
    b"SQLite format 3\0": "a database of SQLite; export it as JSON lines",
    **dict.fromkeys((b"---\n", b"---\r\n", b"insertId: ", b"apiVersion: ", b"kind: "), _YAML),
    b"\0\5\x16\7": "what macOS keeps beside a file",
    b"%PDF-": "a PDF",
    b"<?xml": "XML, which spreadsheets (.xlsx) are made of, too; save tables as CSV",
    b"\x7fELF": "a program",
}


def container(start: bytes) -> str:
    """What is to be told of a file that begins like this; nothing of one that may have lines."""
    kind = next((kind for magic, kind in _KINDS.items() if start.startswith(magic)), "")
    return f"this is no log but {kind}" if kind else ""
