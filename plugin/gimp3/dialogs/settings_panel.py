"""The settings of a look in a dialog: its strength, what else people set, and what few do, folded."""

from __future__ import annotations

from collections.abc import Iterable

from gi.repository import GimpUi, Gtk

from ...language import _
from ...menu.action import Action
from ...menu.parameters import CROP_CENTER, MIXING, OWN_NUMBERS, STRENGTH
from . import layout

# Side by side: what every look has, and what some lack, so that no row goes away with a setting.
ROWS = (
    ("output", "scene"),
    ("local-tone", "protect-skin"),
    ("vignette", "grain"),
    ("glow", "crop"),
)
FOLDED = (OWN_NUMBERS.name,)


class SettingsPanel:
    """Three widgets, for a dialog to put where it likes: ``strength``, ``others`` and ``advanced``.

    tall: all others are below each other.  What is in neither ROWS nor FOLDED follows ROWS.
    """

    def __init__(self, dialog: GimpUi.ProcedureDialog, action: Action, tall: bool) -> None:
        not_here = {"look", STRENGTH.name, *FOLDED, *(parameter.name for parameter in (*CROP_CENTER, *MIXING))}
        for parameter in action.parameters:
            if parameter.kind == "double" and parameter not in CROP_CENTER:
                dialog.get_spin_scale(parameter.name, 1.0)
            if parameter.name == "output":  # GIMP 3.2 makes a list of buttons of so few choices
                dialog.get_widget(parameter.name, Gtk.ComboBox)
        names = [parameter.name for parameter in action.parameters]
        more = [name for name in names if name not in not_here and not any(name in row for row in ROWS)]
        rows = [*ROWS, *(tuple(more[start : start + 2]) for start in range(0, len(more), 2))]
        wanted = [name for row in rows for name in row if name in names]
        self.strength = layout.settings_column(dialog, "first", [STRENGTH.name])
        self.fields = dict(zip(wanted, layout.loose_fields(dialog, "others", wanted), strict=True))
        self.others = Gtk.Grid(column_homogeneous=True, column_spacing=12, row_spacing=layout.GAP)
        for place, row in enumerate(rows):
            for column, name in enumerate(row):
                if name in self.fields:
                    field = self.fields[name]
                    field.set_hexpand(True)
                    field.set_valign(Gtk.Align.CENTER)
                    self.others.attach(field, *((0, 2 * place + column) if tall else (column, place)), 1, 1)
        inside = layout.settings_column(dialog, "folded", [name for name in FOLDED if name in names])
        inside.set_margin_start(12)
        inside.pack_start(layout.take_saved_settings(dialog), False, False, 0)
        self.advanced = Gtk.Expander(label=_("Advanced (pro_file, saved settings)"), use_underline=True)
        self.advanced.add(inside)

    def hide_missing(self, lacking: Iterable[str]) -> None:
        """Hide the settings that a look lacks."""
        for name, field in self.fields.items():
            field.set_visible(name not in lacking)
