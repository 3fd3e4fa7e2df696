"""A recipe's file as text, and its text as a TOML document; each mistake with its line."""

from __future__ import annotations

import codecs
import re
import sys
from pathlib import Path
from typing import Any

from ..errors import LutError, LutFormatError, RecipeError
from ..files.names import make_local
from ..files.regular import read_bytes
from .parameter import show_value

MAX_BYTES = 1 << 20  # a hundred times the longest recipe of the library
UNICODE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32's begins like the first


def read_text(path: Path) -> str:
    """Read the text of a recipe file.  Raises RecipeError."""
    try:
        data = read_bytes(path, MAX_BYTES)
    except LutFormatError as error:
        raise RecipeError(path, None, error.sentence) from None
    except (OSError, ValueError) as error:  # ValueError: a name with a zero byte
        raise RecipeError(path, None, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if data.startswith(UNICODE_MARKS):
        raise RecipeError(path, None, "expected text in UTF-8, found UTF-16; save the file as UTF-8")
    if b"\0" in data:
        raise RecipeError(path, data[: data.index(b"\0")].count(b"\n") + 1, "expected text in UTF-8, found binary data")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found = f"the byte {data[error.start]:#04x}"
        raise RecipeError(path, line, f"expected text in UTF-8, found {found}; save the file as UTF-8") from None


def parse_toml(text: str) -> dict[str, Any]:
    """Parse TOML.  Raises ValueError.  The parser is imported when the first recipe is read."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib  # the same, before it was taken into the standard library
    return tomllib.loads(text)


def parse_document(text: str) -> dict[str, Any]:
    """Parse a TOML document whose nesting is known to be shallow.  Raises RecipeError without a path."""
    try:
        return parse_toml(text)
    except RecursionError:  # behind what ``places.lines`` takes for a mistake
        raise RecipeError("", None, "expected few brackets within each other, found too many") from None
    except ValueError as error:
        if type(error) is ValueError:
            raise RecipeError("", None, "not valid TOML: a number has too many digits") from None
        at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", str(error))
        sentence = str(error).replace(at[0], "") if at else str(error)
        line = int(at[1]) if at and at[1] else text.rstrip().count("\n") + 1
        raise RecipeError("", line, f"not valid TOML: {sentence}{explain_mistake(at, sentence, text, line)}") from None


def explain_mistake(at: re.Match[str] | None, sentence: str, text: str, line: int) -> str:
    """Explain the parser's sentence by its most frequent cause."""
    if at and not at[1]:
        return "; a bracket or a quote is open until the end"
    written = text.splitlines()[line - 1 : line]
    if sentence == "Invalid value" and written:
        return f"; text needs quotes, and numbers a point, no comma: {written[0].strip()[:60]!r}"
    return ""


def is_file_name(name: str) -> bool:
    """Tell a file's name from the id of a look."""
    return "." in name or "/" in name or "\\" in name


def find_beside(name: str, recipe: str) -> Path:
    """Find the file of that name in the recipe's folder."""
    if not recipe:
        raise LutError(
            f"expected the id of a look, found {show_value(name)}, a file, where the recipe itself is in none"
        )
    folder = Path(recipe).resolve().parent
    try:
        place = (folder / make_local(name.replace("\\", "/"))).resolve()
        inside = place.is_relative_to(folder) and not Path(name).is_absolute()
    except (OSError, ValueError, RuntimeError):  # a null character, or a ring of links
        inside = False
    if not inside:
        raise LutError(f"expected a file in the recipe's own folder, found {show_value(name)}")
    return place
