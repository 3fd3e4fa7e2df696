"""The menu of a tile in a real window: the user's own looks renamed, copied, edited, deleted and brought back."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from gimps import RealGimp, end
from test_browser import DIALOG, TITLE, shelf
from test_dialog import PHOTO, WATCH, Session
from test_own_folder import pack
from window import Window, wait_for

import lut

__all__ = ["shelf"]
EDITOR = """[Desktop Entry]
Type=Application
Name=Editor
Exec=sh -c 'echo "$0" >{opened}.part && mv {opened}.part {opened}' %f
MimeType=application/toml;text/plain;inode/directory;
"""
SOURCE = """
import sys
import gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk
window = Gtk.Window(title="Drag from here", type=Gtk.WindowType.POPUP)
box = Gtk.EventBox()
box.set_size_request(100, 100)
box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
box.drag_source_add_uri_targets()
box.connect("drag-data-get", lambda box, context, data, info, time: data.set_uris([sys.argv[1]]))
window.add(box)
window.move(1300, 800)
window.show_all()
Gtk.main()
"""
# The browser lists the user's own looks a moment after it is there: by then they are typed.
KNOWN = """
folder_shown = Gimp.get_pdb().lookup_procedure("camera-looks-show-folder")
folder_shown.run(folder_shown.create_config())
"""
DEFAULT = "[Default Applications]\n" + "".join(
    f"{kind}=looks-editor.desktop\n" for kind in ("application/toml", "text/plain", "inode/directory")
)


@pytest.fixture
def opened(gimp: RealGimp, tmp_path: Path) -> Iterator[Path]:
    """The file that has the path of what was opened in the system's program for it."""
    place, entries = tmp_path / "opened", gimp.home / ".local/share/applications"
    entries.mkdir(parents=True, exist_ok=True)
    files = {entries / "looks-editor.desktop": EDITOR.format(opened=place), entries / "mimeapps.list": DEFAULT}
    for file, text in files.items():
        file.write_text(text, encoding="utf-8")
    yield place
    for file in files:
        file.unlink()


def drag(gimp: RealGimp, window: Window, session: Session, file: Path) -> None:
    """Drag a file from another program's window onto the browser."""
    source = window.gimp.start(["python3", "-c", SOURCE, file.as_uri()])
    try:
        window.find("Drag from here")
        for step in (
            ("mousemove", 1350, 850, "mousedown", 1),
            ("mousemove", 1300, 800),
            ("mousemove", 700, 500),
            ("mousemove", 600, 400),
            ("mousemove", 590, 390),
            ("mouseup", 1),
        ):
            window.xdotool(*step)
            time.sleep(0.3)
    finally:
        end(source)


@pytest.mark.once
def test_looks_are_things(gimp: RealGimp, looks: Path, tmp_path: Path, shelf: Path, opened: Path) -> None:
    """By keys and by the mouse, in one session."""
    looks.mkdir(parents=True)
    lut.write(lut.Lut(lut.Lut.identity(5).table * 0.5), looks / "Film v2.cube")
    packed = pack(tmp_path)

    def names() -> list[str]:
        return sorted(path.name for path in looks.iterdir())

    def favorites() -> list[str]:
        return list(json.loads(shelf.read_text(encoding="utf-8"))["favorites"]) if shelf.exists() else []

    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=KNOWN + DIALOG) as window:
        session = Session(window, tmp_path)

        def menu(opening: str, entry: str) -> None:
            """Open the menu, and press the letter of an entry once it is there."""
            quiet = session.screen()
            session.press(opening)
            wait_for(lambda: (session.screen() != quiet).any(axis=2).sum() > 10_000, "the menu", window)
            session.press(entry)

        session.file("before")
        session.focus(TITLE)
        session.press("ctrl+f")
        window.xdotool("type", "--delay", "40", "film v2")
        session.press("Down", "ctrl+d")
        wait_for(lambda: favorites() == ["my-film-v2"], "the favorite", window)
        menu("Menu", "n")
        session.focus("Rename Film v2")
        session.press("ctrl+a")
        window.xdotool("type", "--delay", "40", "Dusk")
        session.press("Return")
        window.gone("Rename Film v2")
        wait_for(lambda: names() == ["Dusk.cube"], "the new name", window)
        wait_for(lambda: favorites() == ["my-dusk"], "the favorite's new name", window)
        session.focus(TITLE)
        menu("shift+F10", "u")
        wait_for(lambda: names() == ["Dusk copy.cube", "Dusk copy.toml", "Dusk.cube"], "the copy", window)
        for key, path in (("r", looks / "Dusk copy.toml"), ("f", looks)):  # there is no file manager to show a file
            menu("Menu", key)
            wait_for(opened.exists, f"{path} in its program", window)
            assert opened.read_text(encoding="utf-8").strip() == str(path)
            opened.unlink()
        menu("Menu", "d")
        wait_for(lambda: names() == ["Dusk.cube"], "no copy", window)
        session.press("alt+u")
        wait_for(lambda: names() == ["Dusk copy.cube", "Dusk copy.toml", "Dusk.cube"], "the copy again", window)
        drag(gimp, window, session, tmp_path / "Warm.cube")
        wait_for(lambda: "Warm.cube" in names(), "what was dropped", window)
        drag(gimp, window, session, packed)
        session.focus("Import LUTs")
        session.press("Return")
        window.gone("Import LUTs")
        wait_for(lambda: "Film" in names(), "the pack", window)
        session.focus(TITLE)
        session.press("Escape")
        window.gone(TITLE)
        session.end()
