"""The filters of a file dialog: for files with some endings, and for all."""

from __future__ import annotations

from collections.abc import Sequence

from gi.repository import Gtk

from lut.shared.lut_files import PACK, PICTURES, TABLES

from ...language import _

RECIPE = ".toml"


def make_filter(name: str, endings: Sequence[str] = ()) -> Gtk.FileFilter:
    """Make a filter for names with these endings in any case; for all names without any."""
    made = Gtk.FileFilter()
    made.set_name(name)
    for ending in endings:
        letters = (f"[{each}{each.upper()}]" if each.isalpha() else each for each in ending)
        made.add_pattern("*" + "".join(letters))
    if not endings:
        made.add_pattern("*")
    return made


def add_lut_filters(dialog: Gtk.FileChooser, *more: str) -> None:
    """Have a file dialog show LUT files at first.  more: other endings to show with them."""
    for each in (make_filter(_("LUT files"), (*TABLES, *PICTURES, PACK, *more)), make_filter(_("All files"))):
        dialog.add_filter(each)
