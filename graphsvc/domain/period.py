"""A stretch of time, and the names that call ids give to its ends."""

from dataclasses import dataclass

from graphsvc.domain.moment import HOUR

_LAST = (1 << 47) - 1


@dataclass(frozen=True)
class Period:
    """From `start` up to but not including `stop`, in milliseconds."""

    start: int = 0
    stop: int = _LAST

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", min(max(self.start, 0), _LAST))
        object.__setattr__(self, "stop", min(max(self.stop, self.start), _LAST))

    @property
    def first_id(self) -> str:
        return f"{self.start:012x}"

    @property
    def stop_id(self) -> str:
        return f"{self.stop:012x}"

    @property
    def is_empty(self) -> bool:
        return self.start >= self.stop

    @property
    def hours(self) -> tuple[int, int]:
        """All hours that the period touches: from, up to."""
        return self.start // HOUR, -(-self.stop // HOUR)

    def outward(self, moment: int) -> "Period":
        """The period with those of its ends that lie before `moment` moved outward to whole hours."""
        start = self.start // HOUR * HOUR if self.start < moment else self.start
        return Period(start, -(-self.stop // HOUR) * HOUR if self.stop < moment else self.stop)

    def cut(self) -> tuple["Period", tuple[int, int], "Period"]:
        """The piece before the first whole hour, the whole hours (from, up to), and the piece after the last one."""
        first, last = -(-self.start // HOUR), self.stop // HOUR
        if self.stop == _LAST:
            last += 1
        if first > last:
            return self, (first, first), Period(self.stop, self.stop)
        return Period(self.start, first * HOUR), (first, last), Period(min(last * HOUR, self.stop), self.stop)
