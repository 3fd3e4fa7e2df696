"""The public functions: documented in numpydoc sections, with examples that run, and docs/api.md says what they say."""

from __future__ import annotations

import doctest
import importlib.util
import inspect
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import lut
from tests.markdown_pages import ROOT

NAMES = {"lut": lut, "np": np, "Path": Path}
ERRORS = ("lut.LutError", "lut.LutFormatError", "lut.RecipeError", "lut.PixelError")


@cache
def api() -> ModuleType:
    spec = importlib.util.spec_from_file_location("api", ROOT / "docs/api.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FUNCTIONS = [name for name in api().public() if name not in ERRORS]


def sections(name: str) -> dict[str, str]:
    return dict(api().sections(inspect.getdoc(api().public()[name])))


def test_the_page_says_what_the_docstrings_say() -> None:
    found = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    assert found == api().page(), "python docs/api.py makes it anew"


def test_every_public_name_of_the_package_is_documented() -> None:
    names = {f"lut.{name}" for name in lut.__all__ if not isinstance(getattr(lut, name), ModuleType)}
    assert names - set(api().public()) == set()
    assert {f"lut.create.{name}" for name in lut.create.__all__} - set(api().public()) == {
        "lut.create.FittedLut",  # is what fit returns, and described there
        "lut.create.fit",  # is lut.fit
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_describes_each_parameter(name: str) -> None:
    described = sections(name).get("Parameters", "")
    names = [
        each for line in described.splitlines() if not line.startswith(" ") for each in line.split(" : ")[0].split(", ")
    ]
    signature = inspect.signature(api().public()[name])
    assert names == [each for each in signature.parameters if each != "self"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_a_public_function_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = sections(name).get("Examples", "")
    example = doctest.DocTestParser().get_doctest(text, dict(NAMES), name, name, 0)
    assert example.examples, f"{name} has no example"
    runner = doctest.DocTestRunner(verbose=False)
    said: list[str] = []
    runner.run(example, out=said.append)
    assert runner.failures == 0, "".join(said)


def test_an_example_that_is_wrong_is_found() -> None:
    example = doctest.DocTestParser().get_doctest(">>> lut.Lut.identity(2)\nLut(3³)\n", dict(NAMES), "x", "x", 0)
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(example, out=lambda text: None)
    assert runner.failures == 1
