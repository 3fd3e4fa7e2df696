"""Browse Looks: the tiles, a large preview of the one that is chosen, and its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gimp", "3.0")
gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gimp, GimpUi, GObject, Gtk, Pango

from lut.shared import folders

from ...engine.client import Engine
from ...language import _
from ...menu import favorites
from ...menu.action import Action
from ...menu.actions import TRADEMARKS, renamed_looks
from ...menu.parameters import AMOUNTS, CROP_CENTER
from ..destination import difference
from ..errors import Cancelled
from ..run_look import Order
from ..thumbnails import Thumbnail
from . import draw_pixels, layout
from .crop_button import FrameButton, keep_center
from .look_browser import Browser
from .look_dialog import heading_text, scene_text, show_message
from .look_thumbnails import Thumbnails
from .preview import Preview
from .rendering import Renderer
from .unreadable_looks import notice
from .zoom_buttons import ZoomButtons

SIZE = (1140, 700)  # all of it fits a screen of 1366 × 768, with a panel and a title bar
# Settings that not every look has, by what its entry in the catalog calls them.
KEYS = {**{amount.argument: amount.name for amount in AMOUNTS}, "scene": "variants", "crop": "crop"}
HEADING = 84  # as high for every look, so that the preview below stays where it is

Ordered = Callable[[Action, Gimp.ProcedureConfig], Order]
Looks = Mapping[str, dict[str, Any]]


def ask(
    engine: Engine,
    procedure: Gimp.Procedure,
    config: Gimp.ProcedureConfig,
    action: Action,
    drawable: Gimp.Drawable,
    looks: Looks,
    ordered: Ordered,
    bring_up_to_date: Callable[[Callable[[Looks], None], Callable[[Sequence[str]], None]], None],
) -> None:
    """Show the browser and keep look and settings in config; raises Cancelled when it is closed otherwise.

    bring_up_to_date: has the user's own looks read again, and calls what it is given: with the
    looks if there are others, with a sentence for each file that is no look.
    """
    GimpUi.init("camera-looks")
    window = Window(engine, procedure, config, action, drawable, looks, ordered)
    window.preview.first_drawn = lambda: bring_up_to_date(window.set_looks, window.tell)
    try:
        if not window.dialog.run():
            raise Cancelled
        window.remember()
    finally:
        window.close()


class Window:
    """The dialog, and what its parts tell each other."""

    def __init__(
        self,
        engine: Engine,
        procedure: Gimp.Procedure,
        config: Gimp.ProcedureConfig,
        action: Action,
        drawable: Gimp.Drawable,
        looks: Looks,
        ordered: Ordered,
    ) -> None:
        self.config = config
        self.drawable = drawable
        self.action = action
        self.looks = looks
        self.ordered = ordered
        self.shelf = self._renamed(favorites.load(folders.shelf()))
        self.dialog = GimpUi.ProcedureDialog.new(procedure, config, action.title)
        self.dialog.set_ok_label(_("_Apply"))
        self.message = layout.sentence()
        self.notice = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        self.told: list[str] = []
        self.missing = layout.sentence()
        self.trouble = layout.sentence()
        self.heading = Gtk.Label(xalign=0, yalign=0, wrap=True, max_width_chars=1)
        self.heading.set_tooltip_text(TRADEMARKS)
        self.heading.set_size_request(-1, HEADING)
        self.scene = Gtk.Label(xalign=0, ellipsize=Pango.EllipsizeMode.END)
        self.renderer = Renderer(
            engine, Thumbnail.of(drawable), troubled=lambda sentence: show_message(self.trouble, sentence)
        )
        self.preview = Preview(
            self.renderer,
            drawable,
            drawn=lambda answer: self.scene.set_text(scene_text(answer.get("scene"))),
            failed=lambda sentence: show_message(self.message, sentence),
        )
        self.preview.frame.placed = lambda center: keep_center(config, center)
        keep_center(config, None)  # the last picture's is not this one's
        first = self._first()
        # The amounts that a look was used with the last time, or that its layer has, are kept until another is chosen.
        self.settled: str | None = config.get_property("look")
        self.browser = Browser(list(looks.values()), self.shelf, self._chosen, self._starred, self._opened)
        self.browser.density = draw_pixels.density(self.dialog)
        self.thumbnails = Thumbnails(
            drawable,
            self.preview.view.whole,
            self.browser.density,
            self.browser.next_without_picture,
            self.browser.show_picture,
        )
        self._build()
        self.handlers = [
            config.connect("notify", lambda config, setting: self._changed(setting.name)),
        ]
        self.browser.choose(first)
        self.browser.wanting = lambda: self.renderer.fill(self.thumbnails.next)
        self.browser.wanting()

    def _first(self) -> str:
        """The look that was used last, or the first of all."""
        asked = self.config.get_property("look")
        if asked and asked not in self.looks:
            show_message(self.missing, _("There is no look “{look}” any more.").format(look=asked))
        wanted = [asked, *self.shelf.recent]
        return next((look for look in wanted if look in self.looks), next(iter(self.looks)))

    def _build(self) -> None:
        for parameter in self.action.parameters:
            if parameter.kind == "double" and parameter not in CROP_CENTER:
                self.dialog.get_spin_scale(parameter.name, 1.0)
        names = [parameter.name for parameter in self.action.parameters]
        in_table = [amount.argument for amount in AMOUNTS if amount.in_table]
        settings = layout.settings(
            self.dialog,
            [name for name in ("strength", *in_table, "scene", "output") if name in names],
            [amount.argument for amount in AMOUNTS if not amount.in_table],
            [name for name in names if name in ("crop", "own-numbers")],
        )
        self.fields = {name: self.dialog.get_widget(name, GObject.TYPE_NONE) for name in KEYS if name in names}

        line = Gtk.Box(spacing=12)
        line.pack_start(ZoomButtons(self.preview), False, False, 0)
        line.pack_start(self.scene, True, True, 0)
        line.pack_end(FrameButton(self.preview), False, False, 0)
        right = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8)
        for widget, expand in (
            (self.heading, False),
            (self.preview, True),
            (line, False),
            (self.trouble, False),
            (self.message, False),
            (settings, False),
        ):
            right.pack_start(widget, expand, True, 0)
        both = Gtk.Box(spacing=14)
        self.browser.pack_end(self.missing, False, False, 0)
        self.browser.pack_end(self.notice, False, False, 0)
        both.pack_start(self.browser, False, False, 0)
        both.pack_start(right, True, True, 0)
        content = self.dialog.get_content_area()
        content.pack_start(both, True, True, 0)
        both.show_all()
        layout.compact(self.dialog)
        layout.open_at(self.dialog, SIZE)
        self.dialog.connect("key-press-event", self._on_key)

    def set_looks(self, looks: Looks) -> None:
        """Others than before: the user's own have changed."""
        if self.renderer.closed:
            return
        self.looks = looks
        self.shelf = self.browser.shelf = self._renamed(self.shelf)
        self.browser.set_looks(list(looks.values()))
        if self.config.get_property("look") not in looks:
            self._changed("look")

    def _chosen(self, look: str) -> None:
        """The user has gone to a look: its own amounts of everything, and what it is."""
        found = self.looks[look]
        with GObject.Object.handler_block(self.config, self.handlers[0]):
            self.config.set_property("look", look)
            if look != self.settled:
                for amount in AMOUNTS:
                    if amount.in_table:  # as the strength, it is about this picture
                        continue
                    self.config.set_property(amount.argument, round(100 * (found[amount.name] or 0), 1))
        self.settled = None
        for name, field in self.fields.items():
            field.set_sensitive(found[KEYS[name]] not in (None, []))
        self.heading.set_markup(heading_text(found))
        self._refresh()

    def _changed(self, setting: str) -> None:
        look = self.config.get_property("look")
        if setting == "look" and look != self.browser.current:
            # Saved settings were loaded, or the Reset button was pressed: with its own amounts, if it has any.
            self.settled = look
            self.browser.current = None
            self.browser.choose(look if look in self.looks else next(iter(self.looks)), focus=False)
        else:
            self._refresh()

    def _refresh(self) -> None:
        if self.config.get_property("look") in self.looks:
            order = self.ordered(self.action, self.config)
            self.preview.refresh(order.job, order.own_numbers)
        show_message(self.message, difference(self.drawable, self.config))

    def tell(self, broken: Sequence[str]) -> None:
        """What in the user's folder is no look."""
        if not self.renderer.closed and self.told != list(broken):
            self.told = list(broken)
            for old in self.notice.get_children():
                self.notice.remove(old)
            self.notice.add(notice(broken))

    def _renamed(self, kept: favorites.Shelf) -> favorites.Shelf:
        return kept.renamed(renamed_looks(folders.own_catalog()))

    def _starred(self, look: str) -> favorites.Shelf:
        self.shelf = self.shelf.toggled(look)
        favorites.save(self.shelf, folders.shelf())
        return self.shelf

    def _opened(self) -> None:
        self.dialog.response(Gtk.ResponseType.OK)

    def _on_key(self, dialog: Gtk.Dialog, event: Gdk.EventKey) -> bool:
        """Control F, as everywhere, goes to the search."""
        if event.keyval == Gdk.KEY_f and event.state & Gdk.ModifierType.CONTROL_MASK:
            self.browser.search.grab_focus()
            return True
        return False

    def remember(self) -> None:
        favorites.save(self.shelf.used(self.config.get_property("look")), folders.shelf())

    def close(self) -> None:
        for handler in self.handlers:
            self.config.disconnect(handler)
        self.renderer.close()
        self.dialog.destroy()
