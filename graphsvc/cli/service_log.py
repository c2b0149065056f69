"""The log, for operators: a line of JSON with time, level and event; text where somebody sits before a terminal.

What libraries say comes through the same door. The Neo4j driver's words for what passes by itself are replaced by what
they mean: its text names addresses and statements, and reads like damage.
"""

import logging
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO, cast

import msgspec
import structlog

from graphsvc.cli.log_stream import LogStream

_BUSY = ("Lock", "lock", "Deadlock")
_MEANINGS = {
    "database_busy": "others write at the same time; it is tried again, and nothing is lost",
    "database_retry": "the database did not take a transaction; it is tried again, and nothing is lost",
}

log = structlog.get_logger()


def configure() -> None:
    is_terminal = sys.stderr.isatty()
    stream = LogStream(sys.stderr, dropped=_dropped_text if is_terminal else _dropped_json)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(timestamp_key="time") if is_terminal else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", stream)),
    )
    logging.basicConfig(handlers=[_Foreign(logging.WARNING)], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)
    threading.excepthook = _tell_dead_thread
    if not is_terminal:
        sys.excepthook = _tell_end


def say_to_log(text: str) -> None:
    """What a command tells people, where nobody sits before a terminal."""
    log.info("progress", text=text)


class _Foreign(logging.Handler):
    """Lines of libraries that use the standard library's logging."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("neo4j"):
            event = "database_busy" if any(word in record.getMessage() for word in _BUSY) else "database_retry"
            log.warning(event, meaning=_MEANINGS[event], **_delay(record))
            return
        tell = log.error if record.levelno >= logging.ERROR else log.warning
        tell("library_said", library=record.name, text=record.getMessage(), exc_info=record.exc_info)


def _delay(record: logging.LogRecord) -> dict[str, float]:
    """The driver says first for how many seconds it waits."""
    first = record.args[0] if isinstance(record.args, tuple) and record.args else None
    return {"again_in": round(first, 2)} if isinstance(first, float) else {}


def _dropped_text(lines: int) -> str:
    return f"{lines} log lines were dropped: nobody read them\n"


def _dropped_json(lines: int) -> str:
    told = {"time": datetime.now(UTC).isoformat(), "level": "warning", "event": "log_lines_dropped", "lines": lines}
    return msgspec.json.encode(told).decode() + "\n"


def _tell_dead_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value:
        log.error("thread_died", thread=args.thread.name if args.thread else "", exc_info=args.exc_value)


def _tell_end(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    log.error("ended", problem=f"{type(error).__name__}: {error}", exc_info=error)
