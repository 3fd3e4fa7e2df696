"""Make the README's pictures of the dialogs anew, in a real GIMP: ``python docs/screenshots.py``.

It needs what the tests in tests/real_gimp need, and installs Camera Looks into a home folder of its own.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent), str(DOCS.parent / "tests/real_gimp")]

from gimps import RealGimp
from places import survey

DIALOG = """
image = Gimp.get_images()[0]
exec(setup)
procedure = Gimp.get_pdb().lookup_procedure(name)
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", [layer(image)])
procedure.run(config)
"""
# The layer above the photograph is what a phone might have made of it.
PAIR = """
after = layer(image).copy()
after.set_name("from the phone")
image.insert_layer(after, None, 0)
assert call("camera-looks-apply", image, [after], look="zeiss-vivid") == ""
"""


def shoot(gimp: RealGimp, photo: str, procedure: str, title: str, out: Path, setup: str = "", keys: str = "") -> None:
    """A dialog over a photograph, in the middle of GIMP's window, with some keys pressed in it."""
    with gimp.window(DOCS / "photos" / photo, script=DIALOG, name=f"camera-looks-{procedure}", setup=setup) as window:
        main = window.find(f"{Path(photo).stem}.*GIMP")
        dialog = window.find(title)
        window.xdotool("windowsize", "--sync", main, 1400, 900)
        width = int(window.xdotool("getwindowgeometry", "--shell", dialog).split("WIDTH=")[1].split()[0])
        window.xdotool("windowmove", "--sync", dialog, (1400 - width) // 2, 30)
        window.xdotool("mousemove", 1000, 12)  # else a tooltip covers the preview
        window.xdotool("windowfocus", "--sync", dialog)
        for key in keys.split():
            window.xdotool("key", key)
        time.sleep(8)  # until everything is drawn
        taken = window.screenshot(gimp.base / out.name)
        out.write_bytes(taken.read_bytes())
    print(f"{out} written.")


def main() -> None:
    places, reason = survey()
    if not places:
        sys.exit(f"No real GIMP to photograph: {reason}.")
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder:
        gimp = RealGimp(places[0], Path(folder), Path(folder)).at_home(Path(folder) / "home")
        answer = gimp.install()
        if answer.returncode:
            sys.exit(answer.stdout)
        shoot(gimp, "mountain.jpg", "leica-authentic", "Authentic", DOCS / "dialog.png")
        shoot(gimp, "sunset.jpg", "browse", "Browse Looks", DOCS / "browser.png", keys="ctrl+f Down Right Right")
        shoot(gimp, "autumn.jpg", "create-from-layers", "Before and After", DOCS / "create.png", setup=PAIR)


if __name__ == "__main__":
    main()
