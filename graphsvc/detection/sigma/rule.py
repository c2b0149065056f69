"""Sigma rules, and correlations of them, as the text of detection files."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sigma.collection import SigmaCollection
from sigma.correlations import SigmaCorrelationCondition, SigmaCorrelationRule, SigmaCorrelationType
from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule

from graphsvc.detection.sigma.condition import Condition, exact_values
from graphsvc.detection.sigma.fields import widest
from graphsvc.domain.detection import Basis
from graphsvc.errors import DefinitionError

_LEVELS = {"informational": "info"}
_COUNTS = {"GTE": 0, "GT": 1}
_MINUTE = 60


@dataclass(frozen=True)
class Converted:
    """A detection file, or why there is none: then `slug` and `text` are empty."""

    title: str
    slug: str = ""
    text: str = ""
    problem: str = ""


def convert(files: Sequence[Path]) -> Iterator[Converted]:
    """Every rule of the files; what cannot be converted says why. Correlations may be of rules in any of them."""
    read = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
            read.append(SigmaCollection.from_yaml(text, collect_errors=True, resolve_references=False))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, SigmaError) as error:
            yield Converted(str(file), problem=_one_line(error))
    together = SigmaCollection.merge(read, resolve_references=False)
    yield from (Converted("a rule", problem=_one_line(wrong)) for wrong in together.errors)
    sound = [rule for rule in together.rules if not rule.errors]
    used = {id(rule) for rule in _referenced(sound)}
    for rule in sound:
        if id(rule) in used:
            continue  # a part of another, and none by itself
        try:
            yield _correlation(rule, sound) if isinstance(rule, SigmaCorrelationRule) else _single(rule)
        except (DefinitionError, SigmaError) as error:
            yield Converted(rule.title, problem=_one_line(error))


def _referenced(rules: Sequence[Any]) -> Iterator[Any]:
    for rule in rules:
        if isinstance(rule, SigmaCorrelationRule) and not rule.generate:
            names = {reference.reference for reference in rule.rules or ()}
            yield from (r for r in rules if names & {r.name, str(r.id)})


def _single(rule: SigmaRule) -> Converted:
    condition = Condition()
    text = _condition(rule, condition)
    words = {"kind": "policy", "basis": widest(condition.bases).value, "on": _on([rule])}
    return _file(rule, words, condition, text)


def _correlation(rule: SigmaCorrelationRule, known: Sequence[Any]) -> Converted:
    parts = [_part(reference.reference, known) for reference in rule.rules or ()]
    if not isinstance(rule.condition, SigmaCorrelationCondition) or rule.condition.op.name not in _COUNTS:
        raise DefinitionError("a correlation is converted that counts with `gte` or `gt`, and no other")
    if rule.aliases.aliases:
        raise DefinitionError("aliases of a correlation are not converted")
    condition = Condition()
    texts = [f"({_condition(part, condition)})" for part in parts]
    if len({widest(_bases(part)) for part in parts} | {Basis.POD}) > 1 and Basis.POD in condition.bases:
        raise DefinitionError("its rules look at different things: some at what a write submitted, others not")
    words = {"on": _on(parts), "window": _window(rule), **_counted(rule, parts, texts, condition)}
    words["basis"] = widest({*condition.bases, Basis.CALL}).value
    return _file(rule, words, condition, " OR ".join(texts))


def _counted(
    rule: SigmaCorrelationRule, parts: Sequence[SigmaRule], texts: Sequence[str], condition: Condition
) -> dict[str, str]:
    """What the header says of a kind."""
    assert isinstance(rule.condition, SigmaCorrelationCondition)
    least = int(rule.condition.count) + _COUNTS[rule.condition.op.name]
    by = ["p.cluster", *(condition.column(field).expression for field in rule.group_by or ())]
    words = {"kind": "threshold", "at_least": str(least), "by": f"[{', '.join(by)}]"}
    names = [_name(part) for part in parts]
    which = " ".join(f"WHEN {text} THEN '{name}'" for text, name in zip(texts, names, strict=True))
    if rule.type is SigmaCorrelationType.EVENT_COUNT:
        return words | {"of": "c.id"}
    if rule.type is SigmaCorrelationType.VALUE_COUNT and isinstance(rule.condition.fieldref, str):
        return words | {"of": condition.column(rule.condition.fieldref).expression}
    if rule.type is SigmaCorrelationType.TEMPORAL:
        return words | {"of": f"CASE {which} END"}
    if rule.type is SigmaCorrelationType.TEMPORAL_ORDERED and least == len(parts):
        del words["at_least"]
        return words | {"kind": "sequence", "steps": ", ".join(names), "step": f"CASE {which} END"}
    raise DefinitionError(f"a correlation of type {rule.type.name.lower()} with this condition is not converted")


def _part(name: str, known: Sequence[Any]) -> SigmaRule:
    found = next((rule for rule in known if name in {rule.name, str(rule.id)}), None)
    if not isinstance(found, SigmaRule):
        raise DefinitionError(f"it correlates `{name}`, which is no rule of these files that can be read")
    return found


def _condition(rule: SigmaRule, condition: Condition) -> str:
    if (rule.logsource.product, rule.logsource.service) != ("kubernetes", "audit"):
        raise DefinitionError("its logsource is not product kubernetes, service audit")
    texts = [condition.text(parsed.parsed) for parsed in rule.detection.parsed_condition]
    return texts[0] if len(texts) == 1 else " OR ".join(f"({text})" for text in texts)


def _bases(rule: SigmaRule) -> set[Basis]:
    alone = Condition()
    _condition(rule, alone)
    return alone.bases


def _on(rules: Sequence[SigmaRule]) -> str:
    """No more calls than can fit. A rule that says nothing of subresources means all of them."""
    return "; ".join(dict.fromkeys(_interest(parsed.parsed) for r in rules for parsed in r.detection.parsed_condition))


def _interest(node: Any) -> str:
    verbs, resources, subresources = (
        exact_values(node, field) for field in ("verb", "objectRef.resource", "objectRef.subresource")
    )
    names = [f"{r}/{s}" for r in sorted(resources) for s in sorted(subresources)] if resources and subresources else []
    return f"{','.join(sorted(verbs or '*'))} {','.join(names) or '*'}"


def _window(rule: SigmaCorrelationRule) -> str:
    if rule.timespan.seconds % _MINUTE:
        raise DefinitionError(f"timespan {rule.timespan.spec}: only whole minutes can be asked for")
    return f"{rule.timespan.seconds // _MINUTE}m"


def _file(rule: SigmaRule | SigmaCorrelationRule, words: dict[str, str], condition: Condition, text: str) -> Converted:
    level = rule.level.name.lower() if rule.level else "medium"
    techniques = [t.name.upper() for t in rule.tags if re.fullmatch(r"t\d{4}(\.\d{3})?", t.name)]
    head = {
        "code": f"SIGMA-{str(rule.id or hashlib.blake2b(rule.title.encode(), digest_size=4).hexdigest())[:8]}",
        **words,
        "severity": _LEVELS.get(level, level),
        "title": rule.title,
        "technique": ", ".join(techniques),
        "needs": "level Request" if Basis.POD in condition.bases else "level Metadata",
        "status": "stable" if rule.status and rule.status.name == "STABLE" else "trial",
        "references": ", ".join(url.replace(",", "%2C") for url in rule.references),
        "meaning": rule.description or rule.title,
        "triage": "Its references say what is known of it." if rule.references else "Who did it, and from where?",
        "usual": "; ".join(rule.falsepositives) or "unknown",
        "with": json.dumps(condition.parameters, ensure_ascii=False) if condition.parameters else "",
    }
    lines = [f"// {word + ':':11}{' '.join(value.split())}" for word, value in head.items() if value]
    return Converted(rule.title, f"sigma-{_slug(rule.title)}"[:80].rstrip("-"), "\n".join([*lines, text, ""]))


def _name(rule: SigmaRule) -> str:
    """Of a step: words that can stand in a list and in quotes."""
    return _slug(rule.name or rule.title)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
