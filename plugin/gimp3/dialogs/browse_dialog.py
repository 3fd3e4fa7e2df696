"""Browse Looks: the tiles, a large preview of the one that is chosen, and its settings."""

from __future__ import annotations

import contextlib
import time

from gi.repository import Gdk, Gimp, GimpUi, GLib, GObject, Gtk, Pango

from lut.shared import folders

from ...engine.client import EngineError, Message
from ...language import _, ngettext
from ...menu import favorites
from ...menu.actions import TRADEMARKS, renamed_looks, title_of
from ...menu.amounts import AMOUNTS
from ..errors import Cancelled
from ..known_looks import PATIENCE, Looks, find_look, known_looks, renew_menu
from ..order import Call, order_from
from ..thumbnails import Thumbnail
from ..worked_layers import takes_look
from . import draw_pixels, help_page, layout
from .browse_layout import GAP, HEADING, Arrangement, SizeSlider, beside, is_tall, stack
from .comparison import Comparison
from .drop_files import accept_files
from .finishing_fields import FinishingFields
from .look_browser import Browser
from .look_dialog import heading_text, preview_difference, provenance_text
from .look_steps import LookSteps
from .look_thumbnails import Thumbnails
from .look_tile import Tile
from .notice_bar import NoticeBar
from .preview import Preview
from .preview_bar import PreviewBar
from .rendering import Renderer
from .settings_panel import SettingsPanel
from .tile_menu import open_menu
from .tile_shape import shape_tiles

# Settings that not every look has, by what its entry in the catalog calls them.
KEYS = {"protect-skin": "protect_skin", "scene": "variants", "crop": "crop"}
LEAST_PREVIEW = (280, 220)
LARGER, SMALLER = (Gdk.KEY_plus, Gdk.KEY_equal, Gdk.KEY_KP_Add), (Gdk.KEY_minus, Gdk.KEY_KP_Subtract)
REST = 10.0  # seconds between two renewals of the tiles while the user's folder is read


def ask_look(call: Call, drawable: Gimp.Drawable, others: Looks | None = None) -> None:
    """Show the browser and keep look and settings in the call's config; raises Cancelled when it is closed otherwise.

    others: looks that are in no catalog.
    """
    GimpUi.init("camera-looks")
    window = BrowseWindow(call, drawable, others or {})
    try:
        if not window.dialog.run():
            raise Cancelled
        favorites.save_shelf(window.shelf.used(call.config.get_property("look")), folders.shelf())
    finally:
        window.close()


