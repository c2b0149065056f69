"""What a user's name for logs means: files of a pattern or folder, and the order in which rotated ones were written."""

import glob
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

STDIN = "-"

_PACKED = (".gz", ".zst", ".zstd", ".xz", ".bz2")
# kube-apiserver (lumberjack) renames audit.log to audit-2026-11-24T18-00-00.000.log, logrotate to audit.log.1 or
# audit.log-20261124, kubelet to 0.log.20261124-180000.
_DATED = re.compile(r"(.+)-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3})(\.[^.]*)?")
_STAMPED = re.compile(r"(.+)[.-](\d{8}(?:[-T.]?\d{2,6})*)")
_NUMBERED = re.compile(r"(.+)\.(\d{1,4})")


class LogName(NamedTuple):
    """`live` is the file's name while it was written; `age` sorts what was rotated away, oldest first."""

    live: str
    age: tuple[int, int, str]

    @property
    def is_rotated(self) -> bool:
        return self.age < _LIVE


_LIVE = (1, 0, "")


def log_name(name: str) -> LogName:
    bare = next((name.removesuffix(end) for end in _PACKED if name.endswith(end)), name)
    if match := _DATED.fullmatch(bare):
        return LogName(match[1] + (match[3] or ""), (0, 0, match[2]))
    if match := _STAMPED.fullmatch(bare):
        return LogName(match[1], (0, 0, match[2]))
    if match := _NUMBERED.fullmatch(bare):
        return LogName(match[1], (0, -int(match[2]), ""))
    return LogName(bare, _LIVE)


def expanded(names: Iterable[str]) -> list[str]:
    """Names with patterns and folders as their files, each once. What fits nothing stays: who opens it will tell."""
    found: dict[str, None] = {}
    for name in names:
        files = in_order(matching(name))
        found |= dict.fromkeys(map(str, files) if files else [name])
    return list(found)


def matching(name: str) -> list[Path]:
    """Files of a pattern or a folder; of a plain name itself, if it is a file."""
    path = Path(name)
    if path.is_dir():
        below = (file for file in path.rglob("*") if not _is_hidden(file.relative_to(path)))
        return [file for file in below if file.is_file()]
    if glob.has_magic(name) and not path.exists():
        return [Path(file) for file in glob.glob(name, recursive=True) if Path(file).is_file()]  # noqa: PTH207  # `**` and absolute patterns alike
    return [path] if path.is_file() else []


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def in_order(files: Iterable[Path]) -> list[Path]:
    """Oldest first. Of one log the names tell, because copies have other times; logs follow by their oldest file."""
    logs: dict[Path, list[tuple[tuple[int, int, str], float, Path]]] = {}
    for file in files:
        name = log_name(file.name)
        logs.setdefault(file.with_name(name.live), []).append((name.age, _changed(file), file))
    ordered = sorted(logs.items(), key=lambda log: (min(time for _, time, _ in log[1]), log[0]))
    return [file for _, parts in ordered for _, _, file in sorted(parts)]


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
