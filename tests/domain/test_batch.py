"""The account always balances, whatever comes in which order."""

from hypothesis import given
from hypothesis import strategies as st

from graphsvc.domain.batch import Account, Batch, Rejection, fold
from graphsvc.domain.call import project_call
from graphsvc.domain.event import parse_event
from tests.builders import an_event, raw

EVENTS = [an_event(auditID=f"id-{n}") for n in range(3)]
STAGES = ["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"]


def decoded(number, stage):
    if number == len(EVENTS):
        return Rejection("x", 1, "broken", "")
    event = parse_event(raw({**EVENTS[number], "stage": stage}))
    return None if stage == "RequestReceived" else project_call(event, "c")


records = st.lists(
    st.tuples(st.integers(0, len(EVENTS)), st.sampled_from(STAGES)).map(lambda r: decoded(*r)), max_size=30
)


@given(records, st.booleans())
def test_fold_accounts_for_every_record(given_records, noisy):
    batch = fold(Batch("c", ""), given_records, lambda _: "rule" if noisy else "")
    told = len(batch.calls) + batch.merged_stages + batch.duplicates + len(batch.noise) + len(batch.rejected)
    assert batch.read == len(given_records) == told


def test_the_latest_stage_tells_the_outcome():
    started = project_call(parse_event(raw({**EVENTS[0], "stage": "ResponseStarted"})), "c")
    panicked = project_call(parse_event(raw({**EVENTS[0], "stage": "Panic", "responseStatus": {"code": 500}})), "c")
    for order in ([started, panicked], [panicked, started]):
        (call,) = fold(Batch("c", ""), order, lambda _: "").calls.values()
        assert (call.path.code, call.stages) == (500, 5)


def test_accounts_add_up_and_keep_a_bounded_list_of_rejections():
    total = Account()
    for _ in range(3):
        total.add(Account(read=2, rejected=[Rejection("x", 1, "b", "")] * 2, rejected_total=2), most_rejected=3)
    assert total.balances
    assert (len(total.rejected), total.rejected_total) == (3, 6)
