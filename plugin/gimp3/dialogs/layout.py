"""Lay out our dialogs, which GIMP's own dialog for procedures fills from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

from gi.repository import Gdk, GimpUi, Gtk

from ...language import _
from . import style

AROUND = (40, 90)  # of the screen, for panels and the window's frame
GAP = 6


class MessageLabel(Gtk.Box):
    """A sentence, as wide as the dialog is anyway; hidden while there is none.  Errors and warnings look like such."""

    def __init__(self) -> None:
        super().__init__(spacing=GAP, no_show_all=True)
        style.load_style()
        self.icon = Gtk.Image(valign=Gtk.Align.START)
        self.label = Gtk.Label(xalign=0, wrap=True, max_width_chars=1, selectable=True, can_focus=False)
        self.pack_start(self.icon, False, False, 0)
        self.pack_start(self.label, True, True, 0)
        self.label.show()

    def tell(self, sentence: str) -> None:
        self._show_sentence(sentence, None)

    def tell_warning(self, sentence: str) -> None:
        self._show_sentence(sentence, "warning")

    def tell_error(self, sentence: str) -> None:
        self._show_sentence(sentence, "error")

    def _show_sentence(self, sentence: str, kind: str | None) -> None:
        self.label.set_text(sentence)
        self.icon.set_visible(kind is not None)
        self.icon.set_from_icon_name(f"dialog-{kind}", Gtk.IconSize.BUTTON)
        for each in ("warning", "error"):
            self.get_style_context().remove_class(f"looks-{each}")
        if kind is not None:
            style.with_class(self, kind)
        self.set_visible(bool(sentence))


class Details(Gtk.Expander):
    """Sentences with figures, folded; hidden while there are none."""

    def __init__(self) -> None:
        super().__init__(label=_("Details"), no_show_all=True)
        self.figures = MessageLabel()
        self.add(self.figures)

    def tell(self, sentences: Sequence[str]) -> None:
        self.figures.tell("\n".join(sentences))
        self.set_visible(bool(sentences))


def scroll_sentences(sentences: Sequence[str], height: int) -> Gtk.ScrolledWindow:
    """Show sentences below each other, at most so many pixels high."""
    label = Gtk.Label(xalign=0, wrap=True, max_width_chars=1, selectable=True, can_focus=False)
    label.set_text("\n".join(sentences))
    scroller = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
    scroller.set_propagate_natural_height(True)
    scroller.set_max_content_height(height)
    scroller.add(label)
    return scroller


def settings_column(dialog: GimpUi.ProcedureDialog, name: str, wanted: Sequence[str]) -> Gtk.Box:
    """Make a box with the fields of some settings, to put anywhere."""
    box = dialog.fill_box(name, list(wanted))
    dialog.fill([name])
    box.get_parent().remove(box)  # GIMP puts it below all else
    box.set_spacing(GAP)
    box.set_valign(Gtk.Align.START)
    return box


def loose_fields(dialog: GimpUi.ProcedureDialog, name: str, wanted: Sequence[str]) -> list[Gtk.Widget]:
    """Make the fields of some settings, each to put anywhere."""
    box = settings_column(dialog, name, wanted)
    fields = box.get_children()
    for field in fields:
        box.remove(field)
    return fields


def take_saved_settings(dialog: GimpUi.ProcedureDialog) -> Gtk.Box:
    """Take GIMP's buttons for saved settings out of the row that they have."""
    taken, own = Gtk.Box(spacing=GAP), dialog.get_action_area()
    for row in dialog.get_content_area().get_children():
        if isinstance(row, Gtk.ButtonBox) and row is not own:
            for button in row.get_children():
                row.remove(button)
                taken.pack_start(button, False, False, 0)
            row.destroy()
    return taken


def join_button_rows(dialog: GimpUi.ProcedureDialog) -> None:
    """Put GIMP's buttons for saved settings, in a row of their own, beside its others."""
    own = dialog.get_action_area()
    saved = take_saved_settings(dialog)
    for button in saved.get_children():
        saved.remove(button)
        own.pack_start(button, False, False, 0)
        own.set_child_secondary(button, True)
        own.set_child_non_homogeneous(button, True)


def open_at(dialog: Gtk.Dialog, wanted: tuple[int, int], share: float = 0.0) -> int:
    """Open the dialog at a size, or a share of the screen if that is more, as far as there is room.

    Returns its width.
    """
    display = Gdk.Display.get_default()
    monitor = display.get_primary_monitor() or display.get_monitor(0)
    width, height = wanted
    if monitor is not None:
        place = monitor.get_workarea()
        width = min(max(width, round(share * place.width)), place.width - AROUND[0])
        height = min(max(height, round(share * place.height)), place.height - AROUND[1])
    dialog.set_default_size(width, height)
    return width
