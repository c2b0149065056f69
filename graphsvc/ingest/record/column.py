"""What the name of a table's column says of its cells, and times as the tools that export tables write them."""

import re

from graphsvc.ingest.record.wrapping import moment_of

_IN_UTC = " [UTC]"  # how Azure's portal calls columns of times
_OF_PORTAL = re.compile(r"(\d+)/(\d+)/(\d{4}),?\s(\d+):(\d\d:\d\d(?:\.\d+)?)\s([AP])M")
_OF_KIBANA = re.compile(r"([A-Z][a-z]{2}) (\d+), (\d{4}) @ (\d\d:\d\d:\d\d(?:\.\d+)?)")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_TIME_NAME = re.compile(r"[@_]?(?:time|date|ts|timestamp|tsns|timegenerated|eventtime|datetime)(?: \[utc\])?", re.ASCII)


def in_iso(name: str, cell: str) -> tuple[str, str]:
    """A column and its cell; a time in it as others write it."""
    if name.endswith(_IN_UTC):
        return name.removesuffix(_IN_UTC), _of_portal(cell)
    return name, _of_kibana(cell)


def tells_time(name: str, cell: str) -> bool:
    """Whether a column that is called so holds times: then what is called so is a column."""
    return _TIME_NAME.fullmatch(name.lower()) is not None and moment_of(in_iso(name, cell)[1]) > 0


def _of_portal(cell: str) -> str:
    """`1/31/2026, 7:30:15.123 PM`"""
    found = _OF_PORTAL.fullmatch(cell)
    if not found:
        return cell
    month, day, year, hour, rest, half = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}T{int(hour) % 12 + 12 * (half == 'P'):02}:{rest}Z"


def _of_kibana(cell: str) -> str:
    """`Nov 24, 2026 @ 09:00:01.000`, which has no zone."""
    found = _OF_KIBANA.fullmatch(cell)
    if not found or found[1] not in _MONTHS:
        return cell
    month, day, year, time = found.groups()
    return f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}T{time}Z"
