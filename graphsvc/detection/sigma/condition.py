"""A Sigma condition as Cypher: pySigma reads it and applies the modifiers, here each comparison finds its words.

All values become parameters: nothing that stands in a rule can be Cypher, and settings can change it.
"""

import re
from collections.abc import Iterable
from typing import Any

from sigma.conditions import (
    ConditionAND,
    ConditionFieldEqualsValueExpression,
    ConditionItem,
    ConditionNOT,
    ConditionOR,
)
from sigma.types import (
    SigmaBool,
    SigmaCasedString,
    SigmaCIDRExpression,
    SigmaCompareExpression,
    SigmaExists,
    SigmaExpansion,
    SigmaNull,
    SigmaNumber,
    SigmaRegularExpression,
    SigmaString,
    SpecialChars,
)

from graphsvc.detection.sigma.fields import Column, Shape, column_of
from graphsvc.domain.detection import Basis
from graphsvc.errors import DefinitionError

_OPERATORS = {"LT": "<", "LTE": "<=", "GT": ">", "GTE": ">="}
_SHAPES = {"": "=", "t": "=", "*t*": "CONTAINS", "t*": "STARTS WITH", "*t": "ENDS WITH"}
_WILD = {SpecialChars.WILDCARD_MULTI: ".*", SpecialChars.WILDCARD_SINGLE: "."}
_NOT_KEPT = "system:authenticated"  # everybody who signed in has it, so no path says it


class Condition:
    """Translates trees; gathers the parameters and what bases they need."""

    def __init__(self) -> None:
        self.parameters: dict[str, Any] = {}
        self.bases: set[Basis] = set()

    def text(self, node: Any) -> str:
        """Raises DefinitionError for what cannot be said in Cypher."""
        if isinstance(node, ConditionNOT):
            return f"NOT ({self.text(node.args[0])})"
        if isinstance(node, ConditionAND):
            return " AND ".join(self._grouped(arg) for arg in node.args)
        if isinstance(node, ConditionOR):
            return " OR ".join(self._alternatives(node.args))
        if isinstance(node, ConditionFieldEqualsValueExpression):
            return self._comparison(node.field, [node.value])
        raise DefinitionError("it looks for words without a field")

    def column(self, field: str) -> Column:
        column = column_of(field)
        self.bases.add(column.basis)
        return column

    def _grouped(self, node: Any) -> str:
        text = self.text(node)
        return f"({text})" if isinstance(node, ConditionOR) else text

    def _alternatives(self, nodes: Iterable[Any]) -> Iterable[str]:
        """Strings that one field may be or contain are one list."""
        lists: dict[tuple[str, str], list[Any]] = {}
        others: list[str] = []
        for node in nodes:
            if isinstance(node, ConditionFieldEqualsValueExpression) and (how := _kind_of(node.value)):
                lists.setdefault((node.field, how), []).append(node.value)
            else:
                text = self.text(node)
                others.append(f"({text})" if isinstance(node, ConditionItem) else text)
        return [*(self._comparison(field, values) for (field, _), values in lists.items()), *others]

    def _comparison(self, field: str, values: list[Any]) -> str:
        column, value = self.column(field), values[0]
        if isinstance(value, SigmaExpansion):
            return f"({' OR '.join(self._comparison(field, [v]) for v in value.values)})"
        if isinstance(value, SigmaExists | SigmaNull) or _plain(value) in {"", "*"}:
            is_there = value.exists if isinstance(value, SigmaExists) else _plain(value) == "*"
            return _presence(column) if is_there else f"NOT {_presence(column)}"
        if column.shape is Shape.NUMBER:
            return self._number(field, column, values)
        if column.shape is Shape.FLAG:
            return column.expression if _is_true(field, value) else f"NOT {column.expression}"
        return self._text(field, column, values)

    def _number(self, field: str, column: Column, values: list[Any]) -> str:
        first = values[0]
        if isinstance(first, SigmaCompareExpression) and first.op.name in _OPERATORS:
            name = self._parameter(field, _whole(field, first.number))
            return f"{column.expression} {_OPERATORS[first.op.name]} ${name}"
        numbers = [_whole(field, value) for value in values]
        return f"{column.expression} IN ${self._parameter(field, numbers)}"

    def _text(self, field: str, column: Column, values: list[Any]) -> str:
        value, is_list = values[0], column.shape is Shape.TEXTS
        subject = "x" if is_list else column.expression
        if isinstance(value, SigmaCIDRExpression):
            test = f"fits({subject}, ${self._parameter(field, [_network(field, v) for v in values])})"
        elif isinstance(value, SigmaRegularExpression):
            test = f"{subject} =~ ${self._parameter(field, _pattern(value))}"
        elif isinstance(value, SigmaString | SigmaNumber):
            test = self._strings(field, subject, values)
        else:
            raise DefinitionError(f"field `{field}`: {type(value).__name__} cannot be asked")
        return f"any(x IN {column.expression} WHERE {test})" if is_list else test

    def _strings(self, field: str, subject: str, values: list[Any]) -> str:
        cased = isinstance(values[0], SigmaCasedString)
        text = subject if cased else f"toLower({subject})"
        how, found = _operator(values[0]), [_inner(v) if cased else _inner(v).lower() for v in values]
        if field == "user.groups" and _NOT_KEPT in found:
            raise DefinitionError(f"field `{field}`: {_NOT_KEPT} is not kept, everybody has it")
        if how == "=~":
            name = self._parameter(field, "|".join(_glob(v) for v in values))
            return f"{subject} =~ ('{'(?s)' if cased else '(?is)'}' + ${name})"
        if how == "=":
            return f"{text} IN ${self._parameter(field, found)}"
        return f"any(v IN ${self._parameter(field, found)} WHERE {text} {how} v)"

    def _parameter(self, field: str, value: Any) -> str:
        """Named after the field; the same value twice is one."""
        word = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", re.split(r"[./]", field)[-1]).lower()
        name, number = word, 2
        while self.parameters.get(name, value) != value:
            name, number = f"{word}_{number}", number + 1
        self.parameters[name] = value
        return name


