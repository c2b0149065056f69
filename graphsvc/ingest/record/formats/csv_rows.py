"""Rows of CSV with the event in one cell: Grafana, Kibana, Logs Insights, Log Analytics, BigQuery and Splunk.

Which column holds it is seen by its content; a head of names is no record.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.formats.cloudwatch import cluster_of
from graphsvc.ingest.record.row import best_reading, event_place
from graphsvc.ingest.record.wrapping import Format, Part, moment_of

_CELLS = rb'(?:"?[\w@.\[\] -]+"?)'
_KNOWN = rb'"?(?:@timestamp|@message|TimeGenerated(?: \[UTC\])?|_time|_raw|log_s|textPayload)"?'
_HEAD = re.compile(rb"(?:%s[,;\t|])*%s(?:[,;\t|]%s)*$" % (_CELLS, _KNOWN, _CELLS))
# What Excel is told about the file, and Grafana writes for it.
_FOR_EXCEL = re.compile(rb'"?sep=.?"?$', re.IGNORECASE)
_ROW = re.compile(rb"\"\{\"\"|[^{,;\t]*[,;\t].*\"\{\s*\"\"|\"?\d{4}-\d\d-\d\d[ T][\d:.]+Z?\"?[,;\t|]", re.DOTALL)
# Other quotes, which other lines have, too: what tells are the names of an event within.
_OTHER_ROW = re.compile(rb"(?![IWEF]\d{4} |[\w-]+=)(?:[^{]*[,;\t|])?[\"']\{\s*\\?\".*auditID", re.DOTALL)
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:")


def _recognises(value: Any) -> bool:
    return any(shape.match(value) for shape in (_HEAD, _FOR_EXCEL, _ROW, _OTHER_ROW))


def _unwrap(value: Any) -> Iterator[Part]:
    if _HEAD.match(value) or _FOR_EXCEL.match(value):
        return
    cells = best_reading(value)
    if not cells:
        raise ValueError("its quotes do not fit")
    time = next((moment for cell in cells if _TIME.match(cell) and (moment := moment_of(cell))), 0)
    cluster = next((name for cell in cells if (name := cluster_of(cell.rpartition(":")[2]))), "")
    yield Part(_text(cells[event_place(cells)]), cluster, time, may_be_cut=True)


def _text(cell: str) -> Any:
    """Some tools write the text of an event as JSON has texts."""
    return json.loads(cell) if cell.startswith('"{') and cell.endswith('"') else cell


FORMAT = Format(
    "csv", "CSV with the event in a cell: Grafana, Kibana, Logs Insights, Azure", _recognises, _unwrap, text=True
)
