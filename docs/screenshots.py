"""Make the README's pictures of the dialog anew, in a real GIMP: ``python docs/screenshots.py``.

It needs what the tests in tests/real_gimp need, and installs Camera Looks into a home folder of its own.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent / "tests/real_gimp"))

from gimps import RealGimp  # noqa: E402  (the line above finds them)
from places import survey  # noqa: E402

DIALOG = """
procedure = Gimp.get_pdb().lookup_procedure(name)
config = procedure.create_config()
image = Gimp.get_images()[0]
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", [layer(image)])
procedure.run(config)
"""


def shoot(gimp: RealGimp, photo: str, look: str, title: str, out: Path) -> None:
    """The dialog of a look over a photograph, in the middle of GIMP's window."""
    with gimp.window(DOCS / "photos" / photo, script=DIALOG, name=f"camera-looks-{look}") as window:
        main = window.find(f"{Path(photo).stem}.*GIMP")
        dialog = window.find(title)
        window.xdotool("windowsize", "--sync", main, 1400, 900)
        window.xdotool("windowmove", "--sync", dialog, 320, 60)
        window.xdotool("mousemove", 180, 500)  # else a tooltip covers the preview
        time.sleep(3)  # until everything is drawn
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


if __name__ == "__main__":
    main()
