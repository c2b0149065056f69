"""EKS by way of Kinesis and Firehose: records whose data is base64, mostly of a gzip'd delivery of CloudWatch."""

from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.wrapping import Format, Part, at, unpacked


def _data_of(record: Any) -> str | None:
    found = at(record, "data") or at(record, "kinesis", "data") or at(record, "Data")
    return found if isinstance(found, str) else None


def _list_of(value: Any) -> list[Any]:
    for key in ("records", "Records"):
        if key in value and isinstance(found := value[key], list):
            return found
    return []


def _recognises(value: Any) -> bool:
    return _is_failure(value) or any(_data_of(record) is not None for record in _list_of(value))


def _is_failure(value: Any) -> bool:
    """What Firehose could not process it puts into another folder of the bucket."""
    return "rawData" in value and "errorCode" in value


def _unwrap(value: Any) -> Iterator[Part]:
    if _is_failure(value):
        yield _part({"data": value["rawData"]})
    for record in _list_of(value):
        yield _part(record)


def _part(record: Any) -> Part:
    try:
        return Part(unpacked(_data_of(record) or ""))
    except ValueError as error:
        return Part(record, problem=f"data of a Kinesis or Firehose record: {error}")


FORMAT = Format("kinesis", "Amazon EKS: Kinesis and Firehose records", _recognises, _unwrap)
