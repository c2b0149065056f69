"""Rows of plain values are answered as a whole.

For each field of each row GraphQL makes a path, an info and a look for something to await, which costs a page of calls
twice what reading it does. Most rows are nothing but attributes: those are taken as they are. Whatever is not as it
should be, such as a missing value, is left to the ordinary way, which tells what is wrong.
"""

from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLField, GraphQLList, GraphQLNonNull, GraphQLObjectType, is_leaf_type
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

Taken = Callable[[Any], Any]  # the answer to one field of a row

_STRAWBERRY = "strawberry-definition"


class _NotPlain(Exception):
    """A row that has to be answered field by field."""


class PlainRows(StrawberryGraphQLCoreExecutionContext):
    """Executes one operation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By the id of what is selected, one object for all rows of a list; it is kept, so that the id stays its own.
        self._plans: dict[int, tuple[object, Mapping[str, Taken] | None]] = {}

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Any, grouped_field_set: Any, *rest: Any
    ) -> Any:
        plan = self._plan(parent_type, grouped_field_set)
        if plan:
            try:
                return {name: taken(source_value) for name, taken in plan.items()}
            except Exception:  # noqa: BLE001, S110  # the ordinary way meets it again, and tells
                pass
        return super().execute_fields(parent_type, source_value, path, grouped_field_set, *rest)

    def _plan(self, parent_type: GraphQLObjectType, selected: Any) -> Mapping[str, Taken] | None:
        _, plan = self._plans.get(id(selected), (None, None))
        if id(selected) not in self._plans:
            watched = self.middleware_manager and self.middleware_manager.middlewares
            plan = None if watched else _plan(parent_type, selected)
            self._plans[id(selected)] = selected, plan
        return plan


def _plan(parent_type: GraphQLObjectType, selected: Mapping[str, Any]) -> Mapping[str, Taken] | None:
    """How to take each field; None when any is more than an attribute with a plain value, or a list of such."""
    try:
        return {name: _taken(parent_type.fields[details[0].node.name.value]) for name, details in selected.items()}
    except (KeyError, _NotPlain):
        return None


def _taken(field: GraphQLField) -> Taken:
    if not getattr(field.resolve, "_is_default", False):
        raise _NotPlain
    attribute, convert = field.extensions[_STRAWBERRY].python_name, _converter(field.type)
    return lambda row: convert(getattr(row, attribute))


def _converter(kind: Any) -> Taken:
    """Raises for null where there must be none."""
    if not isinstance(kind, GraphQLNonNull):
        convert = _converter(GraphQLNonNull(kind))
        return lambda value: None if value is None else convert(value)
    inner = kind.of_type
    if isinstance(inner, GraphQLList):
        of_item = _converter(inner.of_type)
        return lambda values: [of_item(value) for value in values]
    if not is_leaf_type(inner):
        raise _NotPlain
    return _required(inner.coerce_output_value)


def _required(convert: Taken) -> Taken:
    def taken(value: Any) -> Any:
        found = convert(value)
        if value is None or found is None:
            raise _NotPlain
        return found

    return taken
