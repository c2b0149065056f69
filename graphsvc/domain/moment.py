"""Points in time are integers: milliseconds since 1970, UTC. Cheaper to pack, index and compare than datetimes."""

from datetime import UTC, datetime, timedelta

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def parse_moment(text: str) -> int:
    """Read RFC 3339 with any number of decimals, a blank instead of T, or no zone (then UTC); raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // _MILLISECOND


def to_datetime(moment: int) -> datetime:
    return _EPOCH + moment * _MILLISECOND


def to_text(moment: int) -> str:
    return to_datetime(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_datetime(value: datetime) -> int:
    return ((value if value.tzinfo else value.replace(tzinfo=UTC)) - _EPOCH) // _MILLISECOND
