"""Prints what the marked tests found: one line for each fault, with what they measured."""

from collections import Counter, defaultdict
from pathlib import Path

from tests.faults import targets

# Carries no mark of its own yet.
_BY_FILE = {"tests/ingest/test_follow.py": targets.R25}
_FAULTS = [mark.args for name, mark in vars(targets).items() if name.isupper()]


def pytest_itemcollected(item):
    mark = _BY_FILE.get(Path(item.location[0]).as_posix())
    if mark and not item.get_closest_marker("fault"):
        item.add_marker(mark)
    for found in item.iter_markers("fault"):
        item.user_properties.append(("fault", found.args[0]))


def pytest_terminal_summary(terminalreporter, config):
    if config.getoption("long") or config.getoption("markexpr") == "fault":
        terminalreporter.section("faults")
        for line in lines(terminalreporter.stats):
            terminalreporter.write_line(line)


def lines(stats):
    """Of the reports by outcome, as pytest keeps them."""
    outcomes, measured = defaultdict(Counter), defaultdict(dict)
    for outcome, reports in stats.items():
        for report in reports:
            properties = getattr(report, "user_properties", [])
            for number in [value for key, value in properties if key == "fault"]:
                outcomes[number][outcome] += 1
                measured[number] |= {k: v for k, v in properties if k != "fault"}
    yield f"{'':5}{'fault':53}{'target':54}{'result':21}measured"
    for number, title, target in _FAULTS:
        figures = ", ".join(f"{name} {value}" for name, value in measured[number].items())
        yield f"{number:5}{title:53}{target:54}{_result(outcomes[number]):21}{figures}".rstrip()


def _result(outcomes):
    told = [f"{n} {outcome}" for outcome in ("failed", "error", "passed", "skipped") if (n := outcomes[outcome])]
    return ", ".join(told) or "not run"
