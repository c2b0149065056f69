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
from graphsvc.graph.read.fold import Folded, Int
from graphsvc.graph.read.reader import Question, Reader
from graphsvc.graph.read.trails import trails_of


@dataclass(frozen=True)
class Case:
    name: str
    question: Question
    where: str


def busiest_day(reader: Reader, first: int, last: int) -> Period:
    """In whole hours. Any other may be empty: with few calls generated they are a few stretches of an hour or two."""
    days = (Period(start, start + DAY) for start in range(first // HOUR * HOUR, last, DAY))
    return max(days, key=lambda day: reader.count(Question(period=day)).calls)


def cases(day: Period, first: int, last: int) -> list[Case]:
    """The busiest day, everything, and everything with terms; all in whole hours, which rollups have."""
    whole = Period(first // HOUR * HOUR, (last // HOUR + 1) * HOUR)
    without = "text like '%pods%' and text not like '%default%'"
    return [
        Case("24 h", Question(period=day), f"ts >= {day.start} and ts < {day.stop}"),
        Case("30 d", Question(period=whole), "1 = 1"),
        Case("30 d, secrets", Question("secrets", period=whole), "text like '%secrets%'"),
        Case("30 d, pods -default", Question("pods -default", period=whole), without),
    ]


def ours(reader: Reader, question: Question) -> Answer:
    """The answer's codes as names: what peers deliver."""
    return told(reader.fold(reader.count(question)))


def told(folded: Folded) -> Answer:
    """Every value is a node of its own, numbered column by column."""
    columns = folded.snapshot.columns
    widths = [len(values.codes) for values in folded.columns]
    starts = np.cumsum([0, *widths])
    names = [np.array(c.names, object)[values.codes] for c, values in zip(columns, folded.columns, strict=True)]
    nodes = {n: {"x": names[n], "n": values.calls} for n, values in enumerate(folded.columns)}
    places = [_places(values.codes) + start for values, start in zip(folded.columns, starts, strict=False)]
    owners = [np.tile(own, (2, 1)) for own in places]
    lines = trails_of(folded, owners, widths, merged=False).hops(int(starts[-1]))
    column = np.searchsorted(starts, lines.ends, "right") - 1
    every, hops = np.concatenate(names), {}
    for source, target in PAIRS:
        of = (column[:, 0] == source) & (column[:, 1] == target)
        ends = lines.ends[of]
        hops[source, target] = {"x": every[ends[:, 0]], "y": every[ends[:, 1]], "n": lines.calls[of]}
    return Answer(nodes, hops)


def _places(codes: Int) -> Int:
    """By code its place among those that occur."""
    places = np.full(int(codes.max(initial=-1)) + 1, -1, np.int64)
    places[codes] = np.arange(len(codes))
    return places


def compare(reader: Reader, peers: list[Peer], first: int, last: int) -> list[Row]:
    rows = []
    for case in cases(busiest_day(reader, first, last), first, last):
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
