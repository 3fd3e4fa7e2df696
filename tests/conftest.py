"""For every test: the project's own packages, and folders of the tests' own in place of the user's."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

os.environ["LANGUAGE"] = "en"  # before anything is imported that would speak the language of whoever tests

LEFT_OUT = {  # by mark: what was left out, as the closing lines tell it
    "slow": "slow",
    "oracle": "comparisons with other programs",
    "fuzz": "fuzzing",
    "soak": "long runs",
    "real_gimp": "in real GIMPs",
}
left_out: Counter[str] = Counter()


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that a test bakes, logs or installs reaches the user's own cache and data, or another worker's."""
    base = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setitem(os.environ, variable, str(base / variable))
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Real GIMPs come first: they take longest, and run on one worker."""
    for item in items:
        if in_real_gimp(item.nodeid):
            item.add_marker("real_gimp")
        for mark in item.iter_markers("slow"):
            assert len(mark.args) == 1 and isinstance(mark.args[0], str), f"{item.nodeid}: slow(reason)"
        if reason(item):
            item.add_marker("thorough")
    items.sort(key=lambda item: not in_real_gimp(item.nodeid))


def in_real_gimp(nodeid: str) -> bool:
    return nodeid.startswith("tests/real_gimp")


def reason(item: pytest.Item) -> str | None:
    """The mark that keeps a test out of the fast set."""
    return next((name for name in LEFT_OUT if item.get_closest_marker(name)), None)


def pytest_deselected(items: list[pytest.Item]) -> None:
    left_out.update(filter(None, map(reason, items)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # of one of several processes: for the one that reports
        session.config.workeroutput["left_out"] = dict(left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    left_out.update({} if left_out else getattr(node, "workeroutput", {}).get("left_out", {}))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file's tests share a worker, and so its fixtures; those in real GIMPs share the machine's screens."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return "real GIMPs" if in_real_gimp(nodeid) else super()._split_scope(nodeid)

    if config.getvalue("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False  # small files last, so that no worker waits long for another
    return ByFile(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    yield
    if left_out:
        told = ", ".join(f"{count} {LEFT_OUT[name]}" for name, count in left_out.most_common())
        terminalreporter.write_line(f"Left out, and run by install.py --test --all: {told}.")
        terminalreporter.stats.setdefault("deselected", [None] * sum(left_out.values()))  # workers do not tell
