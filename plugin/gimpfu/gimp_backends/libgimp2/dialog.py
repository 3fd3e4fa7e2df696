"""The dialog of a plug-in's parameters, drawn by GIMP 2.10's own widgets."""

from __future__ import annotations

import os
import sys
import traceback
from typing import Any, Sequence

from gimp_backends import fields as f
from gimp_backends.contract import Field
from gimp_backends.libgimp2 import widgets
from gimp_backends.libgimp2.libraries import LibraryMissing, decoded, encoded, library
from gimp_backends.libgimp2.widgets import Widget

RESET, OK, CANCEL = 1, -5, -6
EXPAND_AND_FILL, FILL = 5, 4
SLIDER_WIDTH, NUMBER_CHARACTERS = 200, 6
TALL = 14  # rows, above which the dialog scrolls
NEVER = 2  # GtkPolicyType


class NoDialog(RuntimeError):
    """There is no screen, or no GTK, to ask on; ``str(error)`` is one sentence."""


def ask(role: str, title: str, blurb: str, fields: Sequence[Field], values: Sequence[Any]) -> list[Any] | None:
    """Have the user fill the fields in; None when they cancelled.

    A field that cannot be drawn keeps its value, and a note says so.  Raises NoDialog.
    """
    begin(role)
    gtk, gimpwidgets = library("gtk"), library("gimpwidgets")
    dialog = gimpwidgets.gimp_dialog_new(encoded(title), encoded(role), None, 0, None, None, None)
    for text, response in ((b"gimp-reset", RESET), (b"gtk-cancel", CANCEL), (b"gtk-ok", OK)):
        gimpwidgets.gimp_dialog_add_button(dialog, text, response)
    gtk.gtk_dialog_set_default_response(dialog, OK)
    library("gimpui").gimp_window_set_transient(dialog)
    box = gtk.gtk_vbox_new(False, 12)
    gtk.gtk_container_set_border_width(box, 12)
    gtk.gtk_box_pack_start(gtk.gtk_dialog_get_content_area(dialog), box, True, True, 0)
    if blurb:
        gtk.gtk_box_pack_start(box, gimpwidgets.gimp_hint_box_new(encoded(blurb)), False, False, 0)
    table, made = form(fields, values)
    gtk.gtk_box_pack_start(box, scrolled(table) if len(fields) > TALL else table, True, True, 0)
    gtk.gtk_widget_show_all(dialog)
    try:
        while (answer := gimpwidgets.gimp_dialog_run(dialog)) == RESET:
            for widget, field in zip(made, fields):
                if widget is not None:
                    widget.put(field.default)
        if answer != OK:
            return None
        return [value if widget is None else widget.get() for widget, value in zip(made, values)]
    finally:
        gtk.gtk_widget_destroy(dialog)
        while gtk.gtk_events_pending():  # the dialog leaves the screen now, not when the work is done
            gtk.gtk_main_iteration()


def begin(role: str) -> None:
    """Connect to the screen, once.  GTK would end the process where there is none."""
    try:
        gimp, gdk, ui = library("gimp"), library("gdk"), library("gimpui")
        for part in ("gtk", "gimpwidgets"):
            library(part)
    except LibraryMissing as error:
        raise NoDialog(str(error)) from None
    display = gimp.gimp_display_name()
    if display and sys.platform not in ("win32", "darwin"):
        os.environ["DISPLAY"] = decoded(display)
    if not gdk.gdk_init_check(None, None):
        raise NoDialog("there is no screen to show a dialog on")
    ui.gimp_ui_init(encoded(role), False)


def form(fields: Sequence[Field], values: Sequence[Any]) -> tuple[int, list[Widget | None]]:
    """A table with a row for each field, and its widgets: None where one could not be made."""
    gtk = library("gtk")
    table = gtk.gtk_table_new(len(fields), 3, False)
    gtk.gtk_table_set_row_spacings(table, 6)
    gtk.gtk_table_set_col_spacings(table, 6)
    made: list[Widget | None] = []
    for row, (field, value) in enumerate(zip(fields, values)):
        try:
            made.append(add(table, row, field, value))
        except Exception as error:  # whatever a script of other people's gave: the others can still be set
            traceback.print_exc()
            note = gtk.gtk_label_new(encoded(f"“{field.label}” cannot be set here and stays {value!r} ({error})."))
            gtk.gtk_label_set_line_wrap(note, True)
            gtk.gtk_misc_set_alignment(note, 0.0, 0.5)
            gtk.gtk_table_attach(table, note, 0, 3, row, row + 1, FILL, FILL, 0, 0)
            made.append(None)
    return table, made


def add(table: int, row: int, field: Field, value: Any) -> Widget:
    """One row: a label and its widget."""
    gtk, gimpwidgets = library("gtk"), library("gimpwidgets")
    if field.type == f.PF_SLIDER:
        return slider(table, row, field, value)
    if field.type not in widgets.MAKERS:
        raise ValueError(f"no widget is known for type {field.type}")
    widget = widgets.MAKERS[field.type](field, value)
    gimpwidgets.gimp_help_set_help_data(widget.pointer, encoded(field.name), None)
    if widget.labelled:
        gtk.gtk_table_attach(table, widget.pointer, 0, 3, row, row + 1, EXPAND_AND_FILL, FILL, 0, 0)
    else:
        top = 0.0 if field.type == f.PF_TEXT else 0.5
        label = encoded(field.label)
        gimpwidgets.gimp_table_attach_aligned(table, 0, row, label, 0.0, top, widget.pointer, 2, not widget.wide)
    return widget


def slider(table: int, row: int, field: Field, value: Any) -> Widget:
    """GIMP's row of a label, a scale and a spin button."""
    gtk = library("gtk")
    low, high, step = field.extra or (0, 100, 1)
    adjustment = library("gimpwidgets").gimp_scale_entry_new(
        *(table, 0, row, encoded(field.label), SLIDER_WIDTH, NUMBER_CHARACTERS),
        *(float(value), low, high, step, 10 * step, widgets.digits(field, value)),
        *(True, 0.0, 0.0, encoded(field.name), None),
    )
    return Widget(
        adjustment,
        lambda: gtk.gtk_adjustment_get_value(adjustment),
        lambda new: gtk.gtk_adjustment_set_value(adjustment, float(new)),
    )


def scrolled(table: int) -> int:
    gtk = library("gtk")
    gtk.gtk_container_set_border_width(table, 6)
    window = gtk.gtk_scrolled_window_new(None, None)
    gtk.gtk_scrolled_window_set_policy(window, NEVER, widgets.AUTOMATIC)
    gtk.gtk_scrolled_window_add_with_viewport(window, table)
    gtk.gtk_widget_set_size_request(window, -1, 480)
    return window
