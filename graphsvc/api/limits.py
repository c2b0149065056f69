"""Keeps one request from costing more than it should, and errors from telling more than they should."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import structlog
from graphql import (
    DefinitionNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)
from graphql import ExecutionResult as GraphQLResult
from graphql.language import FragmentDefinitionNode, IntValueNode, VariableNode
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, QueryDepthLimiter, SchemaExtension
from strawberry.types import ExecutionResult as StrawberryResult

from graphsvc.errors import BadSearch, Denied, GraphsvcError, InputError, StoreUnavailable

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
    if isinstance(cause, InputError | Denied | StoreUnavailable):
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
        document = self.execution_context.graphql_document
        assert document
        return _Costs(document.definitions, self.execution_context.variables or {}).dearest()


# Rows that a field may give, when no `first` says so.
_ROWS = {
    "nodes": 200,
    "hops": 300,
    "paths": 500,
    "detections": 200,
    "alerts": 20,
    "calls": 100,
    "addresses": 100,
    "clients": 100,
    "objects": 100,
    "noise": 20,
    "coverage": 5,
    "receipts": 5,
    "latestHoles": 50,
    "overTime": 100,
}
_PAGED = {"apiCalls": 100, "alerts": 50, "stories": 50}


class _Costs:
    """A fragment is priced once, however often it is spread: pricing must not cost what it prevents."""

    def __init__(self, definitions: Iterable[DefinitionNode], variables: dict[str, object]) -> None:
        self._operations = [d for d in definitions if isinstance(d, OperationDefinitionNode)]
        self._fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        self._variables = variables
        self._priced: dict[str, int] = {}

    def dearest(self) -> int:
        return max((self._of(operation.selection_set) for operation in self._operations), default=0)

    def _of(self, selection: SelectionSetNode | None) -> int:
        return sum(self._of_part(part) for part in selection.selections) if selection else 0

    def _of_part(self, part: SelectionNode) -> int:
        if isinstance(part, FragmentSpreadNode):
            return self._of_fragment(part.name.value)
        if isinstance(part, InlineFragmentNode):
            return self._of(part.selection_set)
        assert isinstance(part, FieldNode)
        return 1 + self._of(part.selection_set) * (_rows(part, self._variables) if part.selection_set else 1)

    def _of_fragment(self, name: str) -> int:
        if name not in self._priced:
            self._priced[name] = 0  # a fragment that spreads itself is refused by validation
            fragment = self._fragments.get(name)
            self._priced[name] = self._of(fragment.selection_set) if fragment else 0
        return self._priced[name]


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