class BrowseWindow:
    """The dialog, and what its parts tell each other."""

    def __init__(self, call: Call, drawable: Gimp.Drawable, others: Looks) -> None:
        self.engine = call.engine
        self.config = config = call.config
        self.drawable = drawable
        self.action = call.action
        self.others = others
        self.renamed = renamed_looks(folders.own_catalog())
        self.shelf = favorites.load_shelf(folders.shelf()).renamed(self.renamed)
        self.dialog = GimpUi.ProcedureDialog.new(call.procedure, config, self.action.title)
        self.dialog.set_ok_label(_("_Apply"))
        if self.action.way == "images":
            count = len(Gimp.get_images())
            self.dialog.set_ok_label(
                ngettext("_Apply to {count} Image", "_Apply to {count} Images", count).format(count=count)
            )
        self.message, self.missing, self.trouble = (layout.MessageLabel() for _each in range(3))
        self.notice = NoticeBar()
        self.steps = LookSteps(self.dialog, self.engine, self.notice, self.show_changes)
        self.unreadable = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        self.told: list[str] = []
        self.outdated, self.renewed = False, time.monotonic()
        self.heading = Gtk.Label(xalign=0, yalign=0, wrap=True, max_width_chars=1)
        self.heading.set_tooltip_text(TRADEMARKS)
        self.provenance = Gtk.Label(xalign=0, ellipsize=Pango.EllipsizeMode.END)
        self.arrangement = Arrangement(self.dialog)
        self.renderer = Renderer(self.engine, lambda: Thumbnail.of(drawable), troubled=self.trouble.tell_error)
        self.preview = Preview(
            self.renderer,
            drawable,
            drawn=lambda answer: self.bar.show_scene(answer.get("scene")),
            failed=self.message.tell_error,
            least=LEAST_PREVIEW,
        )
        self.bar = PreviewBar(self.preview, config)
        self.comparison = Comparison(self.preview, self.dialog, config, self.action.parameters, call.layers[0])
        self.bar.add_buttons(self.comparison.buttons)
        first = self._first_look()
        # The amounts that a look was used with the last time, or that its layer has, are kept until another is chosen.
        self.settled: str | None = config.get_property("look")
        whole = self.preview.view.whole
        self.slider = SizeSlider(self.arrangement.view.size, self._on_size)
        shape = shape_tiles(whole, self.slider.size)
        self.browser = Browser(
            list(self.looks.values()),
            shape,
            self.arrangement.place,
            self.shelf,
            self._on_look,
            self._on_star,
            self._on_open,
        )
        self.browser.density = draw_pixels.screen_density(self.dialog)
        self.thumbnails = Thumbnails(
            drawable, whole, self.browser.density, self.browser.next_without_picture, self.browser.show_picture
        )
        self.thumbnails.take_shape(shape)
        self._build()
        self.handler = config.connect("notify", lambda config, setting: self._on_setting(setting.name))
        self.browser.choose(first)
        self.browser.menu = self._open_menu
        accept_files(self.dialog, self.import_files)
        self.browser.wanting = lambda: self.renderer.fill(self.thumbnails.next)
        self.preview.first_drawn = self._update_looks

    def _first_look(self) -> str:
        """Find the looks, and the one to show first: the look that was used last, or the first of all."""
        asked = self.config.get_property("look")
        if asked in self.renamed:
            asked = self.renamed[asked]
            self.config.set_property("look", asked)
        if asked and asked not in {**self.others, **known_looks()}:
            with contextlib.suppress(EngineError):  # the preview tells
                find_look(self.engine, asked)
            if asked not in known_looks():
                self.missing.tell_warning(_("There is no look “{look}” any more.").format(look=asked))
        self.looks = self._find_looks()
        wanted = [asked, *self.shelf.recent]
        return next((look for look in wanted if look in self.looks), next(iter(self.looks)))

    def _find_looks(self) -> Looks:
        """List the looks that the picture can have: only black and white ones where it is grayscale."""
        looks = {**self.others, **known_looks()}
        return {name: look for name, look in looks.items() if takes_look(self.drawable, look)}

    def _update_looks(self) -> None:
        """Have the engine read the user's folder, a little at a time, and show what has come into it."""
        with contextlib.suppress(EngineError):  # the preview tells
            self.engine.post("own", lambda reply: GLib.idle_add(self._take_looks, reply) and None, patience=PATIENCE)

    def _take_looks(self, reply: Message) -> bool:
        if reply.get("changed"):
            renew_menu()
        if self.renderer.closed:
            return GLib.SOURCE_REMOVE
        self.outdated = self.outdated or bool(reply.get("changed"))
        rested = time.monotonic() - self.renewed > REST
        if self.outdated and (rested or not reply.get("waiting")):
            self.outdated, self.renewed = False, time.monotonic()
            self._renew_looks()
        if reply.get("broken") and self.told != reply["broken"]:
            self._list_unreadable(reply["broken"])
        if reply.get("waiting"):
            self._update_looks()
        return GLib.SOURCE_REMOVE

    def _renew_looks(self) -> None:
        """Show the looks that there are now; the present one again if it is another one, or has another name."""
        shown = self.config.get_property("look")
        before, self.looks = self.looks, self._find_looks()
        renamed = renamed_looks(folders.own_catalog())
        shelf = self.shelf.renamed(renamed)
        if shelf != self.shelf:
            favorites.save_shelf(shelf, folders.shelf())
        self.shelf = self.browser.shelf = shelf
        self.browser.set_looks(list(self.looks.values()))
        now = renamed.get(shown, shown)
        if now not in self.looks:
            names = list(before)
            behind = names[names.index(shown) + 1 :] if shown in before else []
            near = (look for look in behind if look in self.looks)
            self.browser.choose(next(near, next(iter(self.looks))), focus=False)
        elif now != shown or self.looks[now] != before.get(now):
            self.settled = now
            self.browser.current = None
            self.browser.choose(now)

    def show_changes(self, look: str) -> None:
        """Bring the user's own looks up to date, and go to one of them; to none if that is empty."""
        if look:
            find_look(self.engine, look)
        else:
            self.engine.request("own", patience=PATIENCE)
            renew_menu()
        self._renew_looks()
        if look in self.looks:
            self.browser.show_look(look)
        self._update_looks()

    def import_files(self, files: list[str]) -> None:
        """Make looks of files that were dropped here."""
        from .import_steps import ImportSteps

        steps = ImportSteps(self.dialog, self.engine, self.drawable, self.renderer, self.notice, self.show_changes)
        steps.import_files(files)

    def _open_menu(self, tile: Tile, event: Gdk.Event | None) -> None:
        look = tile.look["id"]
        export = (_("_Export…"), lambda: self.export_look(look))
        open_menu(tile, event, [[export], *self.steps.list_entries(tile.look)])

    def _list_unreadable(self, broken: list[str]) -> None:
        """List files in the user's looks folder that are not readable looks."""
        self.told = broken
        for old in self.unreadable.get_children():
            self.unreadable.remove(old)
        folded = Gtk.Expander(
            label=_("Files in your folder that are not understood: {count}").format(count=len(broken))
        )
        folded.add(layout.scroll_sentences(broken, 160))
        folded.show_all()
        self.unreadable.add(folded)

    def _build(self) -> None:
        tall = is_tall(self.preview.view.whole)
        self.panel = SettingsPanel(self.dialog, self.action, tall)
        export = Gtk.Button(label=_("E_xport Look…"), use_underline=True)
        export.set_tooltip_text(_("Write a file with this look for another program or a camera"))
        export.connect("clicked", lambda button: self.export_look(self.config.get_property("look")))
        buttons = Gtk.Box(spacing=GAP)
        buttons.pack_start(export, False, False, 0)
        buttons.pack_end(self.slider, False, False, 0)
        left = stack((self.browser, True), (self.unreadable, False), (self.missing, False), (buttons, False))
        left.set_margin_end(6)
        finishing = FinishingFields(self.dialog, self.config, tall=tall)
        below = ((self.bar, False), (self.trouble, False), (self.message, False), (self.panel.strength, False))
        settings = ((self.panel.others, False), (finishing, False), (self.panel.advanced, False))
        if tall:
            seen = beside(self.comparison, stack((self.heading, False), *settings))
            right = stack((self.notice, False), (seen, True), *below)
        else:
            self.heading.set_size_request(-1, HEADING)
            right = stack((self.notice, False), (self.heading, False), (self.comparison, True), *below, *settings)
        right.set_margin_start(6)
        panes = self.arrangement.panes
        panes.pack1(left, True, False)
        panes.pack2(right, True, False)
        content = self.dialog.get_content_area()
        content.pack_start(panes, True, True, 0)
        content.pack_start(self.provenance, False, False, 0)
        content.show_all()
        help_page.take_help(self.dialog)
        self.dialog.connect("key-press-event", self._on_key)
        self.dialog.connect("focus-in-event", lambda dialog, event: self._update_looks())  # edited in another window?

    def _on_look(self, look: str) -> None:
        """Show a look that the user has gone to, with its own amounts of everything."""
        found = self.looks[look]
        with GObject.Object.handler_block(self.config, self.handler):
            self.config.set_property("look", look)
            if look != self.settled:
                for amount in AMOUNTS:
                    if amount.in_table:  # as the strength, it is about this picture
                        continue
                    self.config.set_property(amount.argument, round(100 * (found[amount.name] or 0), 1))
        self.settled = None
        self.panel.hide_missing({name for name, key in KEYS.items() if found[key] in (None, [])})
        self.heading.set_markup(heading_text(found))
        self.provenance.set_markup(provenance_text(found))
        self.provenance.set_tooltip_text(f"{self.provenance.get_text()}\n{TRADEMARKS}")
        self._refresh()

    def _on_setting(self, setting: str) -> None:
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
            self.comparison.show_order(order_from(self.action, self.config))
        self.message.tell(preview_difference(self.drawable, self.config))

    def export_look(self, look: str) -> None:
        """Export a look, as the settings here have it, for another program or a camera."""
        from .export_dialog import show_export

        if look in self.looks:
            job = order_from(self.action, self.config).job
            rendering = {name: job[name] for name in ("strength", "protect_skin", "scene")}
            try:
                show_export(self.dialog, self.engine, title_of(self.looks[look]), {"look": look, **rendering})
            except EngineError as error:
                self.message.tell_error(str(error))

    def _on_star(self, look: str) -> favorites.Shelf:
        self.shelf = self.shelf.toggled(look)
        favorites.save_shelf(self.shelf, folders.shelf())
        return self.shelf

    def _on_size(self, size: int) -> None:
        """Give the tiles another size."""
        shape = shape_tiles(self.preview.view.whole, size)
        self.thumbnails.take_shape(shape)
        self.browser.take_shape(shape)

    def _on_open(self) -> None:
        self.dialog.response(Gtk.ResponseType.OK)

    def _on_key(self, dialog: Gtk.Dialog, event: Gdk.EventKey) -> bool:
        """Go to the search by Control F, or by typing where nothing else takes letters; Control + and − size tiles."""
        if event.state & Gdk.ModifierType.CONTROL_MASK:
            if event.keyval == Gdk.KEY_f:
                self.browser.search.grab_focus()
            elif event.keyval in (*LARGER, *SMALLER):
                self.slider.step(1 if event.keyval in LARGER else -1)
            else:
                return False
            return True
        if event.state & Gdk.ModifierType.MOD1_MASK:
            return False
        return not isinstance(dialog.get_focus(), (Gtk.Entry, Gtk.TextView)) and self.browser.search.take_typed(event)

    def close(self) -> None:
        self.config.disconnect(self.handler)
        self.arrangement.keep(self.slider.size)
        self.renderer.close()
        self.steps.close()
        self.dialog.destroy()
