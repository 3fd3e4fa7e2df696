"""The documents: links lead somewhere, files that they name exist, and the README stays short."""

from __future__ import annotations

import ast
import datetime
import re
import sys
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import lut
from lut import looks
from tests.markdown_pages import FOLDERS, ROOT, anchors, inline_code, links, page_name, pages, prose, read_page
from tests.test_rooms import ORDER

README_BYTES = 6000
PAGES = pages()
IDS = [page_name(page) for page in PAGES]
PATH = re.compile(r"(?:lut|plugin|tests|docs|\.ci|\.github)/[\w./-]*\w")
MODULE = re.compile(r"\bpython3? -m ((?:tests|lut|docs)\.[\w.]+)")
SCRIPT = re.compile(r"\bpython3? ((?:docs|tests)/[\w/]+\.py)")
TEST_FILE = re.compile(r"test_[a-z0-9_]+\.py")
PLACEHOLDER = re.compile(r"\b(?:NAME|CODE|FORMAT)\b|_NAME\b")
RELEASE = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", re.MULTILINE)
CHANGES = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")  # Keep a Changelog 1.1.0


def load(name: str) -> ModuleType:
    """A program in docs/, as a module."""
    spec = spec_from_file_location(name, ROOT / f"docs/{name}.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
    code = [each for each in inline_code(text) if not PLACEHOLDER.search(each)]
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


def test_the_tables_that_contributors_add_to_exist() -> None:
    names = {code for code in inline_code(read_page(ROOT / "CONTRIBUTING.md")) if re.fullmatch(r"[A-Z_]{3,}", code)}
    assert len(names) > 5
    sources = [path.read_text(encoding="utf-8") for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assert [
        name for name in names if not any(re.search(rf"^{name}\b.* = ", text, re.MULTILINE) for text in sources)
    ] == []


def test_the_scripts_in_docs_import_what_there_is() -> None:
    """No other test runs docs/pictures.py, docs/match.py and docs/screenshots.py."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "docs").glob("*.py")]
    imports = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {
        (node.module, name.name)
        for node in imports
        if node.module and node.module.split(".")[0] in ("lut", "plugin")
        for name in node.names
    }
    assert names
    assert [pair for pair in sorted(names) if not hasattr(__import__(pair[0], fromlist=[pair[1]]), pair[1])] == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_bytes()) <= README_BYTES


def test_the_readme_says_how_many_looks_there_are() -> None:
    assert f" {len(looks.all_looks())} looks after " in " ".join(read_page(ROOT / "README.md").split())


def test_the_readme_leads_to_every_page() -> None:
    """At most three links away: authors of gimpfu scripts find theirs by the architecture."""
    reached = {ROOT / "README.md"}
    for _ in range(3):
        for page in list(reached):
            targets = ((page.parent / link.partition("#")[0]).resolve() for link in links(read_page(page)))
            reached |= {target for target in targets if target.suffix == ".md"}
    assert [page_name(page) for page in PAGES if page not in reached and ROOT / "tests" not in page.parents] == []


def test_the_picture_of_the_rooms_shows_the_folders_that_there_are() -> None:
    rooms = load("rooms")
    assert (ROOT / "docs/rooms.svg").read_text(encoding="utf-8") == rooms.picture(), "python docs/rooms.py"
    shown = {"plugin": {name for name, _ in rooms.PLUGIN}, "lut": {name for name, _ in rooms.LUT} | {"shared"}}
    for program, names in shown.items():
        folders = {path.parent.name for path in (ROOT / program).glob("*/*.py")}
        gimpfu = {"gimpfu"} if program == "plugin" else set()
        files = {name for name in names if (ROOT / program / f"{name}.py").exists()}
        assert names == folders | gimpfu | files
    order = [f"lut.{name}" for name, _ in rooms.LUT]
    assert order == [room for room in ORDER if room in order]


def test_photographers_do_not_meet_gimpfu() -> None:
    for name in ("README.md", "docs/using.md", "docs/creating.md", "docs/looks.md"):
        assert "gimpfu" not in read_page(ROOT / name), name


def test_the_changelog_has_the_form_of_keep_a_changelog() -> None:
    text = read_page(ROOT / "CHANGELOG.md")
    releases = RELEASE.findall(text)
    assert [f"[{version}] - {date}" for version, date in releases] == re.findall(r"^## (\[\d.+)$", text, re.MULTILINE)
    dates = [datetime.date.fromisoformat(date) for _, date in releases]
    assert dates == sorted(dates, reverse=True)
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= set(CHANGES)


def test_the_newest_release_is_this_version() -> None:
    assert RELEASE.findall(read_page(ROOT / "CHANGELOG.md"))[0][0] == lut.__version__


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
