"""GTK 2 and GIMP's own widgets for the kinds of parameters that a gimpfu plug-in asks for.

Each function makes a field's widget, which shows a value, and tells how to get the user's and how to put another.
"""

from __future__ import annotations

import ctypes
import math
from typing import Any, Callable, NamedTuple, Sequence

from gimp_backends import fields as f
from gimp_backends.contract import Field
from gimp_backends.libgimp2 import structures
from gimp_backends.libgimp2.libraries import decoded, encoded, library
from gimp_backends.libgimp2.values import rgba, text_at

BRUSH_AS_IS = (-1.0, -1, -1)  # opacity, spacing, mode: the brush's own
OPEN, SELECT_FOLDER = 0, 2  # GtkFileChooserAction
WRAP_WORDS = 2
AUTOMATIC = 1  # GtkPolicyType
SHADOW_IN = 1
ITERATOR_BYTES = 256  # a GtkTextIter is smaller on every system
RANGES = {f.PF_INT8: (0, 0xFF), f.PF_INT16: (-0x8000, 0x7FFF), f.PF_INT32: (-0x80000000, 0x7FFFFFFF)}
LARGEST = 1e9
MAX_DIGITS = 12


class Widget(NamedTuple):
    """pointer: the GtkWidget.  labelled: whether it shows its own label.  wide: whether it takes the room there is."""

    pointer: int
    get: Callable[[], Any]
    put: Callable[[Any], None]
    labelled: bool = False
    wide: bool = True


Maker = Callable[[Field, Any], Widget]


def whole(kind: int) -> Maker:
    """A number without decimals of one of the integer types."""
    return lambda field, value: number(value, (*RANGES[kind], 1), 0, int)


def decimal(field: Field, value: Any) -> Widget:
    return number(value, (-LARGEST, LARGEST, 0.1), max(decimals(value), decimals(field.default)), float)


def spinner(field: Field, value: Any) -> Widget:
    low, high, step = field.extra or (0, 100, 1)
    return number(value, (low, high, step), digits(field, value), float)


def digits(field: Field, value: Any) -> int:
    """How many decimals a slider or spinner shows: none where all of its values are whole."""
    values = (value, field.default, *(field.extra or ()))
    return 0 if all(float(one).is_integer() for one in values) else max(map(decimals, values))


def number(value: Any, bounds: Sequence[float], digits: int, convert: Callable[[float], Any]) -> Widget:
    gtk = library("gtk")
    low, high, step = bounds
    adjustment = gtk.gtk_adjustment_new(float(value), low, high, step, 10 * step, 0)
    pointer = gtk.gtk_spin_button_new(adjustment, 1.0, digits)
    gtk.gtk_spin_button_set_numeric(pointer, True)
    gtk.gtk_entry_set_activates_default(pointer, True)
    gtk.gtk_entry_set_width_chars(pointer, 10)

    def get() -> Any:
        gtk.gtk_spin_button_update(pointer)  # what was typed counts, even without Return
        return convert(gtk.gtk_adjustment_get_value(adjustment))

    return Widget(pointer, get, lambda new: gtk.gtk_adjustment_set_value(adjustment, float(new)), wide=False)


def decimals(value: float) -> int:
    """How many decimals a number needs, at least one."""
    if not math.isfinite(value):
        return 1
    enough = (n for n in range(1, MAX_DIGITS) if math.isclose(round(value, n), value, abs_tol=1e-15))
    return next(enough, MAX_DIGITS)


def line(field: Field, value: Any) -> Widget:
    gtk = library("gtk")
    pointer = gtk.gtk_entry_new()
    gtk.gtk_entry_set_activates_default(pointer, True)

    def put(new: Any) -> None:
        gtk.gtk_entry_set_text(pointer, encoded(str(new)))

    put(value)
    return Widget(pointer, lambda: decoded(gtk.gtk_entry_get_text(pointer)), put)


