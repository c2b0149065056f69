"""All formats. Each is a module with a `FORMAT`; a new one is found by being here."""

import pkgutil
from importlib import import_module

from graphsvc.ingest.record.wrapping import Format


def _found() -> list[Format]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    formats: list[Format] = [import_module(f"{__name__}.{name}").FORMAT for name in names]
    return sorted(formats, key=lambda found: (found.general, found.name))


FORMATS: dict[str, Format] = {found.name: found for found in _found()}
JSON_FORMATS = tuple(found for found in FORMATS.values() if not found.text)
TEXT_FORMATS = tuple(found for found in FORMATS.values() if found.text)
