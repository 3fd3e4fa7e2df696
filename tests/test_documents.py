"""The documents: links lead somewhere, files that they name exist, and the README stays short."""

from __future__ import annotations

import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.markdown_pages import ROOT, anchors, inline_code, links, page_name, pages, prose, read_page

README_BYTES = 6000
PAGES = pages()
IDS = [page_name(page) for page in PAGES]
PATH = re.compile(r"(?:lut|plugin|tests|docs|\.ci|\.github)/[\w./-]*\w")
MODULE = re.compile(r"\bpython3? -m ((?:tests|lut|docs)\.[\w.]+)")
SCRIPT = re.compile(r"\bpython3? ((?:docs|tests)/[\w/]+\.py)")
TEST_FILE = re.compile(r"test_\w+\.py")


def broken_links(page: Path) -> list[str]:
    found = []
    for link in links(read_page(page)):
        if link.startswith(("https://", "http://")):
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.is_relative_to(ROOT) or not target.exists():
            found.append(f"{link}: there is no such file")
        elif anchor and anchor not in anchors(read_page(target)):
            found.append(f"{link}: there is no such heading")
    return found


def missing_files(text: str) -> list[str]:
    """The files, tests and modules that a page names and that do not exist."""
    code = inline_code(text)
    paths = [path for each in code if PATH.fullmatch(path := each.rstrip("/"))]
    scripts = SCRIPT.findall(text)
    tests = [each for each in code if TEST_FILE.fullmatch(each)]
    return [
        *(path for path in paths + scripts if not (ROOT / path).exists()),
        *(name for name in tests if not any((ROOT / "tests").rglob(name))),
        *(name for name in MODULE.findall(text) if find_spec(name) is None),
    ]


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert broken_links(page) == []


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    assert missing_files(read_page(page)) == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_bytes()) <= README_BYTES


def test_the_readme_leads_to_every_page() -> None:
    """At most two links away: contributors and authors of gimpfu scripts find theirs by the architecture."""
    reached = {ROOT / "README.md"}
    for _ in range(2):
        for page in list(reached):
            targets = ((page.parent / link.partition("#")[0]).resolve() for link in links(read_page(page)))
            reached |= {target for target in targets if target.suffix == ".md"}
    assert [page_name(page) for page in PAGES if page not in reached and ROOT / "tests" not in page.parents] == []


def test_photographers_do_not_meet_gimpfu() -> None:
    for name in ("README.md", "docs/using.md", "docs/creating.md", "docs/looks.md"):
        assert "gimpfu" not in read_page(ROOT / name), name


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_picture_says_what_it_shows(page: Path) -> None:
    for words in re.findall(r"!\[([^\]]*)\]\(", prose(read_page(page))):
        assert words.strip()


def test_a_broken_link_and_a_missing_file_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("# A `b` & c\n## Twice\n## Twice\n[1](#a-b--c) [2](#twice-1) [3](#x) ![4](y.png) `[5](z)`", "utf-8")
    assert broken_links(page) == ["#x: there is no such heading", "y.png: there is no such file"]
    text = "`lut/gone.py` `test_gone.py` `python -m tests.gone` python3 docs/gone.py"
    assert missing_files(text) == ["lut/gone.py", "docs/gone.py", "test_gone.py", "tests.gone"]
