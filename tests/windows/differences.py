"""What is tested on Windows and how it differs there: differences.toml, applied to a run of the tests.

A test that is listed as failing has to fail: one that passes is reported as a failure, so that the list stays true.
"""

from __future__ import annotations

import ctypes
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

LISTED = "listed: "
LIST = Path(__file__).with_name("differences.toml")


def is_wine() -> bool:
    return sys.platform == "win32" and hasattr(ctypes.windll.ntdll, "wine_get_version")


def read() -> dict[str, list[dict[str, Any]]]:
    """The tables of differences.toml."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


def apply(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Expect the listed tests of this system to fail; in Wine, leave out what the list leaves out there."""
    wine = is_wine()
    reasons = dict(listed(wine))
    left_out = [f"tests/{place}" for entry in read()["left_out"] for place in entry["tests"]] if wine else []
    kept, others = [], []
    for item in items:
        test = item.nodeid.split("[")[0]
        reason = reasons.get(item.nodeid, reasons.get(test))
        if reason:
            item.add_marker(pytest.mark.xfail(reason=LISTED + reason, strict=True))
        (others if item.nodeid.startswith(tuple(left_out)) else kept).append(item)
    if others:
        items[:] = kept
        config.hook.pytest_deselected(items=others)


def listed(wine: bool) -> Iterator[tuple[str, str]]:
    """Each listed test and its reason."""
    for difference in read()["difference"]:
        if difference["of"] == "Windows" or wine:
            yield from ((f"tests/{test}", difference["reason"]) for test in difference["tests"])


def summary(stats: dict[str, list[Any]]) -> list[str]:
    """The closing lines: what passed, the number of differences, and each reason with the number of its tests."""
    reasons = Counter(report.wasxfail.removeprefix(LISTED) for report in stats.get("xfailed", []))
    lines = [f"{count:5d}  {reason}" for reason, count in reasons.most_common()]
    return [f"{name()}: {len(stats.get('passed', [])):,} passed, {reasons.total()} differences (listed)", *lines]


def name() -> str:
    """This system, as the closing line has it."""
    if is_wine():
        version = ctypes.CFUNCTYPE(ctypes.c_char_p)(("wine_get_version", ctypes.windll.ntdll))().decode()
        system = f"Wine {version}"
    else:
        system = f"build {sys.getwindowsversion().build}" if sys.platform == "win32" else sys.platform
    return f"Windows ({system}, CPython {sys.version.split()[0]})"
