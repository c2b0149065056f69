"""`graphsvc rejected`: records that could not be read, with why."""

import json
from typing import Annotated

import typer

from graphsvc.cli.database import database, open_store
from graphsvc.domain.path import plain
from graphsvc.settings import load


def rejected(
    cluster: Annotated[str | None, typer.Option(help="Only of this cluster.", show_default="all")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most records listed.")] = 100,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Lists records that could not be read: where they came from, why, and their text (cut and redacted)."""
    with database(load()) as settings, open_store(settings) as store:
        rows = store.read("rejected", cluster=cluster, limit=limit)
    for source, line, reason, raw, name in rows:
        if as_json:
            print(json.dumps({"cluster": name, "source": source, "line": line, "reason": reason, "raw": raw}))
        else:
            print(plain(f"{name}  {source}, line {line}: {reason}"))
            print(f"    {plain(raw[:160])}")
