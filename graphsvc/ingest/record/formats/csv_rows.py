"""Rows of CSV with the event in one cell: Logs Insights, AzureDiagnostics, BigQuery and Splunk as people download them.

Which column holds it is seen by its content; a head of names is no record.
"""

import csv
import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.formats.cloudwatch import cluster_of
from graphsvc.ingest.record.wrapping import Format, Part, moment_of

_CELLS = rb'(?:"?[\w@.\[\] -]+"?)'
_KNOWN = rb'"?(?:@timestamp|@message|TimeGenerated(?: \[UTC\])?|_time|_raw|log_s|textPayload)"?'
_HEAD = re.compile(rb"(?:%s,)*%s(?:,%s)*$" % (_CELLS, _KNOWN, _CELLS))
_ROW = re.compile(rb"\"\{\"\"|[^{,]*,.*\"\{\s*\"\"|\"?\d{4}-\d\d-\d\d[ T][\d:.]+Z?\"?,", re.DOTALL)
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:")
_LARGEST_CELL = 32 << 20


def _recognises(value: Any) -> bool:
    return _HEAD.match(value) is not None or _ROW.match(value) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    if _HEAD.match(value):
        return
    csv.field_size_limit(_LARGEST_CELL)
    cells = next(csv.reader([value.decode("utf-8", "replace")]))
    time = next((moment for cell in cells if _TIME.match(cell) and (moment := moment_of(cell))), 0)
    cluster = next((name for cell in cells if (name := cluster_of(cell.rpartition(":")[2]))), "")
    found = next((cell for cell in cells if cell.startswith("{")), cells[-1])
    yield Part(found, cluster, time, may_be_cut=True)


FORMAT = Format("csv", "CSV with the event in a cell: Logs Insights, Log Analytics", _recognises, _unwrap, text=True)
