"""Pages of a hundred whole calls from graphsvc and its peers, newest first; the same ids before anything is timed."""

from dataclasses import dataclass
from functools import partial

from bench.pairing import Row, timed
from bench.peers import Peer, page
from graphsvc.domain.moment import DAY
from graphsvc.domain.period import Period
from graphsvc.graph.read.reader import Question, Reader

FIRST = 100
# Terms of the recorded logs: found everywhere, made by one caller in four hundred calls, and never.
COMMON, RARE, ABSENT = "pods", "carol", "nosuchthing"


@dataclass(frozen=True)
class Case:
    """`before` is where the page begins."""

    name: str
    question: Question
    where: str
    before: str = ""


def cases(first: int) -> list[Case]:
    middle = Period(first + 15 * DAY)
    past = f"ts < {middle.start}"
    return [
        Case("newest", Question(), "1 = 1"),
        Case(f"common: {COMMON}", Question(COMMON), _with(COMMON)),
        Case(f"rare: {RARE}", Question(RARE), _with(RARE)),
        Case(f"no hit: {ABSENT}", Question(ABSENT), _with(ABSENT)),
        Case("errors only", Question(errors_only=True), "p_code >= '400'"),
        Case("15 d back", Question(), past, middle.first_id),
        Case(f"15 d back: {COMMON}", Question(COMMON), f"{past} and {_with(COMMON)}", middle.first_id),
        Case(f"15 d back: {RARE}", Question(RARE), f"{past} and {_with(RARE)}", middle.first_id),
    ]


def _with(term: str) -> str:
    return f"text like '%{term}%'"


def ours(reader: Reader, case: Case) -> list[str]:
    return [call.id for call in reader.calls(case.question, first=FIRST, before=case.before).calls]


def theirs(peer: Peer, case: Case) -> list[str]:
    return [row["id"] if isinstance(row, dict) else row[0] for row in page(peer, case.where, FIRST)]


def compare(reader: Reader, peers: list[Peer], first: int) -> list[Row]:
    rows = []
    for case in cases(first):
        for peer in peers:
            if ours(reader, case) != theirs(peer, case):
                raise SystemExit(f"{case.name}: {peer.name} answers something else")
        rows.append(timed(case.name, partial(ours, reader, case), {p.name: partial(theirs, p, case) for p in peers}))
    return rows
