"""Ask for a look's settings, over a live preview of the user's own picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gimp, GimpUi, GLib, Gtk, Pango

from ...engine.client import Engine
from ...language import _
from ...menu.action import Action
from ...menu.actions import TRADEMARKS, title_of
from ...menu.parameters import CROP_CENTER
from ..destination import difference
from ..errors import Cancelled, HostError
from ..run_look import Order
from ..thumbnails import Thumbnail
from . import layout
from .crop_button import FrameButton, keep_center
from .preview import Preview
from .rendering import Renderer
from .zoom_buttons import ZoomButtons

SIZE = (600, 764)

Ordered = Callable[[Action, Gimp.ProcedureConfig], Order]


def ask(
    engine: Engine,
    procedure: Gimp.Procedure,
    config: Gimp.ProcedureConfig,
    action: Action,
    drawable: Gimp.Drawable,
    ordered: Ordered,
) -> None:
    """Show the dialog and keep the answers in config; raises Cancelled when it is closed otherwise."""
    GimpUi.init("camera-looks")
    dialog = GimpUi.ProcedureDialog.new(procedure, config, action.title)
    message, trouble = layout.sentence(), layout.sentence()
    scene = Gtk.Label(xalign=0, ellipsize=Pango.EllipsizeMode.END)
    renderer = Renderer(engine, Thumbnail.of(drawable), troubled=lambda sentence: show_message(trouble, sentence))
    preview = Preview(
        renderer,
        drawable,
        drawn=lambda answer: scene.set_text(scene_text(answer.get("scene"))),
        failed=lambda sentence: show_message(message, sentence),
    )
    line = Gtk.Box(spacing=12)
    line.pack_start(ZoomButtons(preview), False, False, 0)
    line.pack_start(scene, True, True, 0)
    line.pack_end(FrameButton(preview), False, False, 0)
    preview.frame.placed = lambda center: keep_center(config, center)
    keep_center(config, None)  # the last picture's is not this one's
    shown = [parameter for parameter in action.parameters if parameter not in CROP_CENTER]
    for parameter in shown:
        if parameter.kind == "double":
            dialog.get_spin_scale(parameter.name, 1.0)
    settings = layout.column_of(dialog, "settings", [parameter.name for parameter in shown])
    content = dialog.get_content_area()
    for widget in (heading(action), preview, line, trouble, message, settings):
        content.pack_start(widget, widget is preview, True, 4)
    content.show_all()
    layout.compact(dialog)
    layout.open_at(dialog, SIZE)

    def changed(*_arguments: Any) -> None:
        show_message(message, difference(drawable, config))
        try:
            order = ordered(action, config)
        except HostError as error:  # something has yet to be chosen
            show_message(message, str(error))
        else:
            preview.refresh(order.job, order.own_numbers)

    handler = config.connect("notify", changed)
    changed()
    try:
        if not dialog.run():
            raise Cancelled
    finally:
        config.disconnect(handler)
        renderer.close()
        dialog.destroy()


def ask_settings(procedure: Gimp.Procedure, config: Gimp.ProcedureConfig, action: Action) -> None:
    """Ask for settings that have nothing to preview; raises Cancelled when the dialog is closed otherwise."""
    GimpUi.init("camera-looks")
    dialog = GimpUi.ProcedureDialog.new(procedure, config, action.title)
    dialog.fill([parameter.name for parameter in action.parameters])
    try:
        if not dialog.run():
            raise Cancelled
    finally:
        dialog.destroy()


def heading(action: Action) -> Gtk.Widget:
    """What the look is like and what that rests on."""
    label = Gtk.Label(xalign=0, wrap=True, max_width_chars=1)  # as wide as the dialog is anyway
    if action.look is None:
        label.set_text(action.blurb)
    else:
        label.set_markup(heading_text(action.look))
        label.set_tooltip_text(TRADEMARKS)
    return label


def heading_text(look: dict[str, Any]) -> str:
    """What a look is and what that rests on, as Pango's markup."""
    facts = " · ".join(str(fact) for fact in (look["phone"], look["year"]) if fact)
    title, character, small = (
        GLib.markup_escape_text(text)
        for text in (
            title_of(look),
            look["character"],
            " — ".join(filter(None, (facts, look["rests_on"]))),
        )
    )
    return f"<b>{title}</b>\n{character}\n<small><span alpha='70%'>{small}</span></small>"


def scene_text(weights: dict[str, float] | None) -> str:
    """Which of its renderings the look takes for this picture."""
    names = {
        "day": _("day"),
        "people": _("people"),
        "food": _("food"),
        "plants": _("plants"),
        "sunset": _("sunset"),
        "indoor": _("indoors"),
        "night": _("night"),
    }
    share = _("{percent:.0f}% {scene}")
    seen = {names[name]: weight for name, weight in (weights or {}).items() if weight >= 0.005}
    largest = sorted(seen.items(), key=lambda item: -item[1])
    parts = [share.format(percent=100 * weight, scene=scene) for scene, weight in largest]
    return _("Scene: {parts}").format(parts=", ".join(parts)) if parts else ""


def show_message(label: Gtk.Label, sentence: str) -> None:
    label.set_text(sentence)
    label.set_visible(bool(sentence))
