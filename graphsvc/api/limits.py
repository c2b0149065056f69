"""Keeps one request from costing more than it should, and errors from telling more than they should."""

from collections.abc import Iterator
from dataclasses import dataclass

import structlog
from graphql import ExecutionResult as GraphQLResult
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)
from graphql.language import FragmentDefinitionNode, IntValueNode, VariableNode
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, QueryDepthLimiter, SchemaExtension
from strawberry.types import ExecutionResult as StrawberryResult

from graphsvc.errors import BadSearch, GraphsvcError, InputError, StoreUnavailable

log = structlog.get_logger()


@dataclass(frozen=True)
class Limits:
    """`cost`: fields of an answer, where a page of n rows costs n times its row."""

    depth: int = 8
    aliases: int = 15
    tokens: int = 1_000
    cost: int = 20_000


class Errors(SchemaExtension):
    """Expected errors keep their message and get a code; everything else is logged and masked."""

    def on_operation(self) -> Iterator[None]:
        yield
        result = self.execution_context.result
        if isinstance(result, GraphQLResult | StrawberryResult) and result.errors:
            result.errors = [_told(error) for error in result.errors]


def _told(error: GraphQLError) -> GraphQLError:
    cause = error.original_error
    if cause is None:
        return _coded(error, error.message, str((error.extensions or {}).get("code", "BAD_QUERY")))
    if isinstance(cause, InputError | StoreUnavailable):
        extra = {"position": cause.position} if isinstance(cause, BadSearch) else {}
        return _coded(error, str(cause), cause.code, **extra)
    log.error("graphql_failed", path=error.path, exc_info=cause)
    return _coded(error, "something went wrong; the server's log has the details", _code_of(cause))


def _code_of(cause: Exception) -> str:
    return cause.code if isinstance(cause, GraphsvcError) else "INTERNAL"


def _coded(error: GraphQLError, message: str, code: str, **extra: int) -> GraphQLError:
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions={"code": code, **extra})


class CostLimiter(SchemaExtension):
    """Refuses a query whose answer could hold more than `most` fields."""

    def __init__(self, most: int) -> None:
        self._most = most

    def on_validate(self) -> Iterator[None]:
        document = self.execution_context.graphql_document
        if document and self._cost_of_document() > self._most:
            problem = f"the query may cost more than {self._most} fields: ask for fewer rows, or fewer fields"
            self.execution_context.pre_execution_errors = [GraphQLError(problem, extensions={"code": "TOO_COSTLY"})]
        yield

    def _cost_of_document(self) -> int:
        definitions = self.execution_context.graphql_document.definitions  # type: ignore[union-attr]  # checked by the caller
        fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        variables = self.execution_context.variables or {}
        costs = (
            _cost(d.selection_set, fragments, variables, frozenset())
            for d in definitions
            if isinstance(d, OperationDefinitionNode)
        )
        return max(costs, default=0)


# Rows that a field may give, when no `first` says so.
_ROWS = {"nodes": 200, "hops": 300, "paths": 500, "detections": 200, "alerts": 20, "calls": 100}
_PAGED = {"apiCalls": 100, "alerts": 50}


def _cost(
    selection: SelectionSetNode | None,
    fragments: dict[str, FragmentDefinitionNode],
    variables: dict[str, object],
    seen: frozenset[str],
) -> int:
    if selection is None:
        return 0
    total = 0
    for part in selection.selections:
        if isinstance(part, FieldNode):
            inner = _cost(part.selection_set, fragments, variables, seen)
            total += 1 + inner * (_rows(part, variables) if part.selection_set else 1)
        elif isinstance(part, InlineFragmentNode):
            total += _cost(part.selection_set, fragments, variables, seen)
        elif isinstance(part, FragmentSpreadNode) and part.name.value not in seen:
            name = part.name.value
            spread = fragments.get(name)
            total += _cost(spread.selection_set, fragments, variables, seen | {name}) if spread else 0
    return total


def _rows(part: FieldNode, variables: dict[str, object]) -> int:
    name = part.name.value
    for argument in part.arguments or ():
        if argument.name.value == "first":
            value = argument.value
            given = int(value.value) if isinstance(value, IntValueNode) else _PAGED.get(name, 1)
            if isinstance(value, VariableNode):
                given = variables.get(value.name.value, given)  # type: ignore[assignment]  # validated after this
            return max(1, given) if isinstance(given, int) else 1
    return _PAGED.get(name) or _ROWS.get(name, 1)


def extensions(limits: Limits) -> list[object]:
    """Factories, because extensions keep the state of one request."""
    return [
        Errors,
        lambda: CostLimiter(limits.cost),
        lambda: QueryDepthLimiter(max_depth=limits.depth),
        lambda: MaxAliasesLimiter(max_alias_count=limits.aliases),
        lambda: MaxTokensLimiter(max_token_count=limits.tokens),
    ]