def lines(field: Field, value: Any) -> Widget:
    gtk = library("gtk")
    view = gtk.gtk_text_view_new()
    gtk.gtk_text_view_set_wrap_mode(view, WRAP_WORDS)
    buffer = gtk.gtk_text_view_get_buffer(view)
    pointer = gtk.gtk_scrolled_window_new(None, None)
    gtk.gtk_scrolled_window_set_policy(pointer, AUTOMATIC, AUTOMATIC)
    gtk.gtk_scrolled_window_set_shadow_type(pointer, SHADOW_IN)
    gtk.gtk_container_add(pointer, view)
    gtk.gtk_widget_set_size_request(pointer, 260, 90)

    def get() -> str:
        start, end = (ctypes.create_string_buffer(ITERATOR_BYTES) for _ in range(2))
        gtk.gtk_text_buffer_get_bounds(buffer, start, end)
        return freed(gtk.gtk_text_buffer_get_text(buffer, start, end, True)) or ""

    def put(new: Any) -> None:
        gtk.gtk_text_buffer_set_text(buffer, encoded(str(new)), -1)

    put(value)
    return Widget(pointer, get, put)


def toggle(field: Field, value: Any) -> Widget:
    gtk = library("gtk")
    pointer = gtk.gtk_check_button_new_with_mnemonic(encoded(field.label))

    def put(new: Any) -> None:
        gtk.gtk_toggle_button_set_active(pointer, bool(new))

    put(value)
    return Widget(pointer, lambda: bool(gtk.gtk_toggle_button_get_active(pointer)), put, labelled=True)


def radio(field: Field, value: Any) -> Widget:
    """extra: pairs of what people read and what the plug-in gets."""
    gtk = library("gtk")
    pointer, box = library("gimpwidgets").gimp_frame_new(encoded(field.label)), gtk.gtk_vbox_new(False, 2)
    gtk.gtk_container_add(pointer, box)
    buttons: list[int] = []
    for text, _ in field.extra:
        button = gtk.gtk_radio_button_new_with_mnemonic_from_widget(buttons[0] if buttons else None, encoded(text))
        gtk.gtk_box_pack_start(box, button, False, False, 0)
        buttons.append(button)

    def get() -> Any:
        active = [gtk.gtk_toggle_button_get_active(button) for button in buttons]
        return field.extra[active.index(True)][1]

    def put(new: Any) -> None:
        for button, (_, one) in zip(buttons, field.extra):
            if one == new:
                gtk.gtk_toggle_button_set_active(button, True)

    put(value)
    return Widget(pointer, get, put, labelled=True)


def option(field: Field, value: Any) -> Widget:
    """extra: what people read; the plug-in gets the number of one."""
    gtk = library("gtk")
    pointer = gtk.gtk_combo_box_text_new()
    for text in field.extra:
        gtk.gtk_combo_box_text_append_text(pointer, encoded(text))

    def put(new: Any) -> None:
        gtk.gtk_combo_box_set_active(pointer, int(new))

    put(value)
    return Widget(pointer, lambda: gtk.gtk_combo_box_get_active(pointer), put)


def color(field: Field, value: Any) -> Widget:
    """value: red, green, blue and perhaps alpha, in 0..1."""
    widgets = library("gimpwidgets")
    place = structures.Color(*value)
    pointer = widgets.gimp_color_button_new(encoded(field.label), 60, 20, ctypes.byref(place), 0)

    def get() -> tuple[float, ...]:
        widgets.gimp_color_button_get_color(pointer, ctypes.byref(place))
        return rgba(place)

    return Widget(
        pointer,
        get,
        lambda new: widgets.gimp_color_button_set_color(pointer, ctypes.byref(structures.Color(*new))),
        wide=False,
    )


def item(kind: str) -> Maker:
    """An image, or something in one, of all that are open; the value is its id, -1 for none."""

    def make(field: Field, value: Any) -> Widget:
        widgets = library("gimpwidgets")
        pointer = getattr(library("gimpui"), f"gimp_{kind}_combo_box_new")(None, None)

        def get() -> int:
            chosen = ctypes.c_int(-1)
            found = widgets.gimp_int_combo_box_get_active(pointer, ctypes.byref(chosen))
            return chosen.value if found else -1

        def put(new: Any) -> None:
            widgets.gimp_int_combo_box_set_active(pointer, new)

        put(value)
        return Widget(pointer, get, put)

    return make


