"""Take the screenshots of the documents in real GIMPs: ``python docs/screenshots.py [3] [2.10]``.

With ``--dialog NAME``, a dialog of GIMP 3 in each language instead, as NAME-en.png, NAME-de.png … in the folder
where it is started.  NAME is a look's id or what follows ``camera-looks-`` in a procedure's name, such as ``browse``.

It needs what the tests in tests/real_gimp and tests/real_gimp2 need, and installs Camera Looks into a home folder of
its own.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parent
TESTS = DOCS.parent / "tests"
sys.path[:0] = [str(DOCS), str(DOCS.parent), str(TESTS / "real_gimp"), str(TESTS / "real_gimp2"), str(TESTS / "images")]

import gimp2
from gimps import RealGimp
from phone_photos import write_photos
from PIL import Image
from places import survey
from terminal_picture import draw_terminal
from window import Window, wait_for

from lut import looks
from plugin.menu.actions import load_actions

PHOTOS, LOCAL_STOPS = "create-from-photos", 1
OWN_TITLE = re.compile("GIMP|GNU Image Manipulation Program")
LOCALES = {"de": "de_DE.UTF-8"}  # for numbers with a comma; the others do without a locale of their own
LANGUAGES = ["en", *sorted(folder.name for folder in (DOCS.parent / "plugin/locale").iterdir())]
STILL_SECONDS = 40  # without a change: everything is computed and drawn, on a busy machine, too
DIALOG = """
image = Gimp.get_images()[0]
exec(setup)
procedure = Gimp.get_pdb().lookup_procedure(name)
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", [layer(image)])
if files:
    config.set_property("files", files)
