"""Ask for a look's settings, over a live preview of the user's own picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gimp, GimpUi, GLib, Gtk, Pango  # noqa: E402

from ..actions import AUTO, SCENES, TRADEMARKS, Action, follows_the_picture  # noqa: E402
from ..client import Engine  # noqa: E402
from .errors import Cancelled, HostError  # noqa: E402
from .pixels import Thumbnail  # noqa: E402
from .preview import MAX_WIDTH, Preview  # noqa: E402
from .run_look import Order  # noqa: E402

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
    message = Gtk.Label(xalign=0, wrap=True, no_show_all=True, max_width_chars=1)
    scene = Gtk.Label(xalign=0, no_show_all=True)
    thumbnail = Thumbnail.of(drawable) if follows_the_picture(action.look) else None
    preview = Preview(
        engine,
        drawable,
        thumbnail,
        drawn=lambda answer: show_message(scene, scene_text(answer.get("scene"))),
        failed=lambda sentence: show_message(message, sentence),
    )
    content = dialog.get_content_area()
    for widget, expand in ((heading(action), False), (preview, True), (scene, False), (message, False)):
        content.pack_start(widget, expand, expand, 6)
    for parameter in action.parameters:
        if parameter.kind == "double":
            dialog.get_spin_scale(parameter.name, 1.0)
    dialog.fill([parameter.name for parameter in action.parameters])
    content.show_all()

    def changed(*_: Any) -> None:
        message.hide()
        try:
            preview.refresh(ordered(action, config).job)
        except HostError as error:  # something has yet to be chosen
            show_message(message, str(error))

    handler = config.connect("notify", changed)
    changed()
    try:
        if not dialog.run():
            raise Cancelled
    finally:
        config.disconnect(handler)
        preview.close()
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
    look = action.look
    if look is None:
        return Gtk.Label(label=action.blurb, xalign=0)
    facts = " · ".join(str(fact) for fact in (look["phone"], look["year"]) if fact)
    text = GLib.markup_escape_text(look["character"])
    small = GLib.markup_escape_text(f"{facts} — {look['rests_on']}")
    label = Gtk.Label(xalign=0, wrap=True, wrap_mode=Pango.WrapMode.WORD)
    label.set_markup(
        f"<b>{GLib.markup_escape_text(action.title)}</b>\n{text}\n<small><span alpha='70%'>{small}</span></small>"
    )
    label.set_size_request(MAX_WIDTH, -1)
    label.set_tooltip_text(TRADEMARKS)
    label.set_max_width_chars(1)  # wraps at the preview's width instead of widening the window
    return label


def scene_text(weights: dict[str, float] | None) -> str:
    """Which of its renderings the look takes for this picture."""
    names = {value: text for value, text in SCENES if value != AUTO}
    parts = [f"{weight:.0%} {names[name].lower()}" for name, weight in (weights or {}).items() if weight >= 0.005]
    return "Scene: " + ", ".join(parts) if parts else ""


def show_message(label: Gtk.Label, sentence: str) -> None:
    label.set_text(sentence)
    label.set_visible(bool(sentence))
