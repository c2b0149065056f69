"""Writes the reference pages out of what the program itself knows: `make docs`. Never edit those pages by hand.

python docs/generate.py            # writes
python docs/generate.py --check    # says which page is not current, and fails
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import typer
from typer.cli import get_docs_for_click

from graphsvc.api.schema import build_schema
from graphsvc.cli.main import app
from graphsvc.detection.definition import load_detections
from graphsvc.domain.detection import Detection
from graphsvc.graph.model import NODES, RELATIONSHIPS
from graphsvc.ingest.noise_rules import load_noise_rules
from graphsvc.ingest.record.formats import FORMATS
from graphsvc.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- Made by `make docs`. Do not edit. -->\n\n"


def pages() -> dict[str, str]:
    """Text by path below the repository."""
    return {
        "docs/reference/detections.md": detections(),
        "docs/reference/noise.md": noise(),
        "docs/reference/formats.md": formats(),
        "docs/reference/settings.md": settings(),
        "docs/reference/graph.md": graph(),
        "docs/reference/cli.md": cli(),
        "docs/reference/schema.graphql": build_schema().as_str() + "\n",
    }


def detections() -> str:
    found = load_detections()
    head = f"{NOTE}# Detections\n\n{len(found)} detections. Each is one file below `cypher/detect/`; "
    head += "its cases lie in `tests/cases/`. How to write and tune them: [detections.md](../detections.md).\n\n"
    rows = [(d.code, f"[{d.title}](#{d.slug})", d.kind.value, d.severity.value, ", ".join(d.technique)) for d in found]
    return (
        head
        + _table(("code", "detection", "kind", "severity", "ATT&CK"), rows)
        + "\n"
        + "\n".join(map(_detection, found))
    )


def _detection(detection: Detection) -> str:
    lines = [
        f'## <a id="{detection.slug}"></a>{detection.code} {detection.title}\n',
        detection.meaning,
        "",
        f"- **Look at first:** {detection.triage}",
        f"- **Usually harmless:** {detection.usual}",
        f"- **Needs:** {detection.needs.text}",
        f"- **Asks to see:** `{detection.on_text}`",
    ]
    if detection.window:
        lines.append(f"- **Remembers:** {_duration(detection.window)}, scope {detection.scope.value}")
    lines += [f"- **Parameter** `{detection.slug}.{name}`: `{value}`" for name, value in detection.parameters.items()]
    return "\n".join(lines) + "\n"


def _duration(window: int) -> str:
    return f"{window // 86_400_000} days" if window >= 86_400_000 else f"{window // 60_000} minutes"


def noise() -> str:
    head = f"{NOTE}# Noise rules\n\nThe first rule that matches drops a call, and counts it by hour; "
    head += "the first call a day of every path stays. "
    head += "Rules are data: `graphsvc/ingest/noise.toml`.\n"
    head += "Anything refused or impersonated is kept, and so is everything on secrets.\n\n"
    head += "`GRAPHSVC_NOISE_OFF='[\"leases\"]'` switches rules off, `GRAPHSVC_NOISE_RULES` names a file of your own. "
    head += "GraphQL's `noise` counts over time, `dropped(rule:)` shows what a rule dropped in the last hour. "
    head += "A changed rule takes effect on the past by `graphsvc rebuild`.\n\n"
    rows = [
        (f"`{r.name}`", r.title, _words(r.verbs), _words(r.resources), _words(r.users) or "anybody")
        for r in load_noise_rules()
    ]
    return head + _table(("rule", "drops", "verbs", "resources", "users"), rows)


def formats() -> str:
    head = f"{NOTE}# Formats\n\nWhat may wrap audit events. Each record's content tells; `--format` says it instead. "
    head += (
        "What\nwraps what, and what is inferred: [formats.md](../formats.md). Samples: `tests/formats/<format>/`.\n\n"
    )
    rows = [(f"`{f.name}`", f.title, "lines of text" if f.text else "JSON") for f in FORMATS.values()]
    return head + _table(("format", "what it is", "looks at"), rows)


def settings() -> str:
    head = f"{NOTE}# Settings\n\nEnvironment variables, or keys (without prefix, lower case) of the TOML file "
    head += "that `GRAPHSVC_CONFIG` names.\nThe environment wins. Unknown names are refused.\n\n"
    rows = []
    for name, field in Settings.model_fields.items():
        default = _default(name)
        rows.append((f"`{PREFIX}{name.upper()}`", field.description or "", f"`{default}`" if default else ""))
    return head + _table(("setting", "what it does", "default"), rows)


def _default(name: str) -> str:
    folders = {"data": "$XDG_DATA_HOME/graphsvc", "cache": "$XDG_CACHE_HOME/graphsvc"}
    if name in folders:
        return folders[name]
    value = Settings.model_fields[name].get_default(call_default_factory=True)
    return "" if "Secret" in type(value).__name__ else str(value)


def graph() -> str:
    head = (
        f"{NOTE}# The graph\n\nTimes are milliseconds since 1970: `datetime({{epochMillis: c.time}})` shows them.\n\n"
    )
    parts = []
    for kind in NODES:
        key = f" Key: `{kind.key}`." if kind.key else ""
        rows = [(f"`{name}`", meaning) for name, meaning in kind.properties.items()]
        parts.append(f"## :{kind.label}\n\n{kind.meaning}{key}\n\n{_table(('property', 'meaning'), rows)}")
    rows = [
        (f"`{r.type}`", r.source, r.target, r.meaning, ", ".join(f"`{p}`" for p in r.properties)) for r in RELATIONSHIPS
    ]
    last = "## Relationships\n\n" + _table(("type", "from", "to", "meaning", "properties"), rows)
    return head + "\n".join([*parts, last])


def cli() -> str:
    command = typer.main.get_command(app)
    text = get_docs_for_click(obj=command, ctx=click.Context(command, info_name="graphsvc"), name="graphsvc")
    return NOTE + "\n".join(line.rstrip() for line in text.splitlines()).strip() + "\n"


def _words(values: tuple[str, ...]) -> str:
    return ", ".join(f"`{v}`" for v in values)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return "\n".join(_table_lines(head, rows)) + "\n"


def _table_lines(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"


def main() -> None:
    stale = [name for name, text in pages().items() if not (ROOT / name).exists() or (ROOT / name).read_text() != text]
    if "--check" in sys.argv:
        if stale:
            raise SystemExit(f"not current: {', '.join(stale)}; run `make docs`")
        print("the reference is current")
        return
    for name, text in pages().items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(text)
    print(f"wrote {', '.join(stale) or 'nothing new'}")


if __name__ == "__main__":
    main()
