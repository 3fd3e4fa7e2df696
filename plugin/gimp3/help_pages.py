"""Find our page of help in the user's language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

PAGES = Path(__file__).resolve().parent / "help"


def find_page(languages: Sequence[str]) -> Path:
    """Return the page in the first of these languages that has one, or else the English one."""
    names = [name for language in languages for name in (language.partition(".")[0], language[:2])]
    pages = (PAGES / name / "using.html" for name in (*names, "en"))
    return next(page for page in pages if page.exists())
