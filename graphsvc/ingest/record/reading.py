"""How records are read: what wraps them, whose they are, and whether they are news."""

from dataclasses import dataclass

from graphsvc.ingest.record.wrapping import Format


@dataclass(frozen=True)
class Reading:
    """`form` None: found out. Records are of `cluster`; empty: of the one their wrapping names, else of `default`."""

    form: Format | None = None
    default: str = ""
    cluster: str = ""
    learn: bool = False
