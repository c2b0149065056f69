"""Loads the noise rules: data, not code. New rules are new tables in noise.toml."""

import tomllib
from pathlib import Path

from graphsvc.domain.noise import NoiseRule
from graphsvc.errors import DefinitionError

_FILE = Path(__file__).with_name("noise.toml")


def load_noise_rules(file: Path = _FILE) -> tuple[NoiseRule, ...]:
    """The rules of a file, in order; raises DefinitionError that names the rule."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))["rule"]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{file.name}: {error}") from None
    return tuple(_rule(table, file.name) for table in tables)


def _rule(table: dict[str, object], file: str) -> NoiseRule:
    known = set(NoiseRule.__dataclass_fields__)
    if unknown := set(table) - known:
        raise DefinitionError(f"{file}: rule {table.get('name')!r}: unknown {', '.join(sorted(unknown))}")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return NoiseRule(**values)  # type: ignore[arg-type]  # checked by the file's own test
