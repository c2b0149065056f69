"""The login of a Neo4j of our own: a password that nobody chose, kept in the data folder for its owner alone.

Without one, any page that a browser of this machine shows could read and write the graph: Bolt speaks WebSocket and
asks nobody where he comes from.
"""

import hashlib
import secrets
from pathlib import Path

from graphsvc.errors import ServerUnavailable
from graphsvc.graph import queries
from graphsvc.graph.private_file import close_to_others, private_folder, write_private
from graphsvc.graph.server.file_lock import file_lock
from graphsvc.graph.store import Store

USER = "neo4j"  # the one that Neo4j makes by itself
_ROUNDS = 1_024  # as Neo4j hashes; it reads their number in the file


def new_password() -> str:
    """In letters and digits that need no quoting anywhere."""
    return secrets.token_hex(16)


def password_file(data: Path) -> Path:
    return data / "password"


def known_password(data: Path) -> str:
    """The password of this data folder; empty when it has none yet."""
    file = password_file(data)
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ServerUnavailable(f"{file} holds the password of Neo4j and cannot be read: {error}") from error


def kept_password(data: Path) -> str:
    """The password of this data folder, made when it has none. Both are closed to everybody else."""
    private_folder(data)
    with file_lock(data / "run" / "password.lock"):
        if password := known_password(data):
            close_to_others(password_file(data))
        else:
            password = new_password()
            write_private(password_file(data), f"{password}\n".encode())
    return password


def initial_user(password: str) -> str:
    """The content of `auth.ini`.

    Neo4j takes it in when it starts with no user, or with nobody but its own one who still has the password of the
    first day: that is what a Neo4j has which always ran without login.
    """
    salt = secrets.token_bytes(32)
    digest = salt + password.encode()
    for _ in range(_ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return f"{USER}:SHA-256,{digest.hex()},{salt.hex()},{_ROUNDS}:\n"


def set_login(uri: str, password: str) -> None:
    """Let our user in with this password, and nobody else: whoever was made while there was no login goes."""
    with Store(uri, database="system") as store:
        store.run_schema(queries.load("login/own_user").text, name=USER, password=password)
        for (name,) in store.run_schema(queries.load("login/other_users").text, name=USER):
            store.run_schema(queries.load("login/user_removal").text, name=name)
