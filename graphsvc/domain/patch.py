"""A patch as what it adds or sets: one shape for merge patches, which have it already, and for lists of steps."""

from typing import Any

_SETS = frozenset({"add", "replace"})


def fragment(body: Any) -> Any:
    """A JSON Patch as the part of an object that its steps write; any other body as it is.

    `[{"op": "add", "path": "/rules/-", "value": R}]` is `{"rules": [R]}`.
    """
    if not isinstance(body, list):
        return body
    tree: dict[str, Any] = {}
    for number, step in enumerate(body):
        if isinstance(step, dict) and step.get("op") in _SETS and isinstance(path := step.get("path"), str):
            if not path:
                tree = {"": step.get("value")}
                continue
            keys = [key.replace("~1", "/").replace("~0", "~") for key in path.split("/")[1:]]
            _put(tree, [f"-{number}" if key == "-" else key for key in keys], step.get("value"))
    return tree[""] if list(tree) == [""] else _with_lists(tree)


class _Written(dict[str, Any]):
    """What steps wrote between the root and their values: a map, or a list where its keys are places."""


def _put(tree: dict[str, Any], keys: list[str], value: Any) -> None:
    for key in keys[:-1]:
        inner = tree.get(key)
        if not isinstance(inner, dict):
            inner = tree[key] = _Written()
        tree = inner
    tree[keys[-1]] = value


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _with_lists(own) if isinstance(own, _Written) else own for key, own in value.items()}
    if isinstance(value, _Written) and all(key.lstrip("-").isdigit() for key in inner):
        return list(inner.values())
    return inner
