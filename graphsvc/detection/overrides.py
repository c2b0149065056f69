"""What settings change of detections: parameters, severity, scope, window, at_least, and whether they run at all.

A key is `<slug or code>.<name>`, or `<name>` alone for every detection that has such a parameter; `…+` adds to a list.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from graphsvc.domain.detection import Detection, Scope, Severity
from graphsvc.domain.moment import DAY, HOUR, MINUTE

_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY}


def duration(value: Any) -> int:
    """Milliseconds of `10m`, `12h`, `90d`; raises ValueError."""
    found = re.fullmatch(r"(\d+)([mhd])", str(value))
    if not found:
        raise ValueError(f"`{value}` is not a number with m, h or d")
    return int(found[1]) * _UNITS[found[2]]


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"`{value}` is not a number from 1 on")
    return value


_FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "severity": Severity,
    "scope": Scope,
    "window": duration,
    "at_least": _number,
}
_ENABLED = "enabled"


class Overrides:
    """Remembers which keys meant something, so that one that meant nothing can be refused."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given
        self._used: set[str] = set()

    def apply(self, detection: Detection) -> Detection:
        """The detection with what was given for it; raises ValueError for a value that cannot be."""
        parameters = {
            name: self._value(detection, name, old, shared=True) for name, old in detection.parameters.items()
        }
        changed: dict[str, Any] = {}
        for name, read in _FIELDS.items():
            given = self._value(detection, name, None)
            if given is not None:
                changed[name] = read_as(name, read, given)
        return replace(detection, parameters=parameters, **changed)

    def disables(self, detection: Detection) -> bool:
        return self._value(detection, _ENABLED, old=True) is False

    def unused(self) -> list[str]:
        """What is wrong with keys that nobody asked for."""
        unknown = sorted(set(self._given) - self._used)
        return [f"detection_parameters: no detection has `{key}`" for key in unknown]

    def _value(self, detection: Detection, name: str, old: Any, *, shared: bool = False) -> Any:
        """The most special key wins: code or slug, then the name alone."""
        value = old
        for key in ([name] if shared else []) + [f"{detection.code}.{name}", f"{detection.slug}.{name}"]:
            if key in self._given:
                self._used.add(key)
                value = _given(key, old, self._given[key])
            if f"{key}+" in self._given:
                self._used.add(f"{key}+")
                value = _added(key, value, self._given[f"{key}+"])
        return value


def _given(key: str, old: Any, value: Any) -> Any:
    """`@path` is a file with the values of a list, one a line; what stands behind a # is a comment."""
    if not isinstance(old, list) or not isinstance(value, str):
        return value
    if not value.startswith("@"):
        raise ValueError(f'{key}: `{value}` is no list: write ["{value}"], or @ and a file with one value a line')
    try:
        lines = Path(value[1:]).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise ValueError(f"{key}: {value[1:]} cannot be read: {error}") from None
    return [text for line in lines if (text := line.partition("#")[0].strip())]


def _added(key: str, old: Any, more: Any) -> list[Any]:
    more = _given(key, old, more) if isinstance(more, str) and more.startswith("@") else more
    if not isinstance(old, list):
        raise ValueError(  # noqa: TRY004  # a wrong setting, not a wrong program
            f"{key}+: {key} is no list"
        )
    return [*old, *(more if isinstance(more, list) else [more])]


def read_as(name: str, read: Callable[[Any], Any], given: Any) -> Any:
    try:
        return read(given)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
