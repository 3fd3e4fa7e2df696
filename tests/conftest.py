"""For every test: the project's own packages, and folders of the tests' own in place of the user's."""

from __future__ import annotations

import logging
import os
import signal
import site
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.user_folders import set_home

if sys.platform == "win32":
    from tests.windows import differences

os.environ["LANGUAGE"] = "en"  # before anything is imported that would speak the language of whoever tests

# A run in the background (nohup, or & in a script) ignores these, and so would every program that a test interrupts.
for name in ("SIGINT", "SIGTERM", "SIGHUP"):
    number = getattr(signal, name, None)
    if number is not None and signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)

LEFT_OUT = {  # by mark: how the closing lines tell what was left out
    "slow": "slow",
    "oracle": "comparisons with other programs",
    "fuzz": "fuzzing",
    "soak": "long runs",
    "real_gimp": "in real GIMPs",
}
left_out: Counter[str] = Counter()

TRUE_HOME = {  # what the tests need of it: packages, Pythons, downloads
    "PYTHONUSERBASE": site.getuserbase(),
    "PYENV_ROOT": Path.home() / ".pyenv",
    "PIP_CACHE_DIR": Path.home() / ".cache/pip",
}


class FailingHandler(logging.Handler):
    """Fails the test in which a fault of ours becomes a sentence: the boundaries must not hide our mistakes."""

    def emit(self, record: logging.LogRecord) -> None:
        cause = record.exc_info[1] if record.exc_info else None
        pytest.fail(f"a fault of ours became a sentence: {record.getMessage()} {cause!r}")  # no Exception: passes all


@pytest.fixture(autouse=True)
def no_hidden_faults() -> Iterator[logging.Handler]:
    handler, faults = FailingHandler(), logging.getLogger("lut.faults")
    faults.addHandler(handler)
    yield handler
    faults.removeHandler(handler)


@pytest.fixture
def planted_faults(no_hidden_faults: logging.Handler, caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """For tests that make our code fail: the faults are in this log instead."""
    logging.getLogger("lut.faults").removeHandler(no_hidden_faults)
    return caplog


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that a test bakes, logs or installs reaches the user's own cache and data, or another worker's."""
    base = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name, place in TRUE_HOME.items():
            patch.setenv(name, os.environ.get(name) or str(place))
        set_home(patch, base)
        yield


@pytest.fixture(autouse=True)
def english() -> None:
    """What one test says in another language, the next one says in English."""
    if "lut.language" in sys.modules:
        sys.modules["lut.language"].spoken.set(None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Set the marks real_gimp and thorough.  Real GIMPs come first: they take longest, and run on one worker."""
    if sys.platform == "win32":
        differences.apply(config, items)
    seen: set[str] = set()
    for item in items:
        if in_real_gimp(item.nodeid):
            item.add_marker("real_gimp")
        mark = reason(item)
        test = item.nodeid.split("[")[0]
        if mark and not (mark.kwargs.get("but_first") and test not in seen):
            item.add_marker("thorough")
        seen.add(test)
    items.sort(key=lambda item: not in_real_gimp(item.nodeid))


def in_real_gimp(nodeid: str) -> bool:
    return nodeid.startswith("tests/real_gimp")


def reason(item: pytest.Item) -> pytest.Mark | None:
    """The mark that says why a test, or all but the first of its cases, is not in the fast set."""
    found = next((mark for mark in item.iter_markers() if mark.name in LEFT_OUT), None)
    assert found is None or found.name != "slow" or found.args, f"{item.nodeid}: slow without a reason"
    return found


def pytest_deselected(items: list[pytest.Item]) -> None:
    thorough = (item for item in items if item.get_closest_marker("thorough"))
    left_out.update(mark.name for item in thorough if (mark := reason(item)))


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
    if sys.platform == "win32":
        for line in differences.summary(terminalreporter.stats):
            terminalreporter.write_line(line)
