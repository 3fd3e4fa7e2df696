"""Time the look browser in a real GIMP's window: until it is there, until all its pictures are, and how long it stalls.

    python -m tests.bench.browser [PHOTO] [--rounds 5] [--own 200]

Every round calls Browse Looks three times over a photograph that GIMP shows: for the first time of all, when no look
has been baked; then with an engine that has yet to start, as at the first call of a day; then with one that waits.
Once more a user is busy meanwhile, with real keys and a real mouse: types a search, drags the split, zooms, pans.

Window: from the call to the window on the screen with the chosen look in its preview.  Page, all: to the last
thumbnail in sight, and to the last of all.  Stall: the longest time in which GTK's main loop, once the window was
there, came to nothing else.  These are measured inside the plug-in's process, by a probe that is part of the benchmark.
Empty: the same for a plug-in in Python that opens an empty dialog, in turns with the others: what the machine allows.
Every call waits until the machine has little else to do, for ten seconds at most.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/real_gimp"))

from gimps import RealGimp  # noqa: E402
from places import survey  # noqa: E402
from window import Window, wait_for  # noqa: E402

STATES = {
    "empty": "empty dialog",
    "first": "first time of all",
    "cold": "engine starts",
    "warm": "engine waits",
    "busy": "warm, user is busy",
}
PHOTO = ROOT / "docs/photos/mountain.jpg"
MEGAPIXELS = 20

# Takes the place of the plug-in's starter. Times are of the system's monotonic clock, as in the script below.
PROBE = """#!/usr/bin/env python3
import json, sys, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
started = time.monotonic()
from plugin.gimp3 import plugin

EVERY = 2  # milliseconds
SETTLED = 700  # milliseconds without a new picture: all are there


