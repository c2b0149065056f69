"""What somebody else's Cypher may do: read this graph, for a while, and nothing else.

Neo4j judges what it can: the type of a statement, the operators of its plan, and whether a condition is one expression.
A session that reads stops writes besides. But subqueries inside of list expressions are planned out of sight, and
functions are no operators, so procedures, LOAD CSV and functions of plug-ins are looked for in the text as well; that
is lexed as Neo4j does, and whatever could make the two differ is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.detection.compiled import Compiled, compile_alone, compile_basis
from graphsvc.domain.detection import Basis, Detection
from graphsvc.errors import StoreError, StoreUnavailable
from graphsvc.graph.store import Store

_LONGEST = 20_000  # characters
_TIMEOUT = 10.0  # seconds to plan one

# Strings, quoted names and comments, as Neo4j finds them: whichever begins first.
_QUIET = re.compile(
    r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?P<name>`(?:``|[^`])*`)|(?P<comment>//[^\r\n]*|/\*.*?\*/)""", re.DOTALL
)
_ESCAPE = re.compile(r"\\u", re.IGNORECASE)  # Neo4j puts the letter there before it looks at anything else
_WORDS = {
    "calls a procedure": re.compile(r"(?<![\w.:$])CALL\s+\w+\s*\.", re.IGNORECASE),
    "loads files": re.compile(r"(?<![\w.:$])LOAD\s+CSV\b", re.IGNORECASE),
    "opens transactions of its own": re.compile(r"\bIN\s+(?:\w+\s+)?(?:CONCURRENT\s+)?TRANSACTIONS\b", re.IGNORECASE),
    "calls range() or reduce(), which nothing stops": re.compile(r"(?<![\w.:$])(?:range|reduce)\s*\(", re.IGNORECASE),
    "looks at another database": re.compile(r"(?<![\w.:$])USE\s+(?!AS\b)\w", re.IGNORECASE),
}
_PARAMETER = re.compile(r"\$\s*(\w+)")
_FUNCTION = re.compile(r"(?<![\w.$])(\w+)\s*\.\s*(?:\w+\s*\.\s*)*\w+\s*\(")
_BUILT_IN = frozenset("date datetime localdatetime localtime time duration point vector".split())
_PLACE = re.compile(r"\s*\(line (\d+), column \d+.*", re.DOTALL)

# Operators that read, join, filter, sort or compute; brackets behind a name say which variant it is.
_OPERATORS = frozenset(
    """
    AllNodesScan Anti AntiConditionalApply AntiSemiApply Apply Argument ArgumentTracker AssertSameNode
    AssertSameRelationship BFSPruningVarLengthExpand CacheProperties CartesianProduct ConditionalApply Distinct Eager
    EagerAggregation EmptyResult EmptyRow ExhaustiveLimit Expand Filter IntersectionNodeByLabelsScan LetAntiSemiApply
    LetSelectOrAntiSemiApply LetSelectOrSemiApply LetSemiApply Limit MultiNodeIndexSeek NodeByElementIdSeek NodeByIdSeek
    NodeByLabelScan NodeCountFromCountStore NodeHashJoin NodeIndexContainsScan NodeIndexEndsWithScan NodeIndexScan
    NodeIndexSeek NodeIndexSeekByRange NodeLeftOuterHashJoin NodeRightOuterHashJoin NodeUniqueIndexSeek
    NodeUniqueIndexSeekByRange NullifyMetadata Optional OptionalExpand OrderedAggregation OrderedDistinct OrderedUnion
    PartialSort PartialTop PreserveOrder ProduceResults ProjectEndpoints Projection RelationshipCountFromCountStore
    Repeat RepeatTrail RollUpApply SelectOrAntiSemiApply SelectOrSemiApply SemiApply ShortestPath Skip Sort
    StatefulShortestPath SubtractionNodeByLabelsScan Top TriadicBuild TriadicFilter TriadicSelection Union
    UnionNodeByLabelsScan Unwind ValueHashJoin VarLengthExpand
    """.split()
)
_RELATIONSHIPS = re.compile(r"(?:Directed|Undirected)(?:All|Union)?Relationship\w*(?:Scan|Seek\w*)")


