"""Count the project's files and functions that run between a click in the menu and the pixels.

    python -m tests.trace_click [LOOK…] [--list]

Each look is applied twice inside a real GIMP 3, headless, without a dialog.  The second call is counted: the engine
waits then, and knows the look.  Counting ends when the pixels are in the image and GIMP has been told to show them:
that the menu is brought up to date afterwards, and the conversation ended, is not on the way to them.

Functions are those with a name: comprehensions, lambdas and the bodies of classes and modules are not counted.  Files
are those of the functions.  The host is a new process for each click, so the files that it imports are counted, too,
apart.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "real_gimp"))

from gimps import CHECKOUT, RealGimp
from places import survey

SIDES = ("host", "engine")
AFTER = "renew_changed_menu"
MODULE = " <module>"  # how the name of a module's body ends

# Goes first into the process of the plug-in and into that of the engine.  {root}: the installed plug-in.
# {after}: the function that the plug-in calls first once the pixels are shown.
# A line for each function, or module's body, that runs while "counting" exists: the file, a tab, the line and the name.
TRACER = """
import os, sys, threading

def start_tracing(side, root={root!r} + os.sep, counting={counting!r}, folder={folder!r}):
    seen = set()
    output = open(os.path.join(folder, side), "a", buffering=1)

    def note_call(frame, event, argument):
        code = frame.f_code
        if code.co_name == {after!r} and os.path.exists(counting):
            os.remove(counting)
        if event != "call" or code in seen or not code.co_filename.startswith(root) or not os.path.exists(counting):
            return
        seen.add(code)
        if code.co_name == "<module>" or (code.co_flags & 1 and not code.co_name.startswith("<")):  # 1: not a class
            output.write(f"{{code.co_filename[len(root):]}}\\t{{code.co_firstlineno}} {{code.co_name}}\\n")

    threading.setprofile(note_call)
    sys.setprofile(note_call)
"""

# Stands in for the engine's interpreter, which gets "-c", code and arguments.
ENGINE = """#!{python}
import sys

exec(open({tracer!r}).read())
at = sys.argv.index("-c")
boot = sys.argv[at + 1]
sys.argv[:] = ["-c", *sys.argv[at + 2:]]
start_tracing("engine")
exec(boot)
"""

CLICKS = """
image = load(photo)
result["said"] = call(procedure, image)
Path(counting).touch()
before = pixels(layer(image))
result["said"] += call(procedure, image)
assert not Path(counting).exists(), "the function that ends the counting was not called"
result["changed"] = pixels(layer(image)) != before
"""


def add_tracers(gimp: RealGimp, folder: Path) -> None:
    """Have the plug-in that is installed in a GIMP, and its engine, write what runs to files in a folder."""
    tracer = folder / "tracer.py"
    tracer.write_text(
        TRACER.format(root=str(gimp.folder), counting=str(folder / "counting"), folder=str(folder), after=AFTER),
        encoding="utf-8",
    )
    entry = gimp.folder / "camera-looks.py"
    code = entry.read_text(encoding="utf-8")
    first = "from plugin."
    assert code.count(first) == 1, entry
    start = f'exec(open({str(tracer)!r}).read())\nstart_tracing("host")\n'
    entry.write_text(code.replace(first, start + first), encoding="utf-8")

    record = gimp.folder / "engine.json"
    settings = json.loads(record.read_text(encoding="utf-8"))
    engine = folder / "engine-python"
    engine.write_text(ENGINE.format(python=settings["python"], tracer=str(tracer)), encoding="utf-8")
    engine.chmod(0o755)
    record.write_text(json.dumps({**settings, "python": str(engine)}), encoding="utf-8")


def trace(gimp: RealGimp, folder: Path, look: str) -> dict[str, dict[str, set[str]]]:
    """Apply a look in a GIMP with tracers.  Returns what ran on each side, by the file's path in the plug-in."""
    for side in SIDES:
        (folder / side).write_text("", encoding="utf-8")
    photo = CHECKOUT / "docs/photos/astronaut.png"
    done = gimp.run(CLICKS, photo=photo, procedure=f"camera-looks-{look}", counting=folder / "counting")
    assert done.result == {"said": "", "changed": True}, (done.result, done.output)
    found: dict[str, dict[str, set[str]]] = {}
    for side in SIDES:
        found[side] = defaultdict(set)
        for line in (folder / side).read_text(encoding="utf-8").splitlines():
            file, name = line.split("\t")
            found[side][file].add(name)
    return found


def report(look: str, found: dict[str, dict[str, set[str]]], listed: bool) -> None:
    """Print the counts of a look's click, and on request every name."""
    files = functions = 0
    for side in SIDES:
        ran = {}
        for file, names in sorted(found[side].items()):
            called = sorted(
                (name for name in names if not name.endswith(MODULE)), key=lambda name: int(name.split()[0])
            )
            if listed:
                called.sort(key=lambda name: int(name.split()[0]))
                print(f"{look}: {side}: {file}: {', '.join(called) or 'imported only'}")
            if called:
                ran[file] = called
        imported = sum(any(name.endswith(MODULE) for name in names) for names in found[side].values())
        count = sum(map(len, ran.values()))
        print(f"{look}: {side}: {len(ran)} files, {count} functions; {imported} files imported")
        files, functions = files + len(ran), functions + count
    print(f"{look}: both: {files} files, {functions} functions")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.trace_click", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("looks", nargs="*", default=["leica-authentic", "leica-vivid"], help="ids (%(default)s)")
    parser.add_argument("--list", action="store_true", help="name every file and function")
    options = parser.parse_args()
    places, reason = survey()
    if not places:
        sys.exit(f"No real GIMP to trace in: {reason}.")
    with tempfile.TemporaryDirectory() as base:
        gimp = RealGimp(places[0], Path(base), Path(base, "home")).at_home(Path(base, "home"))
        installed = gimp.install()
        if installed.returncode:
            sys.exit(installed.stdout)
        folder = Path(base, "trace")
        folder.mkdir()
        add_tracers(gimp, folder)
        for look in options.looks:
            report(look, trace(gimp, folder, look), options.list)


if __name__ == "__main__":
    main()
