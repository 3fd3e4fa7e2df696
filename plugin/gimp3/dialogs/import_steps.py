"""Import files into the user's looks from a window that shows these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gi.repository import Gimp, Gtk

from ...engine.client import Engine, EngineError, Message
from ...language import _
from ..errors import Cancelled
from ..store_looks import find_stored, store_looks
from .import_dialog import choose_offers
from .notice_bar import NoticeBar
from .rendering import Renderer


class ImportSteps:
    """The steps, for a window with a bar that tells what was done.

    drawable: the picture to show looks on.  renderer: of the window's pictures.  show: called with the id of the look
    to show when looks have come.
    """

    def __init__(
        self,
        window: Gtk.Window,
        engine: Engine,
        drawable: Gimp.Drawable,
        renderer: Renderer,
        notice: NoticeBar,
        show: Callable[[str], None],
    ) -> None:
        self.window = window
        self.engine = engine
        self.drawable = drawable
        self.renderer = renderer
        self.notice = notice
        self.show = show

    def import_files(self, files: Sequence[str]) -> None:
        """Store what the files bring, and show the first of it.  Several looks are ticked in a dialog before."""
        try:
            found = self.engine.request("offers", files=[str(Path(file).absolute()) for file in files])
            if not found["offers"] and found["failed"]:
                self.notice.fail("\n".join(found["failed"]))
                return
            if self.needs_answer(found):
                chosen = choose_offers(self.engine, found, self.drawable, "", self.renderer, self.window)
            else:
                chosen = {"": [0]}
            stored = store_looks(self.engine, chosen, _("Import LUTs"))
            ids = find_stored(self.engine, stored)
            self.show(ids[0] if ids else "")
        except Cancelled:
            self.show("")
            return
        except EngineError as error:
            self.notice.fail(str(error))
            return
        (self.notice.fail if stored.failed else self.notice.tell)("\n".join(stored.describe()))

    def needs_answer(self, found: Message) -> bool:
        """Return True unless there is one look, and nothing to choose about it."""
        if len(found["offers"]) != 1 or found["failed"] or found["offers"][0]["state"] == "broken":
            return True
        return self.engine.request("suggest", offer=0)["suggestion"] is not None
