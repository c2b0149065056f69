"""Cuts a search text into marks. Words note which characters were escaped, so that an escaped star stays a star."""

from collections.abc import Iterator
from dataclasses import dataclass

from graphsvc.domain.search.query import ALIASES, FIELDS, REFUSED
from graphsvc.errors import BadSearch

_OPERATORS = (">=", "<=", "!=", "==", ">", "<", "=")
_WORDS = {"OR": "or", "AND": "and", "NOT": "not"}
_SINGLE = {"(": "open", ")": "close", "|": "or"}


@dataclass(frozen=True)
class Value:
    """Lower case but for `raw`. `pieces`: one more than there are unescaped stars; a quoted value has one."""

    text: str
    pieces: tuple[str, ...]
    quoted: bool
    raw: str = ""


@dataclass(frozen=True)
class Mark:
    """`kind` is open, close, or, bar, and, not, term; the rest is set on terms. A bar touches both."""

    kind: str
    start: int
    field: str = ""
    sign: str = ""
    value: Value = Value("", ("",), quoted=False)


def lex(text: str) -> Iterator[Mark]:
    at = 0
    while at < len(text):
        mark, at = _next(text, at)
        if mark:
            yield mark


def _next(text: str, at: int) -> tuple[Mark | None, int]:
    char = text[at]
    if char.isspace():
        return None, at + 1
    if char == "|" and 0 < at < len(text) - 1 and not (text[at - 1].isspace() or text[at + 1].isspace()):
        return Mark("bar", at), at + 1
    if char in _SINGLE:
        return Mark(_SINGLE[char], at), at + 1
    if char in "-!":
        lone = _ends_word(text, at + 1) and text[at + 1 : at + 2] != "("
        return None if lone else Mark("not", at), at + 1
    for word, kind in _WORDS.items():
        if text.startswith(word, at) and _ends_word(text, at + len(word)):
            return Mark(kind, at), at + len(word)
    return _term(text, at)


def _ends_word(text: str, at: int) -> bool:
    return at >= len(text) or text[at].isspace() or text[at] in _SINGLE


def _term(text: str, at: int) -> tuple[Mark, int]:
    head, colon, _ = text[at:].partition(":")
    # An unknown name before a colon is text, never an error: system:masters.
    field = _field(head.lower()) if colon else ""
    start, sign = at, ""
    if field in REFUSED:
        raise BadSearch(f"{head}: cannot be asked for: {REFUSED[field]}", start)
    if field:
        at += len(head) + 1
        sign = next((s for s in _OPERATORS if text.startswith(s, at)), "")
        at += len(sign)
        if _ends_word(text, at):
            raise BadSearch(f"{field}: needs a value", start)
    value, end = _quoted(text, at) if text[at] == '"' else _word(text, at)
    return Mark("term", start, field, sign, value), end


def _field(head: str) -> str:
    """The field of this name, or a name that is refused; empty for text."""
    return head if head in FIELDS or head in REFUSED else ALIASES.get(head, "")


def plain_value(text: str) -> Value:
    """A word that holds nothing but letters and stars."""
    return _word(text, 0)[0]


def _quoted(text: str, at: int) -> tuple[Value, int]:
    letters: list[str] = []
    end = at + 1
    while end < len(text) and text[end] != '"':
        end += text[end] == "\\" and end + 1 < len(text)
        letters.append(text[end])
        end += 1
    if end >= len(text):
        raise BadSearch("this quote is not closed", at)
    raw = "".join(letters)
    return Value(raw.lower(), (raw.lower(),), quoted=True, raw=raw), end + 1


def _word(text: str, at: int) -> tuple[Value, int]:
    pieces, letters = [""], []
    while not _ends_word(text, at):
        escaped = text[at] == "\\" and at + 1 < len(text)
        at += escaped
        letters.append(text[at])
        if text[at] == "*" and not escaped:
            pieces.append("")
        else:
            pieces[-1] += text[at]
        at += 1
    raw = "".join(letters)
    return Value(raw.lower(), tuple(p.lower() for p in pieces), quoted=False, raw=raw), at
