"""Reads a search text by its grammar:

query = or            or  = and { ("OR" | "|") and }
not   = [sign] part   and = not { ["AND"] not }
part  = "(" or ")" | term { "|" value }          where the bar touches a field's value
term  = [field ":" [">" | ">=" | "<" | "<=" | "=" | "!=" | "=="]] value
"""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from graphsvc.domain.search.lexer import Mark, Value, lex, plain_value
from graphsvc.domain.search.query import (
    ANY,
    FLAGS,
    LISTED,
    WHOLE,
    And,
    Between,
    Compares,
    Contains,
    Differs,
    Equals,
    InNetwork,
    Not,
    Or,
    Pattern,
    Query,
    Term,
    Test,
)
from graphsvc.errors import BadSearch

# A search for what stands behind a `+` leaves out every value that is shown by name.
MOST_CHARACTERS, MOST_TERMS, MOST_DEPTH = 8_000, 100, 20

_RANGE = re.compile(r"(\d+)\.\.(\d+)", re.ASCII)
_HUNDRED = re.compile(r"([1-9])xx", re.ASCII)
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)(ms|s|m)?", re.ASCII)
_COMPLAINTS = {
    "close": "this bracket was never opened",
    "or": "OR needs something on its left",
    "bar": "OR needs something on its left",
    "and": "AND needs something on its left",
    "not": "only one sign before a term",
}


def parse(text: str) -> Query:
    """The query as a tree; an empty text fits every call. Raises BadSearch with a position."""
    if len(text) > MOST_CHARACTERS:
        raise BadSearch(f"a search may have {MOST_CHARACTERS} characters", MOST_CHARACTERS)
    return _Parser(list(lex(text))).whole()


class _Parser:
    def __init__(self, marks: list[Mark]) -> None:
        self._marks = marks
        self._at = 0
        self._depth = 0
        self._terms = 0

    def whole(self) -> Query:
        if not self._marks:
            return And(())
        query = self._or()
        if self._kind():
            raise BadSearch("this bracket was never opened", self._marks[self._at].start)
        return query

    def _kind(self) -> str:
        return self._marks[self._at].kind if self._at < len(self._marks) else ""

    def _take(self) -> Mark:
        self._at += 1
        return self._marks[self._at - 1]

    def _starts_part(self) -> bool:
        return self._kind() in {"term", "open", "not"}

    def _or(self) -> Query:
        parts = [self._and()]
        while self._kind() in {"or", "bar"}:
            self._operator("OR")
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Query:
        parts = [self._not()]
        while self._kind() == "and" or self._starts_part():
            if self._kind() == "and":
                self._operator("AND")
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _operator(self, name: str) -> None:
        mark = self._take()
        if not self._starts_part():
            raise BadSearch(f"{name} needs something on its right", mark.start)

    def _not(self) -> Query:
        if self._kind() != "not":
            return self._part()
        mark = self._take()
        if self._kind() not in {"term", "open"}:
            raise BadSearch("NOT needs something on its right", mark.start)
        return Not(self._part())

    def _part(self) -> Query:
        mark = self._take()
        if mark.kind == "open":
            return self._brackets(mark)
        if mark.kind != "term":
            raise BadSearch(_COMPLAINTS[mark.kind], mark.start)
        parts = self._terms_of(mark)
        while mark.field and self._kind() == "bar" and self._follows_value():
            self._take()
            parts += self._terms_of(_same_field(mark, self._take()))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _follows_value(self) -> bool:
        return self._at + 1 < len(self._marks) and self._marks[self._at + 1].kind == "term"

    def _terms_of(self, mark: Mark) -> list[Query]:
        """One term, or one for each value of a list."""
        marks = [mark]
        if mark.field in LISTED and not mark.value.quoted and "," in mark.value.raw:
            marks = [replace(mark, value=plain_value(v)) for v in mark.value.raw.split(",") if v]
        self._terms += len(marks)
        if self._terms > MOST_TERMS:
            raise BadSearch(f"a search may have {MOST_TERMS} terms", mark.start)
        return [_term(m) for m in marks]

    def _brackets(self, opening: Mark) -> Query:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise BadSearch(f"brackets may be {MOST_DEPTH} deep", opening.start)
        if self._kind() == "close":
            raise BadSearch("nothing between these brackets", opening.start)
        if not self._kind():
            raise BadSearch("this bracket is not closed", opening.start)
        inner = self._or()
        if self._kind() != "close":
            raise BadSearch("this bracket is not closed", opening.start)
        self._take()
        self._depth -= 1
        return inner