def watched(*arguments):
    marks = {"started": started, "run": time.monotonic(), "pictures": {}, "stall": 0.0, "stalls": []}
    from plugin.gimp3.dialogs import browse_dialog
    from gi.repository import Gdk, GLib, Gtk

    class Browser(browse_dialog.Browser):
        def show_picture(self, *arguments):
            super().show_picture(*arguments)
            marks["pictures"][arguments[0]] = time.monotonic()

    class Watched(browse_dialog.BrowseWindow):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            marks["built"] = time.monotonic()
            preview, drawn, self.last = self.preview, self.preview.drawn, None

            def first_drawn(answer):
                drawn(answer)
                if "preview" not in marks:
                    marks["computed"] = time.monotonic()
                    clock = self.dialog.get_frame_clock()
                    clock.request_phase(Gdk.FrameClockPhase.PAINT)
                    clock.connect("after-paint", lambda clock: marks.setdefault("preview", time.monotonic()))

            preview.drawn = first_drawn
            self.dialog.connect("map-event", lambda *_: marks.setdefault("mapped", time.monotonic()))
            GLib.timeout_add(EVERY, self.tick, priority=GLib.PRIORITY_HIGH)
            GLib.timeout_add(SETTLED // 3, self.settle)

        def tick(self):
            now = time.monotonic()
            if "mapped" in marks and self.last is not None:
                marks["stalls"].append(round(now - self.last, 4))
                marks["stall"] = max(marks["stall"], now - self.last)
            self.last = now
            return True

        def settle(self):
            now = time.monotonic()
            times = marks["pictures"]
            sight = self.browser.in_sight(0)
            shown = sight and all(look in times for look in sight)
            over = shown and now - max(times.values()) > SETTLED / 1000 and "preview" in marks
            if over and not busy.exists():
                marks["page"] = max(times[look] for look in sight)
                marks["all"] = max(times.values())
                marks["stalls"] = sorted(marks["stalls"])[-5:]
                out.write_text(json.dumps(marks), encoding="utf-8")
                self.dialog.response(Gtk.ResponseType.CANCEL)
                return False
            return True

    browse_dialog.BrowseWindow, browse_dialog.Browser = Watched, Browser
    return run(*arguments)


out, busy = Path(OUT), Path(BUSY)
run, plugin.run = plugin.run, watched
plugin.main(sys.argv)
"""

EMPTY = """#!/usr/bin/env python3
import sys, time
from pathlib import Path
import gi
gi.require_version("Gimp", "3.0")
from gi.repository import Gimp

def run(procedure, run_mode, image, drawables, config, data):
    gi.require_version("GimpUi", "3.0")
    gi.require_version("Gtk", "3.0")
    from gi.repository import GimpUi, GLib, Gtk
    GimpUi.init("empty-dialog")
    dialog = GimpUi.ProcedureDialog.new(procedure, config, "Empty")

    def mapped(*_):
        Path(OUT).write_text(str(time.monotonic()), encoding="utf-8")
        GLib.timeout_add(500, dialog.response, Gtk.ResponseType.CANCEL)

    dialog.connect("map-event", mapped)
    dialog.run()
    return procedure.new_return_values(Gimp.PDBStatusType.CANCEL, None)

class Empty(Gimp.PlugIn):
    def do_set_i18n(self, name):
        return False

    def do_query_procedures(self):
        return ["empty-dialog"]

    def do_create_procedure(self, name):
        procedure = Gimp.ImageProcedure.new(self, name, Gimp.PDBProcType.PLUGIN, run, None)
        procedure.set_image_types("*")
        return procedure

Gimp.main(Empty.__gtype__, sys.argv)
"""

SCRIPT = """
import json, os, shutil, time
image = Gimp.get_images()[0]
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-browse")

def quiet():
    # Until most of the machine is free.
    def idle():
        times = [int(text) for text in Path("/proc/stat").read_text(encoding="utf-8").split("\\n")[0].split()[1:]]
        return times[3], sum(times)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        before = idle()
        time.sleep(0.5)
        after = idle()
        if after[0] - before[0] > 0.8 * (after[1] - before[1]):
            return

def browse(state):
    if state == "first":
        shutil.rmtree(baked, ignore_errors=True)
    if state in ("first", "cold"):
        os.utime(record)  # an engine belongs to one state of this file: the next call starts a new one
    quiet()
    config = procedure.create_config()
    config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
    config.set_property("image", image)
    config.set_core_object_array("drawables", [layer(image)])
    Path(out).unlink(missing_ok=True)
    called = time.monotonic()
    procedure.run(config)
    marks = json.loads(Path(out).read_text(encoding="utf-8"))
    return {name: marks[name] - (0 if name == "stall" else called) for name in
            ("started", "run", "built", "mapped", "computed", "preview", "page", "all", "stall")} | {
        "stalls": marks["stalls"]}

def empty():
    quiet()
    procedure = Gimp.get_pdb().lookup_procedure("empty-dialog")
    config = procedure.create_config()
    config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
    config.set_property("image", image)
    config.set_core_object_array("drawables", [layer(image)])
    called = time.monotonic()
    procedure.run(config)
    shown = float(Path(out).read_text(encoding="utf-8")) - called
    return {"mapped": shown, "preview": shown}

time.sleep(3)  # GIMP draws the photograph
states = ("first", "cold", "warm")
result["rows"] = [{"empty": empty(), **{state: browse(state) for state in states}} for _ in range(rounds)]
Path(busy).touch()
result["busy"] = browse("warm")
"""

TYPED = "leica"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.browser", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("photo", nargs="?", type=Path, help=f"instead of a sample enlarged to {MEGAPIXELS} megapixels")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--own", type=int, default=0, help="looks of the user's own, 100 to a group (%(default)s)")
    parser.add_argument("--details", action="store_true", help="print every mark of every round")
    options = parser.parse_args()
    places, reason = survey()
    if not places:
        sys.exit(f"No real GIMP to time: {reason}.")
    for place in places:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            gimp = RealGimp(place, Path(folder), Path(folder) / "home")
            photo = prepared(gimp, options.photo, options.own)
            found = measure(gimp, photo, options.rounds)
            if options.details:
                print(json.dumps(found, indent=1))
            print(f"\nGIMP {place}, {options.own} looks of the user's own; seconds, median and largest\n{table(found)}")


def prepared(gimp: RealGimp, given: Path | None, own: int) -> Path:
    """Install, put the probe in place and looks into the user's folder; the photograph where GIMP can read it."""
    from PIL import Image

    import lut

    answer = gimp.at_home(gimp.home).install()
    if answer.returncode:
        sys.exit(answer.stdout)
    starter = gimp.folder / "camera-looks.py"
    places = f"OUT, BUSY = {str(gimp.base / 'marks.json')!r}, {str(gimp.base / 'busy')!r}\n\n\ndef watched"
    starter.write_text(PROBE.replace("def watched", places), encoding="utf-8")
    empty = gimp.folder.parent / "empty-dialog/empty-dialog.py"
    empty.parent.mkdir()
    empty.write_text(EMPTY.replace("OUT", repr(str(gimp.base / "marks.json"))), encoding="utf-8")
    empty.chmod(0o755)
    folder = gimp.home / ".local/share/camera-looks/looks"
    folder.mkdir(parents=True, exist_ok=True)
    if own:
        lut.write(lut.looks.load("leica-vivid").bake(), gimp.base / "film.cube")
    for number in range(own):
        group = folder / f"Group {number // 100}"
        group.mkdir(exist_ok=True)
        shutil.copyfile(gimp.base / "film.cube", group / f"Film {number:03}.cube")
    photo = gimp.base / "photo.jpg"
    if given is not None:
        photo.write_bytes(given.read_bytes())
        return photo
    with Image.open(PHOTO) as sample:
        scale = (MEGAPIXELS * 1e6 / (sample.width * sample.height)) ** 0.5
        size = round(sample.width * scale), round(sample.height * scale)
        sample.resize(size, Image.Resampling.BICUBIC).save(photo, quality=92)
    return photo


def measure(gimp: RealGimp, photo: Path, rounds: int) -> dict[str, list[dict[str, Any]]]:
    """The marks of every call by what state it found."""
    values = {
        "rounds": rounds,
        "out": gimp.base / "marks.json",
        "busy": gimp.base / "busy",
        "record": gimp.folder / "catalog.json",
        "baked": gimp.home / ".cache/camera-looks/baked",
    }
    with gimp.window(photo, script=SCRIPT, **values) as window:
        wait_for(Path(values["busy"]).exists, "the last call", window)
        be_busy(window)
        Path(values["busy"]).unlink()
        found = window.outcome().result
    rows = found["rows"]
    return {state: [row[state] for row in rows] for state in rows[0]} | {"busy": [found["busy"]]}


def be_busy(window: Window) -> None:
    """What an impatient user does while the pictures come in."""
    dialog = window.find("Browse Looks")
    window.xdotool("windowfocus", "--sync", dialog)
    place = dict(line.split("=") for line in window.xdotool("getwindowgeometry", "--shell", dialog).split())
    x, y = int(place["X"]) + int(place["WIDTH"]) * 2 // 3, int(place["Y"]) + 250
    window.xdotool("key", "ctrl+f", "type", "--delay", "30", TYPED)
    drag = [word for step in range(40) for word in ("mousemove", x - 200 + 10 * step, y, "sleep", "0.016")]
    window.xdotool("mousemove", x - 200, y, "mousedown", 1, *drag, "mouseup", 1)
    window.xdotool("click", "--repeat", 2, "--delay", 40, 1, "sleep", "0.3")
    pan = [word for step in range(40) for word in ("mousemove", x + 200 - 10 * step, y, "sleep", "0.016")]
    window.xdotool("mousedown", 3, *pan, "mouseup", 3)


def table(found: dict[str, list[dict[str, Any]]]) -> str:
    lines = [f"{'':20}{'window':>16}{'page':>16}{'all':>16}{'stall':>16}"]
    for state, rows in found.items():
        columns = [[max(row["preview"], row["mapped"]) for row in rows]]
        columns += [[row[name] for row in rows] for name in ("page", "all", "stall") if name in rows[0]]
        cells = "".join(f"{statistics.median(times):9.2f} ≤{max(times):5.2f}" for times in columns)
        lines.append(f"{STATES[state]:20}{cells}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