def exact_values(node: Any, field: str) -> set[str] | None:
    """The only values of a field for which a condition can hold; None when it may hold for any."""
    if isinstance(node, ConditionFieldEqualsValueExpression):
        is_exact = node.field == field and isinstance(node.value, SigmaString) and _operator(node.value) == "="
        return {str(_inner(node.value)).lower()} if is_exact and _plain(node.value) else None
    found = [exact_values(arg, field) for arg in getattr(node, "args", ())]
    if isinstance(node, ConditionAND):
        known = [values for values in found if values is not None]
        return set.intersection(*known) if known else None
    if isinstance(node, ConditionOR):
        known = [values for values in found if values is not None]
        return set.union(*known) if known and len(known) == len(found) else None
    return None


def _kind_of(value: Any) -> str:
    """Values of one kind can stand in one list; empty for those that stand alone."""
    if _plain(value) in {"", "*"}:
        return ""
    if isinstance(value, SigmaString):
        return f"{_operator(value)} {type(value).__name__}"
    return type(value).__name__ if isinstance(value, SigmaNumber | SigmaCIDRExpression) else ""


def _operator(value: Any) -> str:
    parts = list(value.s) if isinstance(value, SigmaString) else [""]
    shape = "".join(
        "t" if isinstance(part, str) else "*" if part == SpecialChars.WILDCARD_MULTI else "?" for part in parts
    )
    return _SHAPES.get(shape, "=~")


def _inner(value: Any) -> str:
    """Without the wildcards at its ends."""
    if not isinstance(value, SigmaString):
        return str(value)
    return "".join(part for part in value.s if isinstance(part, str))


def _plain(value: Any) -> str | None:
    return "".join(p if isinstance(p, str) else "*" for p in value.s) if isinstance(value, SigmaString) else None


def _glob(value: SigmaString) -> str:
    return "".join(_WILD[part] if isinstance(part, SpecialChars) else re.escape(str(part)) for part in value.s)


def _pattern(value: SigmaRegularExpression) -> str:
    """Sigma looks for it anywhere, Cypher compares the whole."""
    flags = "".join(sorted({"s", *(value.sigma_to_re_flag[flag] for flag in value.flags)}))
    return f"(?{flags}).*(?:{value.regexp}).*"


def _presence(column: Column) -> str:
    tests = {Shape.TEXT: "{} <> ''", Shape.TEXTS: "size({}) > 0", Shape.NUMBER: "{} > 0", Shape.FLAG: "{}"}
    return f"({tests[column.shape].format(column.expression)})"


def _whole(field: str, value: Any) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise DefinitionError(f"field `{field}` is a number, and the rule says {value}") from None


def _is_true(field: str, value: Any) -> bool:
    text = str(value.boolean if isinstance(value, SigmaBool) else value).lower()
    if text not in {"true", "false"}:
        raise DefinitionError(f"field `{field}` is true or false, and the rule says {value}")
    return text == "true"


def _network(field: str, value: SigmaCIDRExpression) -> str:
    if value.network.version != 4:
        raise DefinitionError(f"field `{field}`: only networks of IPv4 can be asked for")
    return str(value.network)
