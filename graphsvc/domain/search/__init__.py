"""The search language: one text drives graph, timeline, tables and alerts. A query tests one call.

    exec -pod                contains exec, and no field contains pod
    user:alice name:prod*    fields; `*` makes the value a pattern for the whole field
    user:==Alice             the whole value as the Polygraph shows it
    code:>=400 ip:10.0.0.0/8 is:denied "sh -c" (alice OR bob) -role

The page has the same parser in TypeScript; tests/cases-search.json holds both to one meaning.
"""

from graphsvc.domain.search.parser import parse
from graphsvc.domain.search.query import And, Fields, Not, Or, Query, Term, matches

__all__ = ["And", "Fields", "Not", "Or", "Query", "Term", "matches", "parse"]
