"""The dialog in which a look is made: what it is made of, how it looks on the picture, its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gi.repository import Gimp, GimpUi, GLib, GObject, Gtk

from ...engine.client import Engine, EngineError, Message
from ...language import _
from ...menu.parameters import Parameter
from ..create_source import KEEP, TAKE_LONG, Maker, given_name, save_draft, suggest_name
from ..errors import Cancelled, HostError
from ..order import Call
from ..thumbnails import Thumbnail
from . import help_page, layout
from .photo_files import PhotoFiles
from .preview import Preview
from .preview_bar import ZoomButtons
from .rendering import Renderer

SIZE = (600, 680)
BARE_SIZE = (600, 400)  # without a preview
PAUSE = 250  # milliseconds without a change, after which the look is made again
SAVED_WITH = ("name", "export", KEEP)  # settings that need no other draft
DRAFT = {"draft": True, "strength": 1.0}


def ask_draft(call: Call, maker: Maker) -> None:
    """Show the dialog until a look is saved; raises Cancelled when it is closed otherwise."""
    GimpUi.init("camera-looks")
    action, config = call.action, call.config
    dialog = GimpUi.ProcedureDialog.new(call.procedure, config, action.title)
    dialog.set_ok_label(_("Sa_ve Look"))
    draft = Draft(call.engine, config, maker, lambda ready: dialog.set_response_sensitive(Gtk.ResponseType.OK, ready))
    content = dialog.get_content_area()
    photos = [parameter.name for parameter in action.parameters if parameter.kind == "strings"]
    if photos:
        content.pack_start(PhotoFiles(call.engine, config), draft.preview is None, True, 4)
    if draft.preview is not None:
        content.pack_start(draft.preview, True, True, 4)
        content.pack_start(ZoomButtons(draft.preview), False, True, 4)
    for widget in (draft.bar, draft.report, draft.details, draft.trouble, draft.message):
        content.pack_start(widget, False, True, 4)
    for parameter in action.parameters:
        if parameter.kind == "double":
            dialog.get_spin_scale(parameter.name, 1.0)
    layers = [parameter for parameter in action.parameters if parameter.kind == "layer"]
    if layers and maker.drawable is not None:
        content.pack_start(layer_choices(layers, config, maker.drawable.get_image()), False, False, 4)
    settings = [parameter.name for parameter in action.parameters if parameter.kind not in ("layer", "strings")]
    content.pack_start(layout.settings_column(dialog, "settings", settings), False, False, 4)
    content.show_all()
    if KEEP in settings:
        draft.local_tone = dialog.get_widget(KEEP, GObject.TYPE_NONE)
        draft.local_tone.set_sensitive(False)
    layout.join_button_rows(dialog)
    help_page.take_help(dialog)
    layout.open_at(dialog, SIZE if draft.preview is not None else BARE_SIZE)
    draft.make()
    try:
        while True:
            if not dialog.run():
                raise Cancelled
            if draft.save():
                return
    finally:
        draft.close()
        dialog.destroy()


def layer_choices(parameters: Sequence[Parameter], config: Gimp.ProcedureConfig, image: Gimp.Image) -> Gtk.Grid:
    """Make a field for each layer to choose; GIMP's own, in 3.0, does not say which one is chosen."""
    layers = {str(layer.get_id()): layer for layer in walk_layers(image.get_layers())}
    grid = Gtk.Grid(column_spacing=12, row_spacing=6)
    for row, parameter in enumerate(parameters):
        field = Gtk.ComboBoxText(hexpand=True, tooltip_text=parameter.blurb)
        for number, layer in layers.items():
            field.append(number, layer.get_name())
        chosen = config.get_property(parameter.name)
        if chosen is not None:
            field.set_active_id(str(chosen.get_id()))
        field.connect(
            "changed", lambda box, name=parameter.name: config.set_property(name, layers[box.get_active_id()])
        )
        label = Gtk.Label(label=parameter.label, use_underline=True, xalign=0, mnemonic_widget=field)
        grid.attach(label, 0, row, 1, 1)
        grid.attach(field, 1, row, 1, 1)
    return grid


def walk_layers(layers: Sequence[Gimp.Layer]) -> Iterator[Gimp.Layer]:
    for layer in layers:
        if layer.is_group():
            yield from walk_layers(layer.get_children())
        else:
            yield layer


