"""Posts go on while every thread that requests share waits for the database."""

import gzip
from concurrent.futures import Future

import anyio
from anyio import to_thread
from starlette.requests import Request

from graphsvc.ingest.record.posted import posted_events
from graphsvc.web.credentials import Sender
from graphsvc.web.reception import Reception
from tests.web.posts import bare, event_list

HEADERS = [(b"content-type", b"application/json"), (b"content-encoding", b"gzip")]


class Intake:
    is_full = False

    def keep(self, posts):
        kept = Future()
        kept.set_result(None)
        return kept


async def receive():
    return {"type": "http.request", "body": gzip.compress(event_list(bare(), bare()))}


async def taken():
    threads = to_thread.current_default_thread_limiter()
    for question in range(int(threads.total_tokens)):
        threads.acquire_on_behalf_of_nowait(question)
    request = Request({"type": "http", "headers": HEADERS}, receive)
    reception = Reception(Intake(), lambda record: record)
    return await reception.take(request, Sender(("c",)), "webhook", posted_events)


def test_slow_questions_keep_no_packed_post_waiting():
    assert anyio.run(taken) == 2
