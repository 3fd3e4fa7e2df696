"""The settings that finish any look, folded away: steps that it does not bring, blend mode, and the tones it is in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gi.repository import Gimp, GimpUi, GObject, Gtk

from ...language import _
from ...menu.amounts import AMOUNTS
from ...menu.parameters import MIXING, SOFT_RANGE, TONAL_RANGE, Parameter
from . import layout, style

STEPS = tuple(amount.argument for amount in AMOUNTS if not amount.in_table)


def is_added(parameter: Parameter) -> bool:
    """Return True for the amount of a finishing step that the look does not bring."""
    return parameter.name in STEPS and not parameter.default


class FinishingFields(Gtk.Expander):
    """Settings in two columns, or in two rows, one column if tall; open where one of them does something.

    added: the parameters of the first column; without them, blend mode and tones are all there is.
    """

    def __init__(
        self,
        dialog: GimpUi.ProcedureDialog,
        config: Gimp.ProcedureConfig,
        added: Sequence[Parameter] = (),
        tall: bool = False,
    ) -> None:
        super().__init__(label=_("Finishing") if added else _("Blending and tones"))
        self.config = config
        self.folded = [*added, *MIXING[:2]]
        for parameter in MIXING[:2]:  # GIMP 3.2 makes a list of buttons of so few choices
            dialog.get_widget(parameter.name, Gtk.ComboBox)
        for parameter in (*added, SOFT_RANGE):
            dialog.get_spin_scale(parameter.name, 1.0)
        self.softness = style.with_class(dialog.get_widget(SOFT_RANGE.name, GObject.TYPE_NONE), "setting")
        fields = Gtk.Box(spacing=12, homogeneous=bool(added), margin_top=layout.GAP)
        if added:
            parts = [("finishing", added), ("mixing", MIXING)]
        else:
            fields.set_orientation(Gtk.Orientation.VERTICAL)
            fields.set_spacing(layout.GAP)
            parts = [("mixing", MIXING[:2]), ("softer", MIXING[2:])]
        for name, parameters in parts:
            column = layout.settings_column(dialog, name, [parameter.name for parameter in parameters])
            if not (added or tall) and len(parameters) > 1:
                column.set_orientation(Gtk.Orientation.HORIZONTAL)
            fields.pack_start(column, True, True, 0)
        self.add(fields)
        handler = config.connect("notify", self._update)
        self.connect("destroy", lambda _self: config.disconnect(handler))
        self._update()

    def _update(self, *_arguments: Any) -> None:
        """Open for a setting that does something, and let softness be set only where there is a limit."""
        self.softness.set_sensitive(self.config.get_property(TONAL_RANGE.name) != TONAL_RANGE.default)
        if any(self.config.get_property(each.name) != each.default for each in self.folded):
            self.set_expanded(True)
