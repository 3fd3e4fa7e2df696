"""Ask for a look's settings, over a live preview of the user's own picture."""

from __future__ import annotations

from typing import Any

from gi.repository import Gimp, GimpUi, GLib, Gtk

from ...language import _, without_key
from ...menu.action import Action
from ...menu.actions import TRADEMARKS, title_of
from ...menu.amounts import AMOUNTS
from ...menu.parameters import (
    CROP_CENTER,
    LATER_OUTPUT,
    LIVE_FILTER,
    LUT_FILE,
    LUT_SPACE,
    MIXING,
    NEW_LAYER,
    THIS_LAYER,
    TONAL_RANGE,
)
from ..errors import Cancelled, HostError
from ..order import Call, choose_output, order_from, output_of
from ..thumbnails import Thumbnail
from . import help_page, layout
from .comparison import Comparison
from .file_space import FileSpace
from .finishing_fields import FinishingFields, is_added
from .lut_chooser import choose_lut
from .lut_file_field import LutFileField
from .preview import Preview
from .preview_bar import PreviewBar
from .rendering import Renderer

SIZE = (600, 764)
LEAST_PREVIEW = (400, 180)  # all settings of a look, unfolded, fit a screen of 1024 × 768


def ask_amounts(call: Call, fixed: bool = False) -> None:
    """Show the dialog and keep the answers in the call's config; raises Cancelled when it is closed otherwise.

    fixed: whether the result can only go where it is to go now.
    """
    GimpUi.init("camera-looks")
    action, config, drawable = call.action, call.config, call.layers[0]
    dialog = GimpUi.ProcedureDialog.new(call.procedure, config, action.title)
    message, trouble = layout.MessageLabel(), layout.MessageLabel()
    renderer = Renderer(call.engine, lambda: Thumbnail.of(drawable), troubled=trouble.tell_error)
    preview = Preview(
        renderer,
        drawable,
        drawn=lambda answer: bar.show_scene(answer.get("scene")),
        failed=message.tell_error,
        least=LEAST_PREVIEW,
    )
    bar = PreviewBar(preview, config)
    comparison = Comparison(preview, dialog, config, action.parameters, drawable)
    bar.add_buttons(comparison.buttons)
    choose_output(config, output_of(config))
    with_file = LUT_SPACE in action.parameters
    added = [parameter for parameter in action.parameters if is_added(parameter)]
    apart = [*CROP_CENTER, LUT_SPACE, *added, *MIXING, NEW_LAYER, *([LATER_OUTPUT] if fixed else [])]
    apart += [each for each in action.parameters if with_file and each.name == LUT_FILE.name]
    shown = [parameter for parameter in action.parameters if parameter not in apart]
    for parameter in shown:
        if parameter.kind == "double":
            dialog.get_spin_scale(parameter.name, 1.0)
    settings = layout.settings_column(dialog, "settings", [parameter.name for parameter in shown])
    if with_file:

        def ask_file(path: str | None) -> str:
            return choose_lut(dialog, drawable, renderer, path, config.get_property(LUT_SPACE.name) or "")

        for place, field in enumerate((LutFileField(dialog, config, ask_file), FileSpace(call.engine, config))):
            settings.pack_start(field, False, False, 0)
            settings.reorder_child(field, place)
    finishing = FinishingFields(dialog, config, added)
    content = dialog.get_content_area()
    for widget in (heading(action), comparison, bar, trouble, message, settings, finishing):
        content.pack_start(widget, widget is comparison, True, 4)
    content.show_all()
    layout.join_button_rows(dialog)
    help_page.take_help(dialog)
    layout.open_at(dialog, SIZE)

    def show_changes(*_arguments: Any) -> None:
        message.tell(preview_difference(drawable, config))
        try:
            order = order_from(action, config)
        except HostError as error:  # something has yet to be chosen
            message.tell(str(error))
        else:
            comparison.show_order(order)

    handler = config.connect("notify", show_changes)
    show_changes()
    try:
        if not dialog.run():
            raise Cancelled
    finally:
        config.disconnect(handler)
        renderer.close()
        dialog.destroy()


def heading(action: Action) -> Gtk.Widget:
    """Make a label of what the look is like and what that rests on."""
    label = Gtk.Label(xalign=0, wrap=True, max_width_chars=1)  # as wide as the dialog is anyway
    if action.look is None:
        label.set_text(action.blurb)
    else:
        label.set_markup(f"{heading_text(action.look)}\n{provenance_text(action.look)}")
        label.set_tooltip_text(TRADEMARKS)
    return label


def heading_text(look: dict[str, Any]) -> str:
    """Say what a look is like, as Pango's markup."""
    title, character = map(GLib.markup_escape_text, (title_of(look), look["character"]))
    return f"<b>{title}</b>\n{character}"


def provenance_text(look: dict[str, Any]) -> str:
    """Say what a look rests on, as Pango's markup."""
    facts = " · ".join(str(fact) for fact in (look["phone"], look["year"]) if fact)
    small = GLib.markup_escape_text(" — ".join(filter(None, (facts, look["rests_on"]))))
    return f"<small><span alpha='70%'>{small}</span></small>"


def preview_difference(drawable: Gimp.Drawable, config: Gimp.ProcedureConfig) -> str:
    """Say in what the result will differ from the preview; "" where it does not."""
    output = output_of(config)
    if output == LIVE_FILTER:
        left_out = [
            without_key(amount.label)
            for amount in AMOUNTS
            if not amount.in_table
            and config.find_property(amount.argument)
            and config.get_property(amount.argument) > 0
        ]
        if config.find_property(TONAL_RANGE.name) and config.get_property(TONAL_RANGE.name) != TONAL_RANGE.default:
            left_out.append(without_key(TONAL_RANGE.label))
        if left_out:
            return _("A live filter changes colors only, and leaves out: {finishes}.").format(
                finishes=", ".join(left_out)
            )
    elif output == THIS_LAYER and any(effect.get_visible() for effect in drawable.get_filters()):
        return _("This layer has effects of its own: they come after the look, and in the preview before it.")
    return ""
