"""Objects of an S3-compatible bucket as sources. Endpoint, region and credentials are found as boto3 finds them."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, cast

from graphsvc.domain.moment import from_datetime
from graphsvc.errors import Unreadable
from graphsvc.ingest.source.source import Source, unpacked

SCHEME = "s3://"

_BLOCK = 1 << 20
_TRIES = 5  # of one read; what comes before the body is tried again by botocore
_NO_LOGS = ("/", "aws-logs-write-test")  # ends of keys: folders, and what CloudWatch's export writes to see if it may


class Bucket:
    """`name` is `s3://bucket/prefix`; raises Unreadable, also where boto3 is missing."""

    def __init__(self, name: str, *, endpoint: str = "", since: int = 0) -> None:
        self.name = name
        self._bucket, _, self._prefix = name.removeprefix(SCHEME).partition("/")
        self._since = since
        if not self._bucket:
            raise Unreadable(f"{name}: name a bucket, as in s3://bucket/prefix")
        self._client = _client(endpoint)

    def sources(self, after: str = "") -> Iterator[Source]:
        """Objects in the order of their keys, that were changed since then; `after` leaves out keys up to that one."""
        pages = self._client.get_paginator("list_objects_v2")
        start = {"StartAfter": after} if after else {}
        with _told(self.name):
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix, **start):
                yield from map(self._source, filter(self._is_log, page.get("Contents", ())))

    def key_of(self, source: Source) -> str:
        return source.name.removeprefix(f"{SCHEME}{self._bucket}/")

    def _is_log(self, item: dict[str, Any]) -> bool:
        return not item["Key"].endswith(_NO_LOGS) and from_datetime(item["LastModified"]) >= self._since

    def _source(self, item: dict[str, Any]) -> Source:
        """An object that is written anew has another ETag, and is another source."""
        name, etag = f"{SCHEME}{self._bucket}/{item['Key']}", item["ETag"]
        found = _Object(self._client, self._bucket, item["Key"], etag, item["Size"])
        return Source(name, item["Size"], f"{name}@{etag.strip(chr(34))}", partial(_opened, found))


@dataclass(frozen=True)
class _Object:
    client: Any
    bucket: str
    key: str
    etag: str
    size: int

    def body(self, at: int) -> Any:
        """The object's bytes from an offset on, if it is still the one that was listed."""
        span = {"Range": f"bytes={at}-"} if at else {}
        return self.client.get_object(Bucket=self.bucket, Key=self.key, IfMatch=self.etag, **span)["Body"]


class _Body(io.RawIOBase):
    """Reads an object as it comes; a connection that breaks is opened again where it broke."""

    def __init__(self, found: _Object) -> None:
        super().__init__()
        self._object = found
        self._stream: Any = None
        self._at = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._object.size:
            return 0
        with _told(f"{SCHEME}{self._object.bucket}/{self._object.key}"):
            data = self._read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        if self._stream:
            self._stream.close()
        super().close()

    def _read(self, size: int) -> bytes:
        for pause in (*(0.1 * 2**n for n in range(_TRIES - 1)), None):
            try:
                if self._stream is None:
                    self._stream = self._object.body(self._at)
                return cast("bytes", self._stream.read(size))
            except _broken_connection():
                self._stream = None
                if pause is None:
                    raise
                time.sleep(pause)
        raise AssertionError


@contextmanager
def _opened(found: _Object) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    raw = cast("BinaryIO", _Body(found))
    with io.BufferedReader(cast("io.RawIOBase", raw), _BLOCK) as buffered:
        yield unpacked(buffered), raw


def _client(endpoint: str) -> Any:
    try:
        import boto3  # noqa: PLC0415  # an extra, and slow to import
        from botocore.config import Config  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415
    except ImportError:
        raise Unreadable("buckets need boto3: pip install 'graphsvc[s3]'") from None
    retries = {"mode": "standard", "total_max_attempts": _TRIES}
    try:
        return boto3.client(
            "s3", endpoint_url=endpoint or None, config=Config(retries=retries, connect_timeout=10, read_timeout=60)
        )
    except (BotoCoreError, ValueError) as error:
        raise Unreadable(f"S3: {error}") from None


def _broken_connection() -> tuple[type[Exception], ...]:
    from botocore import exceptions  # noqa: PLC0415  # as above

    return exceptions.HTTPClientError, exceptions.IncompleteReadError, exceptions.ResponseStreamingError, OSError


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What S3 and the way to it say, as one line."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # as above

    try:
        yield
    except ClientError as error:
        said = error.response.get("Error", {})
        raise Unreadable(f"{name}: {said.get('Code', '')} {said.get('Message', '')}".strip()) from None
    except (BotoCoreError, OSError) as error:
        raise Unreadable(f"{name}: {error}") from None