@dataclass(frozen=True)
class Refusal:
    """`line` counts from 0 in the detection's condition; None: the trouble is elsewhere, or nobody knows where."""

    text: str
    line: int | None = None


class Gate:
    def __init__(self, store: Store) -> None:
        self._store = store

    def refusal_of(self, detection: Detection) -> Refusal | None:
        """Why the detection may not run, if it may not; raises StoreUnavailable when nobody can tell."""
        try:
            compiled = compile_alone(detection)
        except ValueError as error:
            return Refusal(str(error))
        given = _given(compiled)
        if problem := _of_text(compiled.text, given) or self._of_plan(compiled, given):
            return problem
        if detection.basis is Basis.QUERY:
            return None
        return self._of_place(detection)

    def _of_plan(self, compiled: Compiled, given: Mapping[str, Any]) -> Refusal | None:
        try:
            kind, operators = self._store.explain(compiled.text, timeout=_TIMEOUT, **given)
        except StoreUnavailable:
            raise
        except StoreError as error:
            return _refused(compiled, str(error))
        if kind != "r" or not operators:
            return Refusal("it does not only read: a detection may MATCH, compute and RETURN, nothing else")
        if wrong := sorted({name for name in operators if not _is_harmless(name)}):
            return Refusal(f"it does what a detection may not do ({', '.join(wrong)}): it may only read this graph")
        return None

    def _of_place(self, detection: Detection) -> Refusal | None:
        """Text that closes the round brackets around it, and goes on, does not fit into square ones."""
        try:
            self._store.explain(compile_basis(detection.basis, [detection], square=True).text, timeout=_TIMEOUT)
        except StoreUnavailable:
            raise
        except StoreError:
            return Refusal("it is not one expression: a condition, and what it says, must not leave their place", 0)
        return None


def _given(compiled: Compiled) -> dict[str, Any]:
    """All parameters that the engine gives when it asks."""
    return {"asked": [], "calls": [], "paths": [], **compiled.parameters}


def _of_text(text: str, given: Mapping[str, Any]) -> Refusal | None:
    if len(text) > _LONGEST:
        return Refusal(f"it is longer than {_LONGEST:,} characters")
    if _ESCAPE.search(text):
        return Refusal("it has a `\\u` escape: write the letter itself")
    bare = _QUIET.sub(_bare, text)
    if strange := next((letter for letter in bare if not letter.isascii()), ""):
        return Refusal(f"it has `{strange}` outside of quotes: only letters, digits and signs of ASCII may stand there")
    if problem := next((why for why, words in _WORDS.items() if words.search(bare)), ""):
        return Refusal(f"it {problem}: a detection may only read this graph")
    if unknown := sorted(set(_PARAMETER.findall(bare)) - given.keys()):
        return Refusal(f"with: it does not give ${unknown[0]}")
    foreign = [found[0] for found in _FUNCTION.finditer(bare) if found[1].lower() not in _BUILT_IN]
    return Refusal(f"it calls {foreign[0]}…): only functions of Neo4j itself may be called") if foreign else None


def _bare(found: re.Match[str]) -> str:
    if found["name"]:
        return found["name"].strip("`")
    return " " if found["comment"] else "''"


def _is_harmless(operator: str) -> bool:
    name = operator.partition("(")[0]
    return name in _OPERATORS or bool(_RELATIONSHIPS.fullmatch(name))


def _refused(compiled: Compiled, problem: str) -> Refusal:
    """What Neo4j says of the whole, told of the condition's own line."""
    found = _PLACE.search(problem)
    text = problem[: found.start()] if found else problem.splitlines()[0]
    if not found:
        return Refusal(text)
    (detection,) = compiled.detections
    before = 0 if compiled.basis is Basis.QUERY else compiled.text.partition(" IN a.on AND (")[0].count("\n")
    line = int(found[1]) - 1 - before
    # What ends too early is told of the line behind it.
    return Refusal(text, line if 0 <= line <= detection.text.count("\n") + 1 else None)
