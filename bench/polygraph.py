"""The complete Polygraph (nodes of eight columns, hops between them) from graphsvc and its peers, over the same calls.

All give arrays of named values. Answers are compared value by value before anything is timed.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from bench.pairing import Row, timed
from bench.peers import PAIRS, RAW, ROLLUP, Answer, Peer, polygraph
from graphsvc.domain.moment import DAY, HOUR
from graphsvc.domain.period import Period
from graphsvc.graph.read.reader import Question, Reader


@dataclass(frozen=True)
class Case:
    name: str
    question: Question
    where: str


def cases(first: int, last: int) -> list[Case]:
    """A day in the middle, everything, and everything with terms; all in whole hours, which rollups have."""
    day = (first + 10 * DAY) // HOUR * HOUR
    whole = Period(first // HOUR * HOUR, (last // HOUR + 1) * HOUR)
    without = "text like '%pods%' and text not like '%default%'"
    return [
        Case("24 h", Question(period=Period(day, day + DAY)), f"ts >= {day} and ts < {day + DAY}"),
        Case("30 d", Question(period=whole), "1 = 1"),
        Case("30 d, secrets", Question("secrets", period=whole), "text like '%secrets%'"),
        Case("30 d, pods -default", Question("pods -default", period=whole), without),
    ]


def ours(reader: Reader, question: Question) -> Answer:
    """The answer's codes as names: what peers deliver."""
    answer = reader.count(question)
    folded = reader.fold(answer)
    names = [np.array(column.names, object) for column in answer.snapshot.columns]
    nodes = {n: {"x": names[n][codes], "n": calls} for n, (codes, calls, _) in enumerate(folded.columns)}
    hops = {}
    sources, targets = folded.hop_ends[:, 0], folded.hop_ends[:, 2]
    for source, target in PAIRS:
        of = (sources == source) & (targets == target)
        ends = folded.hop_ends[of]
        hops[source, target] = {
            "x": names[source][ends[:, 1]],
            "y": names[target][ends[:, 3]],
            "n": folded.hop_calls[of],
        }
    return Answer(nodes, hops)


def compare(reader: Reader, peers: list[Peer], first: int, last: int) -> list[Row]:
    rows = []
    for case in cases(first, last):
        mine = partial(ours, reader, case.question)
        theirs = {
            f"{peer.name} {table}": partial(polygraph, peer, table, case.where)
            for peer in peers
            for table in (RAW, ROLLUP)
        }
        for name, work in theirs.items():
            if mine().told() != work().told():
                raise SystemExit(f"{case.name}: {name} answers something else")
        rows.append(timed(case.name, mine, theirs))
    return rows
