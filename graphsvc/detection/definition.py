"""Reads detections: a header that says everything, and a condition. All faults of all files are told at once.

The condition is one boolean Cypher expression over a basis (see `cypher/basis/`); with `basis: query` it is a whole
statement. `docs/detections.md` explains the header.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from graphsvc.detection.overrides import Overrides, duration, read_as
from graphsvc.domain.detection import Basis, Detection, DetectionKind, Interest, Needs, Scope, Severity, Status
from graphsvc.domain.log_fact import FIELDS, LEVELS, LOOKED_UP
from graphsvc.errors import DefinitionError
from graphsvc.graph import queries

_REQUIRED = ("code", "kind", "severity", "title", "on", "needs", "meaning", "triage", "usual")
_OPTIONAL = (
    "basis", "technique", "window", "scope", "with", "at_least", "steps", "under", "habit", "status", "references",
)  # fmt: skip
_SAYS = ("seen", "by", "of", "step", "who", "what", "because", "louder", "evidence")
_GIVEN = frozenset({"calls", "paths"})
_TECHNIQUE = re.compile(r"T\d{4}(\.\d{3})?")

# Words of `on` lines that stand for several.
_VERBS = {"write": ("create", "update", "patch"), "remove": ("delete", "deletecollection")}
_RESOURCES = {
    "workloads": (
        "replicationcontrollers", "replicasets", "deployments", "daemonsets", "statefulsets", "jobs", "cronjobs",
    ),
    "rbac": ("roles", "clusterroles", "rolebindings", "clusterrolebindings"),
}  # fmt: skip

# What a row has to say for a kind.
_ASKED_OF = {
    DetectionKind.ANOMALY: ("seen",),
    DetectionKind.THRESHOLD: ("by", "of"),
    DetectionKind.SEQUENCE: ("by", "step"),
}

E = TypeVar("E", bound=StrEnum)


def load_detections(overrides: Mapping[str, Any] | None = None, own: Iterable[Path] = ()) -> tuple[Detection, ...]:
    """Every detection of the package that is enabled, by code. `overrides`: see `Overrides`.

    They may be meant for files of the user's `own`, which are not loaded here: see `detection/own`.
    Raises DefinitionError with all faults, a line each.
    """
    given = Overrides(overrides or {})
    found, faults = _read_all(files_of_ours(), given)
    _, own_faults = _read_all(own, given)
    unused = [] if faults or own_faults else given.unused()
    if wrong := [*faults, *_repeated(found), *_unknown_codes(found), *unused]:
        raise DefinitionError("\n".join(wrong))
    return tuple(sorted((d for d in found if not given.disables(d)), key=lambda d: d.code))


def files_of_ours() -> list[Path]:
    return sorted((queries.cypher_folder() / "detect").glob("*/*.cypher"))


def _read_all(files: Iterable[Path], given: Overrides) -> tuple[list[Detection], list[str]]:
    found: list[Detection] = []
    faults: list[str] = []
    for file in files:
        try:
            detection = read_detection(file, given)
            given.disables(detection)
            found.append(detection)
        except DefinitionError as error:
            faults.append(str(error))
    return found, faults


def read_detection(file: Path, overrides: Overrides | None = None) -> Detection:
    """The detection of one file, with what `overrides` change; raises DefinitionError."""
    query = queries.load_file(file, f"detect/{file.parent.name}/{file.stem}")
    try:
        _check_words(query.header)
        detection = _detection(file, query)
        _check_says(detection)
        return (overrides or Overrides({})).apply(detection)
    except ValueError as error:
        raise DefinitionError(f"{file.parent.name}/{file.name}: {error}") from None


def _detection(file: Path, query: queries.Query) -> Detection:
    header = query.header
    text = queries.strip_comments(query.text).strip()
    says = {word: header[word] for word in _SAYS if word in header}
    used = queries.parameters_of("\n".join([text, *says.values()]))
    detection = Detection(
        slug=file.stem,
        family=file.parent.name,
        code=header["code"],
        kind=_chosen(DetectionKind, header, "kind"),
        severity=_chosen(Severity, header, "severity"),
        title=header["title"],
        on=tuple(_interest(part) for part in header["on"].split(";")),
        on_text=header["on"],
        text=text,
        basis=_chosen(Basis, header, "basis", "query"),
        says=says,
        asks=used & _GIVEN,
        technique=_techniques(header.get("technique", "")),
        needs=_needs(header["needs"]),
        parameters=_parameters(header.get("with", "{}"), used - _GIVEN),
        meaning=header["meaning"],
        triage=header["triage"],
        usual=header["usual"],
    )
    return replace(detection, **_optional(header))


def _optional(header: Mapping[str, str]) -> dict[str, Any]:
    at_least = header.get("at_least", "0")
    if not at_least.isdigit():
        raise ValueError(f"at_least: `{at_least}` is not a number")
    return {
        "window": read_as("window", duration, header.get("window", "0d")),
        "scope": _chosen(Scope, header, "scope", "everywhere"),
        "at_least": int(at_least),
        "steps": _words(header, "steps"),
        "under": _words(header, "under"),
        "habit": _chosen(Severity, header, "habit") if "habit" in header else None,
        "status": _chosen(Status, header, "status", "stable"),
        "references": _words(header, "references"),
    }


def _words(header: Mapping[str, str], word: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in header.get(word, "").split(",") if part.strip())


def _check_words(header: Mapping[str, str]) -> None:
    if missing := [word for word in _REQUIRED if not header.get(word)]:
        raise ValueError(f"header lacks {', '.join(missing)}")
    if unknown := sorted(set(header) - {*_REQUIRED, *_OPTIONAL, *_SAYS}):
        raise ValueError(f"header has unknown {', '.join(unknown)}")


def _check_says(detection: Detection) -> None:
    """A query says it in its rows; a condition in its header."""
    missing = [word for word in _ASKED_OF.get(detection.kind, ()) if word not in detection.says]
    if missing and detection.basis is not Basis.QUERY:
        raise ValueError(f"header of this kind lacks {', '.join(missing)}: {detection.kind}")
    if detection.kind in {DetectionKind.THRESHOLD, DetectionKind.SEQUENCE} and not detection.window:
        raise ValueError(f"a {detection.kind} has a window")
    if (detection.kind is DetectionKind.SEQUENCE) != bool(detection.steps):
        raise ValueError("a sequence, and nothing else, has steps")
    if (detection.kind is DetectionKind.THRESHOLD) != bool(detection.at_least):
        raise ValueError("a threshold, and nothing else, has at_least")


def _interest(text: str) -> Interest:
    words = text.split()
    if len(words) != 2:
        raise ValueError(f"on: `{text.strip()}` is not `verbs resources`")
    verbs, resources = (word.split(",") for word in words)
    return Interest(frozenset(_spelled_out(verbs, _VERBS)), frozenset(_spelled_out(resources, _RESOURCES)))


def _spelled_out(words: Iterable[str], known: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    return (one for word in words for one in known.get(word, (word,)))


def _techniques(text: str) -> tuple[str, ...]:
    found = tuple(t.strip() for t in text.split(",") if t.strip())
    if wrong := [t for t in found if not _TECHNIQUE.fullmatch(t)]:
        raise ValueError(f"technique: {', '.join(wrong)} is not an ATT&CK id")
    return found


def _needs(text: str) -> Needs:
    """`level Request of create pods; field sourceIPs; version 1.30; provider eks`."""
    found: dict[str, list[str]] = {"level": [], "field": [], "version": [], "provider": []}
    for part in text.split(";"):
        word, _, value = part.strip().partition(" ")
        if word not in found or not value:
            raise ValueError(f"needs: `{part.strip()}` is not one of level, field, version, provider with a value")
        found[word].append(value)
    level, _, of_text = (found["level"][-1] if found["level"] else "Metadata").partition(" of ")
    if level not in LEVELS:
        raise ValueError(f"needs: level `{level}` is not one of {', '.join(LEVELS)}")
    if unknown := sorted(set(found["field"]) - FIELDS.keys() - LOOKED_UP.keys()):
        known = ", ".join([*FIELDS, *LOOKED_UP])
        raise ValueError(f"needs: field {', '.join(unknown)} is not one of {known}")
    of = (_interest(of_text),) if of_text else ()
    return Needs(level, of, of_text, tuple(found["field"]), "".join(found["version"]), tuple(found["provider"]))


def _chosen(kind: type[E], header: Mapping[str, str], word: str, otherwise: str = "") -> E:
    text = header.get(word, otherwise)
    try:
        return kind(text)
    except ValueError:
        raise ValueError(f"{word}: `{text}` is not one of {', '.join(kind)}") from None


def _parameters(text: str, used: frozenset[str]) -> dict[str, Any]:
    try:
        defaults = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"with: {error}") from None
    if not isinstance(defaults, dict):
        raise ValueError("with: is no JSON object")  # noqa: TRY004  # a wrong file, not a wrong program
    if wrong := sorted(set(defaults) ^ used):
        raise ValueError(f"with: this and the condition differ on ${', $'.join(wrong)}")
    return dict(defaults)


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


def _unknown_codes(found: list[Detection]) -> list[str]:
    codes = {d.code for d in found}
    return [
        f"{d.family}/{d.slug}: under: there is no {', '.join(sorted(unknown))}"
        for d in found
        if (unknown := set(d.under) - codes)
    ]
