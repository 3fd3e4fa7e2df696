"""Two fields to choose the color space that a LUT is made for, and that of its results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gi.repository import Gtk

from ...language import _
from ...menu.lut_spaces import AS_IT_IS, AUTOMATIC, SRGB, join_choice, split_choice
from ...menu.parameters import LUT_SPACE
from ..known_looks import Spaces, known_spaces

WIDTH = 16  # characters of a field; the rest of a long name is cut off


class SpaceFields(Gtk.Grid):
    """Both fields with their labels.  ``choice`` is written as menu/lut_spaces.py has it.

    changed: called when the user has chosen another one.  stacked: one field below the other.
    """

    def __init__(self, changed: Callable[[], None], stacked: bool = False) -> None:
        super().__init__(column_spacing=6, row_spacing=6)
        groups = known_spaces()
        self.names = {identifier: name for _label, spaces in groups for identifier, name in spaces}
        self.changed = changed
        self.showing = False
        self.suggested = ""
        self.usual: Mapping[str, str] = {}  # ids of the results' spaces where none is named
        others = [(label, [space for space in spaces if space[0] != SRGB]) for label, spaces in groups]
        self.space, self.out = Field(others, self._on_space), Field(groups, self._on_out)
        for number, (words, field, blurb) in enumerate(
            (
                (LUT_SPACE.label, self.space, _("The color space that the LUT is made for; its file does not say")),
                (_("Giv_es"), self.out, _("The color space of the LUT's results")),
            )
        ):
            label = Gtk.Label(label=words, use_underline=True, xalign=0, mnemonic_widget=field)
            field.set_tooltip_text(blurb)
            left, top = (0, number) if stacked else (2 * number, 0)
            self.attach(label, left, top, 1, 1)
            self.attach(field, left + 1, top, 1, 1)
        self.show_choice("")

    @property
    def choice(self) -> str:
        return join_choice(self.space.chosen, self.out.chosen)

    def show_choice(self, choice: str) -> None:
        """Show a choice, as if the user had not made it."""
        space, out = split_choice(choice)
        self._show(space, out)

    def show_file(self, suggested: str, usual: Mapping[str, str]) -> None:
        """Put a file's suggested space first, and say what its results are for by themselves.

        suggested: its id; empty for none.  usual: the results' space for each, by their ids.
        """
        self.suggested, self.usual = suggested, usual
        self._show(self.space.chosen, self.out.chosen)

    def _show(self, space: str, out: str) -> None:
        self.showing = True
        marked = [(self.suggested, _("{space} (suggested)").format(space=self.name_of(self.suggested)))]
        self.space.fill([("", AS_IT_IS), *(marked if self.suggested else [])], space)
        usual = self.usual.get(space, "")
        automatic = _("Automatic ({space})").format(space=self.name_of(usual)) if space and usual else AUTOMATIC
        self.out.fill([("", automatic if space else AS_IT_IS)], out if space else "")
        self.out.set_sensitive(bool(space))
        self.showing = False

    def name_of(self, identifier: str) -> str:
        return self.names.get(identifier, identifier)

    def _on_space(self) -> None:
        if not self.showing:
            self._show(self.space.chosen, "")
            self.changed()

    def _on_out(self) -> None:
        if not self.showing:
            self.changed()


class Field(Gtk.ComboBox):
    """A list of spaces, the groups of which open to the side."""

    def __init__(self, groups: Spaces, changed: Callable[[], None]) -> None:
        self.store = Gtk.TreeStore(str, str, bool)  # id, name, whether it can be chosen
        super().__init__(model=self.store, hexpand=True)
        self.groups = groups
        cell = Gtk.CellRendererText(width_chars=WIDTH)
        self.pack_start(cell, True)
        self.add_attribute(cell, "text", 1)
        self.add_attribute(cell, "sensitive", 2)
        self.connect("changed", lambda field: changed())

    @property
    def chosen(self) -> str:
        place = self.get_active_iter()
        return "" if place is None else str(self.store[place][0])

    def fill(self, first: Sequence[tuple[str, str]], chosen: str) -> None:
        """List the spaces that come first, then the groups, and choose one, which is listed if it is unknown."""
        self.store.clear()
        rows: dict[str, Any] = {}
        for identifier, name in first:
            rows[identifier] = self.store.append(None, (identifier, name, True))
        for label, spaces in self.groups:
            group = self.store.append(None, ("", label, False))
            for identifier, name in spaces:
                place = self.store.append(group, (identifier, name, True))
                rows.setdefault(identifier, place)
        if chosen not in rows:  # of a script, or of another version
            rows[chosen] = self.store.append(None, (chosen, chosen, True))
        self.set_active_iter(rows[chosen])
