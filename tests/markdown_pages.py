"""Read the project's Markdown pages: their headings, links, inline code and fenced examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("docs", "plugin", "lut", "tests")  # beside the pages in the project's own folder
FENCE = re.compile(r"```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NOT_RUN = re.compile(r"<!-- not run: (.+?) -->\n+\Z")
SAVED_AS = re.compile(r"[Ss]ave this as `([^`]+)`:\n+\Z")
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
HEADING = re.compile(r"^#+ +(.+?) *#*$", re.MULTILINE)


class Example(NamedTuple):
    """A fenced block.  reason: why it is not run, else empty.  file: the name that the page saves it under, if any."""

    language: str
    text: str
    line: int
    reason: str
    file: str


def pages() -> list[Path]:
    found = [*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))]
    assert len(found) > 10, "the documents are not where they were"
    return sorted(found)


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def read_page(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def examples(text: str) -> Iterator[Example]:
    for found in FENCE.finditer(text):
        before = text[: found.start()]
        reason, file = NOT_RUN.search(before), SAVED_AS.search(before)
        line = before.count("\n") + 2
        yield Example(found[1], found[2], line, reason[1] if reason else "", file[1] if file else "")


def prose(text: str) -> str:
    """The page without its fenced blocks."""
    return FENCE.sub("", text)


def inline_code(text: str) -> list[str]:
    return [" ".join(found[2].split()) for found in CODE.finditer(prose(text))]


def links(text: str) -> list[str]:
    """The targets of links and pictures, those around pictures as well; code holds none."""
    return LINK.findall(CODE.sub("`code`", prose(text)))


def anchors(text: str) -> set[str]:
    """The anchors of the headings, as GitHub makes them: html-pipeline, TableOfContentsFilter."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in HEADING.findall(prose(text)):
        shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "")
        slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return found
