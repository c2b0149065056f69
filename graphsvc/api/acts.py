"""Who did what to graphsvc itself, as administrators ask for it."""

from datetime import datetime

import strawberry

from graphsvc.api.cursor import place_cursor
from graphsvc.api.types import PageInfo
from graphsvc.domain.moment import to_datetime
from graphsvc.graph.read.acts import StoredAct


@strawberry.type(description="Something that was done to graphsvc itself.")
class Act:
    time: datetime = strawberry.field(description="When; of several the last.")
    who: str = strawberry.field(description="Token, account or person; empty for nobody.")
    name: str = strawberry.field(description="What people know them by.")
    did: str = strawberry.field(description="What; see docs/security.md.")
    on: str = strawberry.field(description="What it was done to.")
    address: str = strawberry.field(description="Where it came from.")
    times: int = strawberry.field(description="How often within a minute.")


@strawberry.type(description="A page of acts, newest first.")
class ActPage:
    acts: list[Act] = strawberry.field(description="The acts of this page.")
    page_info: PageInfo = strawberry.field(description="How to go on.")


def act_page(found: list[StoredAct], most: int) -> ActPage:
    """`found` may hold one more than the page: then there is a next one."""
    shown = found[:most]
    end = place_cursor(shown[-1].place) if shown else None
    info = PageInfo(has_next_page=len(found) > most, end_cursor=end)
    return ActPage(acts=[_act(one) for one in shown], page_info=info)


def _act(one: StoredAct) -> Act:
    return Act(
        time=to_datetime(one.time),
        who=one.who,
        name=one.name,
        did=one.did,
        on=one.on,
        address=one.address,
        times=one.times,
    )
