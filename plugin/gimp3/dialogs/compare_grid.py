"""Two or four versions of the picture beside each other, as large as there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gi.repository import Gdk, GdkPixbuf, GLib, Gtk, Pango

from ...engine.client import Message
from ...language import _
from ..thumbnails import Picture
from . import draw_pixels, style
from .pinned_looks import Version, best_columns
from .preview import Preview
from .rendering import Wish
from .viewport import View

FRAME = 12  # pixels of a cell that are not its picture's, by ``style``


class Cell(Gtk.Button):
    """One version: its picture, its name, a frame if it is what the dialog shows."""

    def __init__(self) -> None:
        super().__init__(relief=Gtk.ReliefStyle.NONE)
        style.with_class(self, "cell")
        self.version: Version | None = None
        self.before: GdkPixbuf.Pixbuf | None = None
        self.after: GdkPixbuf.Pixbuf | None = None
        self.image = style.with_class(Gtk.Image(), "version")
        self.caption = style.with_class(Gtk.Label(ellipsize=Pango.EllipsizeMode.MIDDLE, margin=6), "caption")
        self.caption.set_halign(Gtk.Align.START)
        self.caption.set_valign(Gtk.Align.END)
        both = Gtk.Overlay(halign=Gtk.Align.CENTER, valign=Gtk.Align.CENTER)
        both.add(self.image)
        both.add_overlay(self.caption)
        self.add(both)

    def name(self, title: str, chosen: bool) -> None:
        self.caption.set_text(title)
        self.get_accessible().set_name(_("{look}, chosen").format(look=title) if chosen else title)
        context = self.image.get_style_context()
        (context.add_class if chosen else context.remove_class)("looks-chosen")

    def draw(self, original: bool, density: int) -> None:
        pixbuf = self.before if original or self.after is None else self.after
        if pixbuf is not None:
            draw_pixels.show_pixbuf(self.image, pixbuf, density)


@dataclass(frozen=True)
class Contents:
    """What the grid shows: versions (None: the original), their titles, and which of them the dialog shows."""

    versions: Sequence[Version | None]
    titles: Sequence[str]
    chosen: Version | None


class CompareGrid(Gtk.Layout):
    """Cells in the view of a preview, whose renderer computes them one after the other.

    choose: called with the version that was clicked.  opened: called when one was double-clicked.
    """

    def __init__(self, preview: Preview, choose: Callable[[Version], None], opened: Callable[[], None]) -> None:
        super().__init__(hexpand=True, vexpand=True)
        self.preview = preview
        self.choose = choose
        self.opened = opened
        self.contents = Contents((), (), None)
        self.cells: list[Cell] = []
        self.pictures: dict[bool, Picture] = {}  # by whether they are in the image's own numbers
        self.drawn: dict[Version, tuple[Picture, GdkPixbuf.Pixbuf | None]] = {}  # None: it cannot be computed
        self.view: View | None = None
        self.waiting = False  # for the renderer
        self.building = 0  # GLib's number of what is due
        self.connect("size-allocate", lambda grid, place: self._build_soon())
        self.connect("map", lambda grid: self._on_map())
        self.connect("destroy", self._on_destroy)
        self.get_accessible().set_name(_("Looks side by side"))

    def show_versions(self, contents: Contents) -> None:
        self.contents = contents
        self._build_soon()

    def show_original(self, original: bool) -> None:
        """Show the original in each cell, or the looks again."""
        for cell in self.cells:
            cell.draw(original, self.preview.density)

    def _build_soon(self) -> None:
        """Build it behind GTK's own business with sizes, once for all that is happening now."""
        if not self.building:
            self.building = GLib.idle_add(self._build, priority=GLib.PRIORITY_HIGH_IDLE)

    def _build(self) -> bool:
        self.building = 0
        width, height = self.get_allocated_width(), self.get_allocated_height()
        count = len(self.contents.versions)
        if self.preview.renderer.closed or not self.get_mapped() or not count:
            return GLib.SOURCE_REMOVE
        columns = best_columns(count, (width, height), self.preview.view.whole[2:])
        cell_size = width // columns, height // (count // columns)
        density = self.preview.density = draw_pixels.screen_density(self)
        room = tuple(max(side - FRAME, 1) * density for side in cell_size)
        view = self.preview.view.resized((room[0], room[1]))
        if view != self.view:
            self.view, self.pictures = view, {}
        # As close together as the pictures allow, in the middle.
        cell_size = view.size[0] // density + FRAME, view.size[1] // density + FRAME
        corner = (width - columns * cell_size[0]) // 2, (height - count // columns * cell_size[1]) // 2
        self._keep_cells(count)
        for place, (cell, version) in enumerate(zip(self.cells, self.contents.versions, strict=True)):
            cell.name(self.contents.titles[place], version is not None and version is self.contents.chosen)
            cell.set_size_request(*cell_size)
            row, column = divmod(place, columns)
            self.move(cell, corner[0] + column * cell_size[0], corner[1] + row * cell_size[1])
            cell.version = version
            picture = self._picture_of(version)
            cell.before = draw_pixels.draw_picture(picture, picture.data, None)
            if version is None:
                cell.after = None
            elif version in self.drawn:
                cell.after = self.drawn[version][1]
            cell.draw(self.preview.original, density)
        self.drawn = {version: known for version, known in self.drawn.items() if version in self.contents.versions}
        self._ask()
        return GLib.SOURCE_REMOVE

    def _keep_cells(self, count: int) -> None:
        """Have so many cells, as far as possible the same: a double click needs the one of its first."""
        for cell in self.cells[count:]:
            cell.destroy()
        del self.cells[count:]
        while len(self.cells) < count:
            cell = Cell()
            cell.connect("clicked", self._on_clicked)
            cell.connect("button-press-event", self._on_press)
            self.put(cell, 0, 0)
            cell.show_all()
            self.cells.append(cell)

    def _picture_of(self, version: Version | None) -> Picture:
        assert self.view is not None
        own_numbers = version is not None and version.own_numbers
        if own_numbers not in self.pictures:
            self.pictures[own_numbers] = self.preview.read_picture(self.view, own_numbers)
        return self.pictures[own_numbers]

    def _ask(self) -> None:
        """Have the next version computed that is not: what the dialog shows comes first."""
        if self.waiting or not self.get_mapped():
            return
        versions = [version for version in self.contents.versions if version is not None]
        for version in sorted(versions, key=lambda version: version is not self.contents.chosen):
            picture = self._picture_of(version)
            if version not in self.drawn or self.drawn[version][0] is not picture:
                self.waiting = True
                self._compute(version, picture)
                return

    def _compute(self, version: Version, picture: Picture) -> None:
        def answered(answer: Message, data: bytes | None) -> None:
            self.waiting = False
            after = draw_pixels.draw_picture(picture, data, answer.get("crop")) if data is not None else None
            self.drawn[version] = picture, after
            if after is None:
                self.preview.failed(answer["error"])
            elif version is self.contents.chosen:
                self.preview.drawn(answer)
            for cell in self.cells:
                if cell.version is version:
                    cell.after = after
                    cell.draw(self.preview.original, self.preview.density)
            self._ask()

        self.preview.renderer.ask(Wish(picture, dict(version.job), answered))

    def _on_map(self) -> None:
        self.waiting = False  # the preview has asked for something else since
        self._build_soon()

    def _on_clicked(self, cell: Cell) -> None:
        if cell.version is not None:
            self.choose(cell.version)

    def _on_press(self, cell: Cell, event: Gdk.EventButton) -> bool:
        if event.type == Gdk.EventType._2BUTTON_PRESS and cell.version is not None:
            self.opened()
            return True
        return False

    def _on_destroy(self, widget: Gtk.Widget) -> None:
        if self.building:
            GLib.source_remove(self.building)
