"""Where things are in our dialogs, which GIMP's own dialog for procedures fills from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GimpUi, GObject, Gtk

AROUND = (40, 90)  # of the screen, for panels and the window's frame
GAP = 6


def sentence() -> Gtk.Label:
    """For a message, as wide as the dialog is anyway; hidden until there is one."""
    label = Gtk.Label(xalign=0, wrap=True, no_show_all=True, max_width_chars=1, selectable=True, can_focus=False)
    return label


def settings(
    dialog: GimpUi.ProcedureDialog, left: Sequence[str], right: Sequence[str], below: Sequence[str]
) -> Gtk.Box:
    """Settings in two columns, whose rows are as high as each other's, and more in a row below."""
    for name in left:
        if name == "output":  # GIMP 3.2 makes a list of buttons of so few choices
            dialog.get_widget(name, Gtk.ComboBox)
    columns = [column_of(dialog, "left", left), column_of(dialog, "right", right)]
    for pair in zip(left, right, strict=False):
        row = Gtk.SizeGroup(mode=Gtk.SizeGroupMode.VERTICAL)
        for name in pair:
            row.add_widget(dialog.get_widget(name, GObject.TYPE_NONE))
    both = Gtk.Box(spacing=12, homogeneous=True)
    for column in columns:
        both.pack_start(column, True, True, 0)
    last = column_of(dialog, "below", below)
    last.set_orientation(Gtk.Orientation.HORIZONTAL)
    last.set_spacing(18)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=GAP)
    box.pack_start(both, False, False, 0)
    box.pack_start(last, False, False, 0)
    return box


def column_of(dialog: GimpUi.ProcedureDialog, name: str, wanted: Sequence[str]) -> Gtk.Box:
    """A box with the fields of some settings, to put anywhere."""
    box = dialog.fill_box(name, list(wanted))
    dialog.fill([name])
    box.get_parent().remove(box)  # GIMP puts it below all else
    box.set_spacing(GAP)
    box.set_valign(Gtk.Align.START)
    return box


def compact(dialog: GimpUi.ProcedureDialog) -> None:
    """GIMP's buttons for saved settings, in a row of their own, go beside its others."""
    content = dialog.get_content_area()
    actions = next(child for child in content.get_children() if isinstance(child, Gtk.ButtonBox))
    own = dialog.get_action_area()
    if actions is own:
        return
    for button in actions.get_children():
        actions.remove(button)
        own.pack_start(button, False, False, 0)
        own.set_child_secondary(button, True)
        own.set_child_non_homogeneous(button, True)
    actions.destroy()


def open_at(dialog: Gtk.Dialog, wanted: tuple[int, int]) -> None:
    """The size at which the dialog opens, where the screen has room for it."""
    display = Gdk.Display.get_default()
    monitor = display.get_primary_monitor() or display.get_monitor(0)
    if monitor is not None:
        place = monitor.get_workarea()
        wanted = min(wanted[0], place.width - AROUND[0]), min(wanted[1], place.height - AROUND[1])
    dialog.set_default_size(*wanted)
