"""One look on several layers and on several images: pixels, undo, failures, cancel."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import faulty_engine
import numpy as np
import pytest
from applying import AUTHENTIC, PORTRAIT, SIZE
from gimps import RealGimp
from open_gimp import OpenGimp
from PIL import Image
from window import wait_for

import lut

DAY = {"look": AUTHENTIC.id, "scene": "day", "vignette": 0.0}
TABLE = AUTHENTIC.bake()

# Images of two layers, the upper one inverted; each test calls a procedure on them and looks at all layers.
START = """
def opened():
    image = load(photo)
    layer(image).set_name("lower")
    upper = layer(image).copy()
    upper.set_name("upper")
    image.insert_layer(upper, None, 0)
    upper.invert(False)
    return image

def keep(image, name):
    for each in image.get_layers():
        Path(folder, name + "-" + each.get_name()).write_bytes(pixels(each))

def to_images(**settings):
    procedure = Gimp.get_pdb().lookup_procedure("camera-looks-apply-to-images")
    config = procedure.create_config()
    for name, value in {**day, **settings}.items():
        config.set_property(name, value)
    answer = procedure.run(config)
    return "" if answer.index(0) == Gimp.PDBStatusType.SUCCESS else str(Gimp.get_pdb().get_last_error())

exec(steps)
"""


def run(gimp: RealGimp | OpenGimp, folder: Path, steps: str, **values: Any) -> dict[str, Any]:
    return gimp.run(START, photo=PORTRAIT, folder=folder, steps=steps, day=DAY, **values).result


def portrait() -> np.ndarray:
    return np.asarray(Image.open(PORTRAIT).convert("RGBA"))


def kept(folder: Path, name: str) -> np.ndarray:
    return np.fromfile(folder / name, np.uint8).reshape(SIZE, SIZE, 4)


def looked(pixels: np.ndarray) -> np.ndarray:
    return lut.apply(pixels, TABLE)


def inverted(pixels: np.ndarray) -> np.ndarray:
    result = 255 - pixels
    result[..., 3] = pixels[..., 3]
    return result


def test_selected_layers_are_done_and_the_others_told(open_gimp: OpenGimp, tmp_path: Path) -> None:
    steps = """
image = opened()
result["said"] = call("camera-looks-apply", image, image.get_layers(), **day)
keep(image, "both")
image = opened()
image.get_layers()[1].set_lock_content(True)
result["locked"] = call("camera-looks-apply", image, image.get_layers(), **day)
keep(image, "locked")
result["all"] = call("camera-looks-apply", image, [image.get_layers()[1]] * 2, **day)
image = opened()
result["new"] = call("camera-looks-apply", image, image.get_layers(), new_layer=True, **day)
result["layers"] = [each.get_name().split(" ")[-1] for each in image.get_layers()]
image = opened()
result["look layer"] = call("camera-looks-browse", image, image.get_layers(), output="look-layer", look=day["look"])
result["look layers"] = [each.get_name() for each in image.get_layers()]
"""
    found = run(open_gimp, tmp_path, steps)
    assert found["said"] == found["new"] == found["look layer"] == ""
    assert (kept(tmp_path, "both-lower") == looked(portrait())).all()
    assert (kept(tmp_path, "both-upper") == looked(inverted(portrait()))).all()
    locked = "“lower” is locked against changes to its pixels: unlock it in the Layers dialog first."
    assert found["locked"] == f"1 of 2 layers done. {locked}"
    assert found["all"] == f"0 of 2 layers done. {locked} {locked}"
    assert (kept(tmp_path, "locked-lower") == portrait()).all()
    assert (kept(tmp_path, "locked-upper") == looked(inverted(portrait()))).all()
    assert found["layers"] == ["upper", "upper", "lower", "lower"]
    assert found["look layers"] == [f"{AUTHENTIC.maker} · {AUTHENTIC.name}", "upper", "lower"]


def test_all_open_images(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """Selected layers are changed, others not; what cannot be done stops nothing."""
    steps = """
one, two, indexed, bare = opened(), opened(), opened(), opened()
two.set_selected_layers(two.get_layers())
indexed.convert_indexed(0, 0, 16, False, False, "")
for each in bare.get_layers():
    bare.remove_layer(each)
for image, name in ((indexed, "indexed.xcf"), (bare, "bare.xcf")):
    image.set_file(Gio.File.new_for_path("/nowhere/" + name))