def resource(kind: str, getter: str) -> Maker:
    """A font, gradient, palette or pattern, by its name."""

    def make(field: Field, value: Any) -> Widget:
        ui, name = library("gimpui"), f"gimp_{kind}_select_button"
        pointer = getattr(ui, f"{name}_new")(encoded(field.label), encoded(value or ""))
        get, put = getattr(ui, f"{name}_get_{getter}"), getattr(ui, f"{name}_set_{getter}")
        return Widget(pointer, lambda: decoded(get(pointer) or b""), lambda new: put(pointer, encoded(new or "")))

    return make


def brush(field: Field, value: Any) -> Widget:
    ui = library("gimpui")
    pointer = ui.gimp_brush_select_button_new(encoded(field.label), encoded(value), *BRUSH_AS_IS)
    return Widget(
        pointer,
        lambda: decoded(ui.gimp_brush_select_button_get_brush(pointer, None, None, None) or b""),
        lambda new: ui.gimp_brush_select_button_set_brush(pointer, encoded(new), *BRUSH_AS_IS),
    )


def chooser(action: int) -> Maker:
    """A file or folder that is there already."""

    def make(field: Field, value: Any) -> Widget:
        gtk = library("gtk")
        pointer = gtk.gtk_file_chooser_button_new(encoded(field.label), action)
        shown = [value]

        def put(new: Any) -> None:
            shown[0] = new
            if new:
                gtk.gtk_file_chooser_set_filename(pointer, encoded(new))
            else:
                gtk.gtk_file_chooser_unselect_all(pointer)

        def get() -> Any:  # the chooser knows none while it still looks for what it was given
            return freed(gtk.gtk_file_chooser_get_filename(pointer)) or shown[0]

        put(value)
        return Widget(pointer, get, put)

    return make


def filename(field: Field, value: Any) -> Widget:
    """A file that need not be there yet."""
    widgets = library("gimpwidgets")
    pointer = widgets.gimp_file_entry_new(encoded(field.label), encoded(value or ""), False, False)
    return Widget(
        pointer,
        lambda: freed(widgets.gimp_file_entry_get_filename(pointer)) or "",
        lambda new: widgets.gimp_file_entry_set_filename(pointer, encoded(new or "")),
    )


def freed(address: int | None) -> str | None:
    """A C string that is ours to free."""
    text = text_at(address)
    library("glib").g_free(address)
    return text


MAKERS: dict[int, Maker] = {
    f.PF_INT8: whole(f.PF_INT8),
    f.PF_INT16: whole(f.PF_INT16),
    f.PF_INT32: whole(f.PF_INT32),
    f.PF_FLOAT: decimal,
    f.PF_STRING: line,
    f.PF_COLOR: color,
    f.PF_ITEM: item("drawable"),
    f.PF_IMAGE: item("image"),
    f.PF_LAYER: item("layer"),
    f.PF_CHANNEL: item("channel"),
    f.PF_DRAWABLE: item("drawable"),
    f.PF_VECTORS: item("vectors"),
    f.PF_TOGGLE: toggle,
    f.PF_SPINNER: spinner,
    f.PF_FONT: resource("font", "font"),
    f.PF_FILE: chooser(OPEN),
    f.PF_BRUSH: brush,
    f.PF_PATTERN: resource("pattern", "pattern"),
    f.PF_GRADIENT: resource("gradient", "gradient"),
    f.PF_RADIO: radio,
    f.PF_TEXT: lines,
    f.PF_PALETTE: resource("palette", "palette"),
    f.PF_FILENAME: filename,
    f.PF_DIRNAME: chooser(SELECT_FOLDER),
    f.PF_OPTION: option,
}
