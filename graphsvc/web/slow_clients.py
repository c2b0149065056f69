"""Ends connections that ask for nothing: uvicorn waits for the head of a request for ever.

Between two requests it waits a few seconds by itself, and a body has a limit of its own (`posted_body`).
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

SLOWEST_HEAD = 5.0  # seconds from a connection, or from the end of an answer, to the last byte of a head


class HeadInTime(H11Protocol):
    """The whole head of a request has to come in time, however many bytes of it come meanwhile.

    So has the rest of a body that was answered before it had come, and that nobody reads.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        before = self.conn.their_state
        super().data_received(data)
        if self.conn.their_state is not before:
            self._stop_waiting()
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _look(self) -> None:
        theirs, ours = self.conn.their_state, self.conn.our_state
        owes = theirs is h11.IDLE or (theirs is h11.SEND_BODY and ours is h11.DONE)
        if not owes or self.transport.is_closing():
            self._stop_waiting()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(SLOWEST_HEAD, self.timeout_keep_alive_handler)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
