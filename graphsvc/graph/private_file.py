"""Files that only their owner may read: keys, tokens, passwords. Whole or not there, whenever the machine stops."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

_FILE = 0o600
_OTHERS = 0o077


def private_folder(folder: Path) -> Path:
    """The folder, made where it is missing, closed to others where it was open."""
    folder.mkdir(parents=True, exist_ok=True)
    close_to_others(folder)
    return folder


def close_to_others(place: Path) -> None:
    """What belongs to somebody else stays as it is: the files in it have a mode of their own."""
    mode = place.stat().st_mode
    if mode & _OTHERS:
        with contextlib.suppress(PermissionError):
            place.chmod(stat.S_IMODE(mode) & ~_OTHERS)


def write_private(file: Path, content: bytes) -> None:
    """In place of what was there."""
    private_folder(file.parent)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def kept_secret(file: Path) -> str:
    """The secret of a file: 256 random bits, made at the first look, the same for everybody who looks at once."""
    if not file.exists():
        private_folder(file.parent)
        draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        write_private(draft, secrets.token_urlsafe(32).encode())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    close_to_others(file)
    return file.read_text().strip()