def _same_field(first: Mark, other: Mark) -> Mark:
    """`user:a|b`: b is asked of the user too, in the same way."""
    return other if other.field else replace(other, field=first.field, sign=first.sign)


def _term(mark: Mark) -> Term:
    field, value = mark.field, mark.value
    if field == "is":
        return _flag(mark)
    if mark.sign == "==":
        return _whole(mark)
    if field == "alert":
        if mark.sign not in {"", "="}:
            raise BadSearch(f"alert: takes the id of an alert; write -alert:{value.text} for all others", mark.start)
        return Term(("alert",), Equals(value.text))
    if mark.sign in {"=", "!="}:
        test: Test = Equals(value.text) if mark.sign == "=" else Differs(value.text)
    elif mark.sign:
        test = _comparison(mark)
    else:
        special = _SPECIAL.get(field, _plain) if not value.quoted else _plain
        found = special(mark)
        if isinstance(found, Term):
            return found
        test = found
    return Term({"": ANY, "kind": ("kind", "resource")}.get(field, (field,)), test)


def _flag(mark: Mark) -> Term:
    if mark.sign or mark.value.text not in FLAGS:
        raise BadSearch(f"is: knows {', '.join(FLAGS)}", mark.start)
    return Term(("flags",), Equals(mark.value.text))


def _whole(mark: Mark) -> Term:
    """A star that is not quoted: any value at all."""
    if mark.field not in WHOLE:
        raise BadSearch(
            f"== asks for a whole value of {', '.join(sorted(WHOLE))}; write {mark.field}:= here", mark.start
        )
    test = Pattern(mark.value.pieces) if mark.value.pieces == ("", "") else Equals(mark.value.raw)
    return Term((f"{mark.field}=",), test)


def _comparison(mark: Mark) -> Test:
    if mark.field == "took":
        return Compares(mark.sign, _milliseconds(mark))  # type: ignore[arg-type]  # the lexer knows these signs only
    if mark.field != "code":
        raise BadSearch(f"only code: and took: can be compared with {mark.sign}", mark.start)
    if not re.fullmatch(r"\d{1,9}", mark.value.text, re.ASCII):
        raise BadSearch("code: is compared with a number", mark.start)
    return Compares(mark.sign, int(mark.value.text))  # type: ignore[arg-type]  # the lexer knows these signs only


def _milliseconds(mark: Mark) -> int:
    found = _DURATION.fullmatch(mark.value.text)
    if not found:
        raise BadSearch("took: is compared with a duration, such as 5s, 300ms or 2m", mark.start)
    return int(float(found[1]) * {"ms": 1, "s": 1_000, "m": 60_000}[found[2] or "s"])


def _took(mark: Mark) -> Test:
    """At least so long: nobody asks for a call that took just 5 s."""
    return Compares(">=", _milliseconds(mark))


def _plain(mark: Mark) -> Test:
    value: Value = mark.value
    return Pattern(value.pieces) if len(value.pieces) > 1 else Contains(value.text)


def _address(mark: Mark) -> Test | Term:
    text = mark.value.text
    if text in {"internal", "external"}:
        return Term(("ipClass",), Equals(text))
    if "/" not in text:
        return _plain(mark)
    try:
        return InNetwork(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise BadSearch("not a network; write it like 10.0.0.0/8", mark.start) from None


def _code(mark: Mark) -> Test:
    if of_hundred := _HUNDRED.fullmatch(mark.value.text):
        return Between(int(of_hundred[1]) * 100, int(of_hundred[1]) * 100 + 99)
    found = _RANGE.fullmatch(mark.value.text)
    return Between(*(int(n[:9]) for n in found.groups())) if found else _plain(mark)


_SPECIAL = cast("dict[str, Callable[[Mark], Test | Term]]", {"ip": _address, "code": _code, "took": _took})
