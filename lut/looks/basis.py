"""The basis of a look, read from its recipe and told in sentences for menus, headings, lists and pages.

::

    basis = { measured_on = ["Xiaomi 12S Ultra", "MIX Fold 2"] }    # one of these four
    basis = { described_by = ["Leica", "reviewers"] }
    basis = "interpretation"
    basis = "imagined"
    rests_on = "only the name is documented"    # anything else that people should know of it
    remarks = ["colors-skin"]                   # names in REMARKS
"""

from __future__ import annotations

from typing import Any

from ..errors import LutError
from ..language import _, join_names
from .look import Basis, Look
from .parameter import show_value, unknown_name

NAMING = ("measured_on", "described_by")  # kinds of basis that name devices, or people
PLAIN = ("interpretation", "imagined")  # kinds that need no names
REMARKS = ("base-rendering", "frame", "small-step", "colors-skin")
EXPECTED = '{ measured_on = ["…"] }, { described_by = ["…"] }, "interpretation" or "imagined"'
MOST, LONGEST = 10, 100  # names, and letters of a name


def parse_basis(value: Any) -> Basis:
    """Read a recipe's ``basis``.  Raises LutError."""
    if value in PLAIN:
        return Basis(value)
    if isinstance(value, dict) and len(value) == 1:
        ((kind, names),) = value.items()
        if kind in NAMING and isinstance(names, list) and 0 < len(names) <= MOST and all(map(is_printable_name, names)):
            return Basis(kind, tuple(names))
    raise LutError(f"basis: expected {EXPECTED}, found {show_value(value)}")


def parse_remarks(value: list[Any]) -> tuple[str, ...]:
    """Read a recipe's ``remarks``.  Raises LutError."""
    for name in value:
        if name not in REMARKS:
            raise LutError(unknown_name("remark", name if isinstance(name, str) else show_value(name), REMARKS))
    return tuple(dict.fromkeys(value))


def is_printable_name(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip()) and len(text) <= LONGEST and text.isprintable()


def describe_basis(look: Look) -> str:
    """Say what a look rests on, for example "Measured on the MIX Fold 2."; empty if the recipe does not say."""
    parts = [text for text in (_basis_words(look.basis), look.rests_on.strip()) if text]
    text = "; ".join(parts)
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def describe_remarks(look: Look) -> list[str]:
    """Tell what people should know before they use a look, a sentence each."""
    sentences = {
        "base-rendering": _(
            "Hardly changes a finished photograph: it is the maker's base rendering, for developing raw files."
        ),
        "frame": _("Hardly changes a finished photograph's colors: the frame is the look."),
        "small-step": _("Hardly changes a finished photograph: it is a small step from the base rendering."),
        "colors-skin": _("Colors skin, as the maker's own rendering does: “Protect skin” holds it back."),
    }
    return [sentences[name] for name in look.remarks]


def _basis_words(basis: Basis | None) -> str:
    if basis is None:
        return ""
    if basis.kind == "measured_on":
        return _("measured on the {devices}").format(devices=join_names(basis.names))
    if basis.kind == "described_by":
        words = {"reviewers": _("reviewers"), "the maker": _("the maker")}
        return _("described by {people}").format(people=join_names([words.get(name, name) for name in basis.names]))
    return _("our interpretation") if basis.kind == "interpretation" else _("imagined")
