"""One node of what a write said, and how foreign values are read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_MOST = 500  # values of one list: a role of a thousand rules is not a bigger question than one of five hundred
_LONGEST = 4_000

Properties = dict[str, str | bool | int | list[str]]


@dataclass(frozen=True)
class Part:
    """`label` is the node's label, `properties` its plain values, `inner` the nodes that belong to it."""

    label: str
    properties: Properties
    inner: tuple["Part", ...] = ()


def a_map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def a_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def maps(value: Any) -> list[dict[str, Any]]:
    return [item for item in a_list(value) if isinstance(item, dict)]


def a_text(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""


def texts(values: Iterable[Any]) -> list[str]:
    """Distinct non-empty texts in order, no more than `_MOST`."""
    return list(dict.fromkeys(v[:_LONGEST] for v in values if isinstance(v, str) and v))[:_MOST]


def annotations(body: Any) -> Mapping[str, Any]:
    return a_map(a_map(a_map(body).get("metadata")).get("annotations"))
