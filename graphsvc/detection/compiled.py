"""Conditions of one basis as one query: the way to a call is gone once, whoever asks.

`fits(text, $list)` in a condition holds when the text fits one of the list's globs, or lies in one of its networks.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import translate
from itertools import groupby
from typing import Any

from graphsvc.domain.detection import Basis, Detection
from graphsvc.graph import queries

_PLACE = "/* conditions */"
_PARAMETER = re.compile(r"\$(\w+)")
_FITS = re.compile(r"\bfits\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*),\s*\$(\w+)\)")
_NEVER = "(?!)"
_TOGETHER = 25  # conditions in one query: the time to plan it grows with them


@dataclass(frozen=True)
class Compiled:
    """`text` takes `parameters`, and `$asked`: rows of ids, and of the numbers of detections that are `on` for them."""

    basis: Basis
    detections: tuple[Detection, ...]
    text: str
    parameters: dict[str, Any]


def compile_basis(basis: Basis, detections: Sequence[Detection], *, square: bool = False) -> Compiled:
    """`square`: with square brackets around whatever a detection says, for the gate."""
    parameters: dict[str, Any] = {}
    cases = [_case(number, detection, parameters, square=square) for number, detection in enumerate(detections)]
    template = queries.load(f"basis/{basis}").text
    return Compiled(basis, tuple(detections), template.replace(_PLACE, ",\n  ".join(cases)), parameters)


def compile_together(conditions: Iterable[Detection]) -> Iterator[Compiled]:
    """Those of one basis; then the user's, each alone. The same whatever is asked: for each batch a query of its own
    would have to be planned.
    """
    ordered = sorted(conditions, key=lambda d: (d.is_own, d.basis, d.family, d.code))
    for (is_own, basis), group in groupby(ordered, key=lambda d: (d.is_own, d.basis)):
        found = list(group)
        together = 1 if is_own else _TOGETHER
        for start in range(0, len(found), together):
            yield compile_basis(basis, found[start : start + together])


def compile_query(detection: Detection) -> Compiled:
    """A detection that is a statement of its own."""
    parameters: dict[str, Any] = {}
    return Compiled(Basis.QUERY, (detection,), _expression(detection, detection.text, parameters), parameters)


def compile_alone(detection: Detection) -> Compiled:
    return compile_query(detection) if detection.basis is Basis.QUERY else compile_basis(detection.basis, [detection])


def _case(number: int, detection: Detection, parameters: dict[str, Any], *, square: bool) -> str:
    opening, closing = ("[", "][0]") if square else ("(", ")")
    words = {word: _expression(detection, text, parameters) for word, text in detection.says.items()}
    says = ", ".join(f"{word}: {opening}{text}{closing}" for word, text in words.items())
    condition = f"{'NOT ' if square else ''}{_expression(detection, detection.text, parameters)}\n"
    return f"CASE WHEN {number} IN a.on AND {opening}{condition}{closing} THEN [{number}, {{{says}}}] END"


def _expression(detection: Detection, text: str, parameters: dict[str, Any]) -> str:
    """The text with parameters of its own, so that two detections may have the same name for different things."""
    prefix = detection.slug.replace("-", "_")

    def fits(found: re.Match[str]) -> str:
        name = f"{prefix}__{found[2]}__pattern"
        values = detection.parameters[found[2]]
        if not isinstance(values, list):
            raise ValueError(f"with: `{found[2]}` is no list, which fits() takes")  # noqa: TRY004  # a wrong file
        parameters[name] = pattern_of(values)
        return f"({found[1]}) =~ ${name}"

    def parameter(found: re.Match[str]) -> str:
        if found[1] not in detection.parameters:
            return found[0]  # given by the engine, or a pattern
        name = f"{prefix}__{found[1]}"
        parameters[name] = detection.parameters[found[1]]
        return f"${name}"

    return _PARAMETER.sub(parameter, _FITS.sub(fits, text))


def pattern_of(values: Iterable[Any]) -> str:
    """One pattern for globs and IPv4 networks; nothing fits an empty list."""
    parts = [network_pattern(str(v)) or translate(str(v)).replace(r"\Z", "") for v in values]
    return "(?s)" + ("|".join(f"(?:{part})" for part in parts) if parts else _NEVER)


def network_pattern(text: str) -> str:
    """The pattern of an IPv4 network's addresses, octet by octet; empty for what is none."""
    try:
        network = ipaddress.IPv4Network(text, strict=False) if "/" in text else None
    except ValueError:
        network = None
    if network is None:
        return ""
    first, last = network.network_address.packed, network.broadcast_address.packed
    return r"\.".join(_octet(low, high) for low, high in zip(first, last, strict=True))


def _octet(low: int, high: int) -> str:
    return r"\d+" if (low, high) == (0, 255) else "(?:" + "|".join(str(n) for n in range(low, high + 1)) + ")"
