"""Reads detections: a Cypher file whose header is the whole definition. All faults of all files are told at once."""

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from graphsvc.domain.detection import Detection, DetectionKind, Interest, Scope, Severity
from graphsvc.domain.moment import DAY, HOUR
from graphsvc.errors import DefinitionError
from graphsvc.graph import queries

_REQUIRED = ("code", "kind", "severity", "title", "technique", "on", "needs", "meaning", "triage", "usual")
_OPTIONAL = ("window", "scope", "with")
_GIVEN = frozenset({"calls", "paths"})
_UNITS = {"m": 60_000, "h": HOUR, "d": DAY}
_TECHNIQUE = re.compile(r"T\d{4}(\.\d{3})?")

E = TypeVar("E", bound=StrEnum)


def load_detections(overrides: dict[str, Any] | None = None) -> tuple[Detection, ...]:
    """Every detection of the package, by code. `overrides` are parameters `slug.name` or `name`.

    Raises DefinitionError with all faults, a line each.
    """
    folder = queries.cypher_folder() / "detect"
    faults: list[str] = []
    found: list[Detection] = []
    for file in sorted(folder.glob("*/*.cypher")):
        try:
            found.append(read_detection(file, overrides or {}))
        except DefinitionError as error:
            faults.append(str(error))
    faults += _repeated(found)
    if faults:
        raise DefinitionError("\n".join(faults))
    return tuple(sorted(found, key=lambda d: d.code))


def read_detection(file: Path, overrides: dict[str, Any]) -> Detection:
    query = queries.load_file(file, f"detect/{file.parent.name}/{file.stem}")
    header = query.header
    try:
        _check_words(header)
        parameters = _parameters(header.get("with", "{}"), query.parameters, file.stem, overrides)
        return Detection(
            slug=file.stem,
            family=file.parent.name,
            code=header["code"],
            kind=_choice(DetectionKind, header["kind"]),
            severity=_choice(Severity, header["severity"]),
            title=header["title"],
            on=tuple(_interest(part) for part in header["on"].split(";")),
            on_text=header["on"],
            text=query.text,
            asks=query.parameters & _GIVEN,
            technique=_techniques(header["technique"]),
            needs=header["needs"],
            window=_duration(header.get("window", "0d")),
            scope=_choice(Scope, header.get("scope", "everywhere")),
            meaning=header["meaning"],
            triage=header["triage"],
            usual=header["usual"],
            parameters=parameters,
        )
    except ValueError as error:
        raise DefinitionError(f"{file.parent.name}/{file.name}: {error}") from None


def _check_words(header: dict[str, str]) -> None:
    if missing := [word for word in _REQUIRED if not header.get(word)]:
        raise ValueError(f"header lacks {', '.join(missing)}")
    if unknown := sorted(set(header) - set(_REQUIRED) - set(_OPTIONAL)):
        raise ValueError(f"header has unknown {', '.join(unknown)}")


def _interest(text: str) -> Interest:
    words = text.split()
    if len(words) != 2:
        raise ValueError(f"on: `{text.strip()}` is not `verbs resource`")
    return Interest(frozenset(words[0].split(",")), words[1])


def _techniques(text: str) -> tuple[str, ...]:
    found = tuple(t.strip() for t in text.split(","))
    if wrong := [t for t in found if not _TECHNIQUE.fullmatch(t)]:
        raise ValueError(f"technique: {', '.join(wrong)} is not an ATT&CK id")
    return found


def _duration(text: str) -> int:
    found = re.fullmatch(r"(\d+)([mhd])", text)
    if not found:
        raise ValueError(f"window: `{text}` is not a number with m, h or d")
    return int(found.group(1)) * _UNITS[found.group(2)]


def _choice(kind: type[E], text: str) -> E:
    try:
        return kind(text)
    except ValueError:
        raise ValueError(f"`{text}` is not one of {', '.join(kind)}") from None


def _parameters(text: str, used: frozenset[str], slug: str, overrides: dict[str, Any]) -> dict[str, Any]:
    try:
        defaults = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"with: {error}") from None
    if wrong := sorted(set(defaults) ^ (used - _GIVEN)):
        raise ValueError(f"`with` and the query differ on ${', $'.join(wrong)}")
    own = {name: overrides[f"{slug}.{name}"] for name in defaults if f"{slug}.{name}" in overrides}
    shared = {name: overrides[name] for name in defaults if name in overrides}
    return {**defaults, **shared, **own}


def _repeated(found: list[Detection]) -> list[str]:
    codes: dict[str, str] = {}
    slugs: dict[str, str] = {}
    faults = []
    for detection in found:
        for value, known in ((detection.code, codes), (detection.slug, slugs)):
            if value in known:
                faults.append(f"{detection.family}/{detection.slug}: {value} is used by {known[value]} too")
            known[value] = detection.slug
    return faults