procedure.run(config)
"""
# The layer above the photograph is what a phone might have made of it.
PAIR = """
after = layer(image).copy()
after.set_name("from the phone")
image.insert_layer(after, None, 0)
assert call("camera-looks-apply", image, [after], look="zeiss-vivid") == ""
"""


def arrange(window: Window, main: str, dialog: str) -> None:
    """Put a dialog into the middle of GIMP's window, and give it the keys."""
    window.xdotool("windowsize", "--sync", main, 1400, 900)
    width = int(window.xdotool("getwindowgeometry", "--shell", dialog).split("WIDTH=")[1].split()[0])
    window.xdotool("windowmove", "--sync", dialog, (1400 - width) // 2, 30)
    window.xdotool("mousemove", 1000, 12)  # else a tooltip covers the preview
    window.xdotool("windowfocus", "--sync", dialog)


def phone_photos(folder: Path) -> list[Path]:
    """Make what a phone writes: a folder with raw files, and pictures in a look behind a local step."""
    known = looks.load("zeiss-vivid").bake()
    made = write_photos(folder / "DCIM", known, "autumn", "wine", stops=LOCAL_STOPS)
    return [write_photos(made, known, "mountain", inside=True, stops=LOCAL_STOPS)]


def find_dialog(window: Window) -> str:
    """Find the window that is not one of GIMP's own, in any language; an empty text while there is none."""
    if window.verdict is not None and window.verdict.exists():
        window.outcome()  # the script failed
    for number in window.windows("."):
        title = window.gimp.call(["xdotool", "getwindowname", number])
        if not title.returncode and not OWN_TITLE.search(title.stdout):
            return number
    return ""


def take_when_still(window: Window, path: Path) -> Path:
    """Photograph the screen when it has not changed for STILL_SECONDS."""
    last, since = b"", 0.0
    while time.monotonic() - since < STILL_SECONDS or not last:
        with Image.open(window.screenshot(path)) as picture:
            pixels = picture.tobytes()
        if pixels != last:
            last, since = pixels, time.monotonic()
        time.sleep(2)
    return path


def shoot(
    gimp: RealGimp,
    photo: str,
    procedure: str,
    out: Path,
    setup: str = "",
    keys: str = "",
    files: Sequence[Path] = (),
) -> None:
    """Photograph a dialog over a photograph, with some keys pressed in it.  files: those that it gets, if any."""
    given = {"name": f"camera-looks-{procedure}", "setup": setup, "files": list(files)}
    with gimp.window(DOCS / "photos" / photo, script=DIALOG, **given) as window:
        main = window.find(f"{Path(photo).stem}.*GIMP")
        arrange(window, main, wait_for(lambda: find_dialog(window), "the dialog", window))
        for key in keys.split():
            window.xdotool("key", key)
        out.write_bytes(take_when_still(window, gimp.base / out.name).read_bytes())
    print(f"{out} written.")


def install(folder: Path) -> tuple[RealGimp, str]:
    """Install Camera Looks into a real GIMP 3; return that GIMP and what the installer printed."""
    places, reason = survey()
    if not places:
        sys.exit(f"No real GIMP 3 to photograph: {reason}.")
    gimp = RealGimp(places[0], folder, folder).at_home(folder / "home")
    answer = gimp.install()
    if answer.returncode:
        sys.exit(answer.stdout)
    return gimp, answer.stdout


def shoot_languages(folder: Path, name: str) -> None:
    """Photograph a dialog in each language."""
    gimp, _said = install(folder)
    for language in LANGUAGES:
        locale = LOCALES.get(language, "C.UTF-8")
        if locale.replace("UTF-8", "utf8") not in gimp.call(["locale", "-a"]).stdout.split():
            sys.exit(f"No locale {locale} at {gimp.place}: `localedef -i {locale[:5]} -f UTF-8 {locale}` makes it.")
        speaking = gimp.at_home(gimp.home, LANG=locale, LANGUAGE=language)
        files = phone_photos(folder) if name == PHOTOS else ()
        shoot(speaking, "mountain.jpg", name, Path(f"{name}-{language}.png").absolute(), files=files)


def shoot_gimp_3(folder: Path) -> None:
    """The installer's words and the dialogs of GIMP 3."""
    gimp, printed = install(folder)
    said = printed.replace(f"{DOCS.parent}/", "")  # as it is when started from the project's folder
    (DOCS / "install.svg").write_text(draw_terminal("python3 install.py", said), encoding="utf-8")
    shoot(gimp, "mountain.jpg", "leica-authentic", DOCS / "dialog.png")
    shoot(gimp, "sunset.jpg", "browse", DOCS / "browser.png", keys="ctrl+f Down Right Right")
    shoot(gimp, "autumn.jpg", "create-from-layers", DOCS / "create.png", setup=PAIR)
    shoot(gimp, "sunset.jpg", PHOTOS, DOCS / "photos.png", files=phone_photos(folder))


def shoot_gimp_2(folder: Path) -> None:
    """The dialog of a look in GIMP 2.10, chosen by the search for commands."""
    place, reason = gimp2.survey()
    if place is None:
        sys.exit(f"No real GIMP 2.10 to photograph: {reason}.")
    gimp = gimp2.Gimp2(place, folder, folder / "home-2.10")
    gimp.furnish()
    with gimp.window(DOCS / "photos/mountain.jpg") as window:
        image = "mountain.*GIMP"
        window.focus(image)
        window.search_action("authentic")
        window.xdotool("windowmove", window.find(image), 0, 0)  # without a window manager it is where GIMP put it
        arrange(window, window.find(image), window.find("^Authentic$"))
        taken = take_when_still(window, folder / "dialog-2.10.png")
        out = DOCS / "dialog-2.10.jpg"
        with Image.open(taken) as picture:
            picture.convert("RGB").save(out, quality=85, optimize=True, progressive=True)
    print(f"{out} written.")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gimps", nargs="*", metavar="3|2.10", help="both by default")
    parser.add_argument("--dialog", metavar="NAME", help="a dialog in each language instead: leica-authentic, browse …")
    options = parser.parse_args()
    known = [name.removeprefix("camera-looks-") for name in load_actions()]
    if options.dialog and options.dialog not in [*known, *(look.id for look in looks.all_looks())]:
        parser.error(f"expected the id of a look, or one of {', '.join(known)}, found {options.dialog!r}")
    which = options.gimps or ["3", "2.10"]
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder:
        if options.dialog:
            shoot_languages(Path(folder), options.dialog)
            return
        if "3" in which:
            shoot_gimp_3(Path(folder))
        if "2.10" in which:
            shoot_gimp_2(Path(folder))


if __name__ == "__main__":
    main()