class Draft:
    """Keeps the draft, the preview and the sentences in step with the dialog's settings.

    preview: None where no image is open.  bar: how far the engine is.  allow_saving: called with whether there is
    something to save, or will be at once.  local_tone: the check button, for fits.
    """

    def __init__(
        self, engine: Engine, config: Gimp.ProcedureConfig, maker: Maker, allow_saving: Callable[[bool], None]
    ) -> None:
        self.engine = engine
        self.config = config
        self.maker = maker
        self.made = False
        self.suggested = ""
        self.local_tone: Gtk.Widget | None = None
        self.pause = 0
        self.allow_saving = allow_saving
        self.slow = maker.way in TAKE_LONG
        self.busy = 0  # the number of the request that the engine is at
        self.stale = False
        self.closed = False
        self.report, self.message, self.trouble = layout.MessageLabel(), layout.MessageLabel(), layout.MessageLabel()
        self.details = layout.Details()
        self.bar = Gtk.ProgressBar(no_show_all=True)
        shown = maker.shown_layer()
        self.renderer: Renderer | None = None
        self.preview: Preview | None = None
        if shown is not None:
            self.renderer = Renderer(engine, lambda: Thumbnail.of(shown), troubled=self.trouble.tell_error)
            bare = maker.way == "effects"  # they are what the look is made of
            self.preview = Preview(self.renderer, shown, lambda answer: None, self.message.tell_error, bare)
        self.handler = config.connect("notify", self._on_setting)

    def close(self) -> None:
        self.closed = True
        self.config.disconnect(self.handler)
        if self.pause:
            GLib.source_remove(self.pause)
        if self.renderer is not None:
            self.renderer.close()

    def save(self) -> bool:
        """Save the draft; False, with the reason in the dialog, when there is none or it cannot be saved."""
        while self.busy or self.pause:  # the last change has yet to be taken in
            Gtk.main_iteration()
        if not self.made:
            return False
        try:
            save_draft(self.engine, self.config, self.suggested)
        except EngineError as error:
            self.message.tell_error(str(error))
            return False
        return True

    def _on_setting(self, config: Gimp.ProcedureConfig, setting: Any) -> None:
        self.message.hide()
        if setting.name == KEEP and self.made:
            self._refresh_preview()
        if setting.name in SAVED_WITH:
            return
        if self.pause:
            GLib.source_remove(self.pause)
        self.pause = GLib.timeout_add(PAUSE, self._make_after_pause)

    def _make_after_pause(self) -> bool:
        self.pause = 0
        self.make()
        return GLib.SOURCE_REMOVE

    def make(self) -> None:
        """Send what the look is made of; when the engine is at it already, once more after that."""
        if self.busy:
            if self.slow and not self.stale:
                self.engine.cancel(self.busy)
            self.stale = True
            return
        self.made = False
        self._offer_local_tone(False)
        self.allow_saving(not self.slow)
        try:
            fields = self.maker.read_fields()
            self.details.hide()
            self.report.tell(_("Making the look…"))
            self._show_progress(0.0)
            progress = self._hand_over_progress if self.slow else None
            self.busy = self.engine.post("create", self._hand_over, progress, **fields)
        except (HostError, EngineError) as error:
            self.report.hide()
            self.bar.hide()
            if isinstance(error, HostError):  # something has yet to be chosen
                self.message.tell(str(error))
            else:
                self.message.tell_error(str(error))

    def _hand_over_progress(self, share: float) -> None:
        """Hand the share that is done over to GTK's thread."""
        GLib.idle_add(self._show_progress, share)

    def _show_progress(self, share: float) -> bool:
        if self.slow and not self.closed:
            self.bar.set_fraction(share)
            self.bar.set_visible(share < 1)
        return GLib.SOURCE_REMOVE

    def _hand_over(self, reply: Message) -> None:
        """Hand the reply over to GTK's thread."""
        GLib.idle_add(self._take_draft, reply)

    def _take_draft(self, reply: Message) -> bool:
        self.busy = 0
        if self.closed:
            return GLib.SOURCE_REMOVE
        self.bar.hide()
        stale, self.stale = self.stale, False
        if not (stale and self.slow):  # which was cancelled
            self._show_draft(reply)
        if stale:
            self.make()
        return GLib.SOURCE_REMOVE

    def _show_draft(self, reply: Message) -> None:
        if "error" in reply:
            self.report.hide()
            self.message.tell_error(reply["error"])
        else:
            self.made = True
            self.allow_saving(True)
            self._suggest_name(suggest_name(reply["name"], self.maker.drawable))
            self.report.tell("\n".join(reply["report"]))
            self.details.tell(reply["details"])
            self._offer_local_tone(reply["local_tone"])
            self._refresh_preview()

    def _refresh_preview(self) -> None:
        if self.preview is not None:
            without = self.config.find_property(KEEP) and not self.config.get_property(KEEP)
            self.preview.refresh({**DRAFT, "local_tone": 0.0} if without else DRAFT)

    def _offer_local_tone(self, found: bool) -> None:
        """Let the local tone be kept or not, if one was found."""
        if self.local_tone is not None:
            self.local_tone.set_sensitive(found)

    def _suggest_name(self, name: str) -> None:
        """Propose a name, in place of an earlier proposal that the user has left as it was."""
        if given_name(self.config) in ("", self.suggested):
            self.config.set_property("name", name)
        self.suggested = name
