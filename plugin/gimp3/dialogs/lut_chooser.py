"""Choose a LUT file, each of which is shown on the user's own picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gi.repository import Gimp, Gtk

from lut.shared.lut_files import PACK, PICTURES, TABLES
from lut.shared.printable import printable

from ...engine.client import Message
from ...language import _
from ..thumbnails import fit_size, read_picture
from . import layout
from .draw_pixels import draw_on_checks
from .file_filter import add_lut_filters
from .rendering import Renderer, Wish

LONGEST = 320  # pixels of the picture's longer side


def choose_lut(parent: Gtk.Window, drawable: Gimp.Drawable, renderer: Renderer, path: str | None, space: str) -> str:
    """Return the path of the file that the user chooses; empty where there is none.

    renderer: of the parent's pictures.  path: of the present file.  space: that the parent reads LUTs in.
    """
    dialog = Gtk.FileChooserDialog(
        title=_("LUT File"), transient_for=parent, modal=True, action=Gtk.FileChooserAction.OPEN
    )
    dialog.add_buttons(_("_Cancel"), Gtk.ResponseType.CANCEL, _("_Open"), Gtk.ResponseType.OK)
    dialog.set_default_response(Gtk.ResponseType.OK)
    add_lut_filters(dialog)
    picture = FilePicture(drawable, renderer, space)
    dialog.set_preview_widget(picture)
    dialog.set_use_preview_label(False)
    dialog.connect("update-preview", lambda dialog: picture.show_file(dialog.get_preview_filename()))
    if path is not None:
        dialog.set_filename(path)
    try:
        return str(dialog.get_filename()) if dialog.run() == Gtk.ResponseType.OK else ""
    finally:
        picture.closed = True
        dialog.destroy()


class FilePicture(Gtk.Box):
    """The user's picture with a LUT file applied, below the file's name; or why that can't be."""

    def __init__(self, drawable: Gimp.Drawable, renderer: Renderer, space: str) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=layout.GAP, margin=6)
        self.renderer = renderer
        self.space = space
        whole = (0, 0, drawable.get_width(), drawable.get_height())
        self.plain = read_picture(drawable, whole, fit_size(whole, LONGEST))
        self.path: str | None = None
        self.closed = False
        self.name = Gtk.Label(wrap=True, max_width_chars=1)
        self.image = Gtk.Image()
        self.set_size_request(LONGEST, -1)
        for widget in (self.name, self.image):
            self.pack_start(widget, False, False, 0)
            widget.show()

    def show_file(self, path: str | None) -> None:
        """Show the picture with this file applied; plain where it is no LUT file, going by its name."""
        self.path = path
        self.image.clear()
        ending = Path(path).suffix.lower() if path else ""
        if path is None or not Path(path).is_file() or ending not in (*TABLES, *PICTURES, PACK):
            self.name.set_text("")
            return
        self.name.set_text(printable(Path(path).stem))

        def show(answer: Message, data: bytes | None) -> None:
            if self.closed or path != self.path:
                return
            if data is None:
                self.name.set_text(answer["error"])
            else:
                self.image.set_from_pixbuf(draw_on_checks(data, self.plain.width, self.plain.height))

        job: dict[str, Any] = {"lut": path, "strength": 1.0}
        self.renderer.ask(Wish(self.plain, {**job, "lut_space": self.space} if self.space else job, show))
