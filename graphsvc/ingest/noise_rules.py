"""Loads the noise rules: data, not code. noise.toml has those of the program; users add a file of theirs."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from graphsvc.domain.noise import NoiseRule
from graphsvc.errors import DefinitionError

_FILE = Path(__file__).with_name("noise.toml")


def load_noise_rules(file: Path = _FILE) -> tuple[NoiseRule, ...]:
    """The rules of a file, in order; raises DefinitionError that names the rule."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))["rule"]
    except KeyError:
        raise DefinitionError(f"{file}: has no [[rule]]") from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{file}: {error}") from None
    return tuple(_rule(table, str(file)) for table in tables)


def choose_noise_rules(*, own: Path | None = None, off: Iterable[str] = ()) -> tuple[NoiseRule, ...]:
    """The user's rules, then those of the program, without those that are off; `*` is all of them.

    Raises DefinitionError for a name that no rule has, or that two have.
    """
    rules = (load_noise_rules(own) if own else ()) + load_noise_rules()
    names, unwanted = [rule.name for rule in rules], set(off)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DefinitionError(
            f"{own}: rule {', '.join(twice)} exists already: choose another name, and switch that off"
        )
    if unknown := sorted(unwanted - {*names, "*"}):
        raise DefinitionError(f"no noise rule is called {', '.join(unknown)}: see docs/reference/noise.md")
    return () if "*" in unwanted else tuple(rule for rule in rules if rule.name not in unwanted)


def _rule(table: dict[str, object], file: str) -> NoiseRule:
    known = set(NoiseRule.__dataclass_fields__)
    if unknown := set(table) - known:
        raise DefinitionError(f"{file}: rule {table.get('name')!r}: unknown {', '.join(sorted(unknown))}")
    if not (isinstance(table.get("name"), str) and isinstance(table.get("title"), str)):
        raise DefinitionError(f"{file}: every rule needs a name and a title")
    for key, value in table.items():
        wanted = {"name": str, "title": str, "succeeded": bool, "not_denied": bool}.get(key, list)
        if not isinstance(value, wanted):
            raise DefinitionError(f"{file}: rule {table['name']!r}: {key} is a {wanted.__name__}")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return NoiseRule(**values)  # type: ignore[arg-type]  # checked above