result["said"] = to_images()
keep(one, "one")
keep(two, "two")
"""
    found = run(open_gimp, tmp_path, steps)
    assert found["said"] == (
        "2 of 4 images done. Skipped: “indexed.xcf”: “upper” is not in RGB: change it with Image ▸ Mode ▸ RGB first. "
        "“bare.xcf”: No layer is selected."
    )
    assert (kept(tmp_path, "one-upper") == looked(inverted(portrait()))).all()
    assert (kept(tmp_path, "one-lower") == portrait()).all()
    assert (kept(tmp_path, "two-upper") == looked(inverted(portrait()))).all()
    assert (kept(tmp_path, "two-lower") == looked(portrait())).all()


@pytest.mark.parametrize(("fault", "sentence"), [("stop strip 2", ""), ("kill strip 2", "1 of 2 images done. ")])
def test_stopped_in_the_second_image_the_first_is_done_and_the_second_as_it_was(
    gimp: RealGimp, tmp_path: Path, fault: str, sentence: str
) -> None:
    """GIMP's Cancel kills the plug-in, here a thread does; or the engine dies."""
    steps = """
import os, signal, threading, time
one, two = opened(), opened()
two.set_selected_layers(two.get_layers())

def cancel():
    while not Path(folder, "reached").exists():
        time.sleep(0.05)
    time.sleep(0.3)
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        if b"camera-looks.py" in entry.read_bytes():
            os.kill(int(entry.parent.name), signal.SIGKILL)

if fault.startswith("stop"):
    threading.Thread(target=cancel).start()
result["said"] = to_images()
keep(one, "one")
keep(two, "two")
"""
    record = gimp.folder / "engine.json"
    original = record.read_text(encoding="utf-8")
    program = faulty_engine.write(tmp_path, json.loads(original)["python"])
    faulty_engine.fault(tmp_path, fault)
    record.write_text(json.dumps({**json.loads(original), "python": str(program)}), encoding="utf-8")
    try:
        found = run(gimp, tmp_path, steps, fault=fault)
    finally:
        record.write_text(original, encoding="utf-8")
    assert found["said"] and sentence in found["said"]
    assert (kept(tmp_path, "one-upper") == looked(inverted(portrait()))).all()
    assert (kept(tmp_path, "two-upper") == inverted(portrait())).all()
    assert (kept(tmp_path, "two-lower") == portrait()).all()


# Two images in windows, in the first of which two layers are selected; all pixels are written when a test asks.
WINDOW = """
import time
images = sorted(Gimp.get_images(), key=lambda image: image.get_id())
upper = layer(images[0]).copy()
images[0].insert_layer(upper, None, 0)
images[0].set_selected_layers(images[0].get_layers())
everything = [each for image in images for each in image.get_layers()]

def write(name):
    part = Path(folder, name + ".part")
    part.write_bytes(b"".join(map(pixels, everything)))
    part.rename(Path(folder, name))

write("before")
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-browse-images")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", images[1])
config.set_core_object_array("drawables", [layer(images[1])])
config.set_property("look", "zeiss-natural")
result["done"] = procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS
while not Path(folder, "stop").exists():
    for wish in Path(folder).glob("*.wish"):
        wish.unlink()
        write(wish.stem)
    time.sleep(0.1)
"""
TITLE = "Apply to All Open Images"


def test_from_the_dialog_to_one_undo_in_each_image(gimp: RealGimp, tmp_path: Path) -> None:
    files = [tmp_path / "one.png", tmp_path / "two.png"]  # without a color profile, about which GIMP asks
    for file, picture in zip(files, (portrait(), portrait()[::-1]), strict=True):
        Image.fromarray(picture).save(file)
    with gimp.window(*files, script=WINDOW, folder=tmp_path) as window:

        def pixels(name: str) -> np.ndarray:
            wait_for((tmp_path / name).exists, name, window)
            return np.fromfile(tmp_path / name, np.uint8).reshape(3, SIZE, SIZE, 4)

        def once(wanted: np.ndarray, what: str) -> None:
            """Undo acts a moment after the key."""

            def found() -> bool:
                name = f"{what}-{time.monotonic_ns()}"
                (tmp_path / f"{name}.wish").touch()
                return bool((pixels(name) == wanted).all())

            wait_for(found, what, window)

        before = pixels("before")
        window.focus(TITLE)
        window.screenshot(tmp_path / "dialog.png")
        window.xdotool("key", "alt+a")
        window.gone(TITLE)
        after = np.stack([lut.apply(each, lut.looks.load("zeiss-natural").bake()) for each in before])
        once(after, "applied")
        window.focus("GIMP")
        for tab, undone in (("alt+1", (0, 1)), ("alt+2", (0, 1, 2))):
            window.xdotool("key", "--delay", "60", tab, "ctrl+z")
            wanted = after.copy()
            wanted[list(undone)] = before[list(undone)]
            once(wanted, f"undone in {tab}")
        (tmp_path / "stop").touch()
        assert window.outcome().result["done"]
