"""Every name of the original is here, and the table of what is covered is in step with the code."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import gimp
import pytest
from gimp_in_memory import Memory

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs"))
import gimpfu_coverage


@pytest.fixture(scope="module")
def memory() -> Memory:
    return Memory()


def test_every_name_of_the_original_is_here() -> None:
    listed = gimpfu_coverage.names()
    assert len(listed) > 500 and len(set(listed)) == len(listed)
    objects = gimpfu_coverage.samples()
    for name in listed:
        gimpfu_coverage.found(name, objects)


def test_the_table_is_in_step_with_the_code() -> None:
    page = gimpfu_coverage.PAGE.read_text(encoding="utf-8")
    assert page == gimpfu_coverage.page(), "run `python docs/gimpfu_coverage.py`"


def test_what_the_objects_call_are_procedures_of_gimp(memory: Memory) -> None:
    """Every name in the code of gimp is one of GIMP 2.10's, and gets as many values as it takes."""
    texts = {}
    for file in Path(gimp.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.update(dict.fromkeys(re.findall(r"^gimp-[a-z0-9-]+[a-z0-9]$", node.value), file.name))
    partly = {"gimp-item", "gimp-image"}  # to which more is added
    assert {name for name in texts if name not in partly and name not in memory._known} == set()
    assert len(texts) > 120


def test_what_memory_does_are_procedures_of_gimp(memory: Memory) -> None:
    from gimp_in_memory import calls

    assert {*calls.READS, *calls.CHANGES} - {*memory._known} == set()
    assert not {*calls.READS} & {*calls.CHANGES}
    assert not ({*calls.READS} | {*calls.CHANGES}) & {*memory._old_names}
    assert set(memory._old_names.values()) <= {*memory._known}
