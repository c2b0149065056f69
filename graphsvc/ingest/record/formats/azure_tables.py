"""Answers of Azure's query API: tables whose rows are lists, with the names of their columns beside them."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, at


def _recognises(value: Any) -> bool:
    tables = value.get("tables")
    return isinstance(tables, list) and bool(tables) and isinstance(at(tables[0], "columns"), list)


def _unwrap(value: Any) -> Iterator[Part]:
    for table in value["tables"]:
        names = [column["name"] for column in table["columns"]]
        for row in table["rows"]:
            yield Part(dict(zip(names, row, strict=False)))


FORMAT = Format("azure-tables", "Azure Log Analytics: answers of the query API", _recognises, _unwrap)
