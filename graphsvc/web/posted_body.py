"""Reads a posted body; stops as soon as it is too large, too slow, or holds far more than its length lets expect."""

import zlib
from collections.abc import Collection

from anyio import CapacityLimiter, fail_after, to_thread
from fastapi import Request
from starlette.requests import ClientDisconnect

from graphsvc.web.admission import Widen
from graphsvc.web.refusal import Refused

JSON = "application/json"
LARGEST_BODY = 16 << 20
LARGEST_INFLATED = 64 << 20
MOST_TIMES = 100  # as long as it is packed; logs are 15 times, bombs are 1,000 times
ALWAYS_TAKEN = 4 << 20
SLOWEST = 15  # seconds; an API server gives up after 30


def too_large() -> Refused:
    limits = f"{LARGEST_BODY >> 20} MiB, {LARGEST_INFLATED >> 20} inflated and {MOST_TIMES} times its length"
    return Refused(413, "TOO_LARGE", f"a body may have {limits}")


async def read_body(
    request: Request, widen: Widen, inflating: CapacityLimiter | None = None, types: Collection[str] = (JSON,)
) -> bytes:
    """The body, inflated; raises Refused. What says it is gzip and is not is given as it is.

    `inflating` has the threads for that: those that all requests share may be full of slow questions.
    """
    packed = _is_gzip(request, types)
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > LARGEST_BODY:
        raise too_large()
    widen(int(declared) if declared.isdigit() else 0)
    try:
        with fail_after(SLOWEST):
            return await (_read_gzip(request, widen, inflating) if packed else _read(request, widen))
    except TimeoutError:
        raise Refused(408, "TOO_SLOW", f"the body did not arrive within {SLOWEST} seconds", retry_after=1) from None
    except ClientDisconnect:
        raise Refused(400, "GONE", "the sender went away") from None


def media_type(request: Request) -> str:
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


def _is_gzip(request: Request, types: Collection[str]) -> bool:
    if media_type(request) not in types:
        raise Refused(415, "UNSUPPORTED", f"send {' or '.join(types)}")
    encoding = request.headers.get("content-encoding", "identity").lower()
    if encoding not in {"identity", "gzip"}:
        raise Refused(415, "UNSUPPORTED", "send the body as it is, or gzip")
    return encoding == "gzip"


async def _read(request: Request, widen: Widen) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise too_large()
        widen(size)
        parts.append(part)
    return b"".join(parts)


async def _read_gzip(request: Request, widen: Widen, inflating: CapacityLimiter | None) -> bytes:
    inflater, parts = Inflater(), []
    async for part in request.stream():
        parts.append(await to_thread.run_sync(inflater.take, part, limiter=inflating))
        widen(inflater.size)
    return b"".join(parts)


class Inflater:
    """Inflates gzip of any number of members, as it comes. `size` are the bytes inflated so far."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=31)
        self._read = 0
        self._is_broken = False
        self.size = 0

    def take(self, data: bytes) -> bytes:
        """What the next piece holds; raises Refused. From where it is no gzip on, the piece itself."""
        self._read += len(data)
        if self._read > LARGEST_BODY:
            raise too_large()
        found = []
        while data:
            text, data = self._step(data)
            self.size += len(text)
            found.append(text)
            if self.size > self._limit:
                raise too_large()
        return b"".join(found)

    @property
    def _limit(self) -> int:
        return min(LARGEST_INFLATED, max(ALWAYS_TAKEN, MOST_TIMES * self._read))

    def _step(self, data: bytes) -> tuple[bytes, bytes]:
        """Text, and what comes after its member."""
        if self._is_broken:
            return data, b""
        if self._member.eof:
            self._member = zlib.decompressobj(wbits=31)
        try:
            text = self._member.decompress(data, self._limit - self.size + 1)
        except zlib.error:
            self._is_broken = True
            return data, b""
        return text, self._member.unused_data
