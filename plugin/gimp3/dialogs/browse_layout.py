"""Where everything is in the browser: tiles on the left, the chosen look on the right."""

from __future__ import annotations

from collections.abc import Callable

from gi.repository import Gtk

from lut.shared import folders

from ...language import _
from ..crop import Area
from . import layout
from .browser_view import BrowserView, load_view, save_view
from .tile_shape import SIZES

SIZE = (1140, 700)  # all of it fits a screen of 1366 × 768, with a panel and a title bar
ROOMY = 0.7  # of a large screen
HEADING = 50  # as high for every look, so that the preview below stays where it is
BESIDE = 250  # pixels: the settings, where they are beside the preview
GAP = 8


def is_tall(whole: Area) -> bool:
    """Return True if a picture is better seen with the settings beside it, not below."""
    return whole[3] > whole[2]


class SizeSlider(Gtk.Scale):
    """How large the tiles are.  resized: called with an index of SIZES."""

    def __init__(self, size: int, resized: Callable[[int], None]) -> None:
        places = Gtk.Adjustment(value=size, lower=0, upper=len(SIZES) - 1, step_increment=1, page_increment=1)
        super().__init__(adjustment=places, digits=0, draw_value=False, round_digits=0, has_origin=False)
        self.set_size_request(110, -1)
        self.set_valign(Gtk.Align.CENTER)
        self.set_tooltip_text(_("Size of the pictures (Ctrl and + or −)"))
        self.get_accessible().set_name(_("Size of the pictures"))
        self.size = size
        self.resized = resized
        places.connect("value-changed", lambda places: self._take(round(places.get_value())))

    def step(self, by: int) -> None:
        self.set_value(self.size + by)

    def _take(self, size: int) -> None:
        if size != self.size:
            self.size = size
            self.resized(size)


class Arrangement:
    """The divider between both halves, and the size of the tiles, as the user left them the last time."""

    def __init__(self, dialog: Gtk.Dialog) -> None:
        self.view = load_view(folders.browser_view())
        self.width = layout.open_at(dialog, SIZE, ROOMY)
        self.panes = Gtk.Paned(wide_handle=True)
        self.place = round(self.view.divider * self.width)
        self.panes.set_position(self.place)

    def keep(self, size: int) -> None:
        """Keep what the user has changed."""
        place, width = self.panes.get_position(), self.panes.get_allocated_width()
        moved = abs(place - self.place) > 1 and width > 1
        view = BrowserView(size, place / width if moved else self.view.divider)
        if view != self.view:
            save_view(view, folders.browser_view())


def stack(*widgets: tuple[Gtk.Widget, bool], spacing: int = GAP) -> Gtk.Box:
    """Put widgets below each other; True: this one takes the room that there is."""
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=spacing)
    for widget, expand in widgets:
        box.pack_start(widget, expand, True, 0)
    return box


def beside(seen: Gtk.Widget, told: Gtk.Widget) -> Gtk.Box:
    """Put what is seen of a look beside what is told and set, which scrolls where the window is low."""
    scroller = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
    scroller.set_size_request(BESIDE, -1)
    scroller.add(told)
    both = Gtk.Box(spacing=12)
    both.pack_start(seen, True, True, 0)
    both.pack_start(scroller, False, True, 0)
    return both
