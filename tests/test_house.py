"""The house rules, as far as a machine can hold them."""

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "graphsvc"
FILES = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}


def name_of(file):
    return str(file.relative_to(ROOT))


def functions(file):
    tree = ast.parse(file.read_text())
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_file_fits(file):
    text = file.read_text()
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text)), "a module says why it exists"
    assert file.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_functions_fit_a_screen(file):
    for function in functions(file):
        assert function.end_lineno - function.lineno < 60, function.name


def test_functions_fit_a_glance():
    lengths = [f.end_lineno - f.lineno + 1 for file in FILES for f in functions(file)]
    assert statistics.median(lengths) < 10
    assert sorted(lengths)[int(len(lengths) * 0.9)] <= 30


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_no_cypher_in_python(file):
    texts = [
        n.value
        for n in ast.walk(ast.parse(file.read_text()))
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    assert not [
        t
        for t in texts
        if re.search(r"\b(MATCH|MERGE|UNWIND|CREATE|RETURN)\s*[(\[$:a-z]", t) and "\n" not in t.strip()[:200]
    ]


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_the_environment_is_read_in_one_place(file):
    if file.name == "settings.py" or file.parent.name == "server":
        return
    assert "os.environ" not in file.read_text()
    assert "getenv" not in file.read_text()


def test_reference_pages_are_current():
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "page", ["README.md", "ARCHITECTURE.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_links_lead_somewhere(page):
    file = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)", file.read_text()):
        if not target.startswith("http"):
            assert (file.parent / target).exists(), target


def test_the_code_map_knows_every_room():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    packages = [p.name for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists()]
    for package in packages:
        assert f"`graphsvc/{package}/`" in text, package
    for room in (p.parent for package in ("graph", "ingest") for p in (PACKAGE / package).glob("*/__init__.py")):
        line = next(line for line in text.splitlines() if f"`{room.relative_to(PACKAGE)}/`" in line)
        for name in re.findall(r"`([a-z_]+)/?`", line):
            assert (room / f"{name}.py").exists() or (room / name).is_dir(), f"{room.name}: {name}"
    for file in re.findall(r"`((?:api|cli|web|domain|graph|ingest|detection)/[a-z_/]+(?:\.py)?)`", text):
        path = PACKAGE / file
        assert path.exists() or path.with_suffix(".py").exists(), file


def test_commands_of_the_readme_exist():
    text = (ROOT / "README.md").read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for line in re.findall(r"make ([a-z ]+?)(?:\s{2,}|`|$)", text, re.MULTILINE):
        assert set(line.split()) <= targets, line
    commands = subprocess.run(
        [sys.executable, "-m", "graphsvc", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for command in re.findall(r"bin/graphsvc ([a-z]+) ", text):
        assert command in commands


def test_nothing_names_a_machine_or_a_registry():
    listed = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    )
    texts = [
        f
        for f in listed
        if f.endswith((".py", ".md", ".ts", ".tsx", ".toml", ".json", ".yaml", ".cypher", "Makefile", "run"))
    ]
    # Written in pieces, so that this file does not hold what it forbids.
    hosts = "|".join((r"registry\." + "npm", r"pypi\." + "org", r"repo1?\." + "maven"))
    words = re.compile(hosts + r"|/(?:root|work)/[a-z.]")
    found = [f for f in texts if (ROOT / f).exists() and words.search((ROOT / f).read_text(errors="replace"))]
    assert found == []


def test_commands_start_without_the_web_service():
    listed = "import sys, graphsvc.cli.main; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", listed], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert not {"fastapi", "strawberry", "uvicorn"} & set(loaded.split())
