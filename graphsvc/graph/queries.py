"""Loads the Cypher files: one statement each, with a header that says what it answers. No Cypher in Python."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graphsvc.errors import DefinitionError

_PARAMETER = re.compile(r"\$(\w+)")
_LINE = re.compile(r"//\s?(?:(\w+):\s+)?(.*)")


@dataclass(frozen=True)
class Query:
    """`name` is the path below cypher/ without its ending; `header` the comment lines on top, by their first word."""

    name: str
    text: str
    header: dict[str, str]

    @property
    def parameters(self) -> frozenset[str]:
        return parameters_of(self.text)


def cypher_folder() -> Path:
    """The repository's folder where there is one (the copy of an editable install goes stale), else the wheel's."""
    package = Path(__file__).resolve().parents[1]
    beside = package.parent / "cypher"
    return beside if (beside / "schema").is_dir() else package / "cypher"


@lru_cache(maxsize=1_024)
def load(name: str) -> Query:
    """The query of this name, such as `read/clusters`; raises DefinitionError when there is none."""
    return load_file(cypher_folder() / f"{name}.cypher", name)


def load_file(file: Path, name: str) -> Query:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise DefinitionError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DefinitionError(f"{file}: cannot be read: it is not UTF-8") from None
    return Query(name, text, parse_header(text))


def parse_header(text: str) -> dict[str, str]:
    """Comment lines before the first statement: `// word: text`, further lines continue the word before."""
    header: dict[str, str] = {}
    word = ""
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        found = _LINE.match(line)
        assert found
        word = found.group(1) or word
        if word:
            header[word] = f"{header.get(word, '')} {found.group(2).strip()}".strip()
    return header


def parameters_of(text: str) -> frozenset[str]:
    return frozenset(_PARAMETER.findall(strip_comments(text)))


def strip_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))


def statements(text: str) -> list[str]:
    """The statements of a schema file; each ends with a semicolon at a line's end."""
    return [part.strip() for part in re.split(r";\s*(?:\n|\Z)", strip_comments(text)) if part.strip()]
