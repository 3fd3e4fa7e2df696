"""gimp_backends.libgimp2: values, errors and pixels between a plug-in's process and GIMP 2.10."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from applying import PORTRAIT
from gimp2 import INSIDE, Gimp2
from gimps import CHECKOUT
from PIL import Image, ImageCms

import lut

sys.path.insert(0, str(CHECKOUT / "tests/images"))
import icc_maker

PRECISIONS = {
    100: 1 / 255,
    150: 1 / 255,
    200: 1 / 65535,
    250: 1 / 65535,
    350: 2e-6,
    500: 2**-11,
    550: 2**-11,
    600: 2e-6,
}

LOAD = """
image, = backend.call("gimp-file-load", [1, photo, photo])
layer, = backend.call("gimp-image-get-active-layer", [image])
"""


def test_every_type_of_value_goes_to_gimp_and_back(gimp2: Gimp2) -> None:
    script = """
from gimp_backends.contract import Parasite
image, = backend.call("gimp-image-new", [8, 8, 0])
layer, = backend.call("gimp-layer-new", [image, 8, 8, 0, "Ebene", 100.0, 0])
channel, = backend.call("gimp-channel-new", [image, 8, 8, "Kanal", 50.0, (0.25, 0.5, 0.75, 1.0)])
vectors, = backend.call("gimp-vectors-new", [image, "Pfad"])
for item, kind in ((layer, "layer"), (channel, "channel"), (vectors, "vectors")):
    backend.call("gimp-image-insert-" + kind, [image, item, *([-1] if kind != "channel" else [-1]), 0])
sent = [
    -(2**31), -(2**15), 255, 0.1, "Größe × 😀",
    3, [1, -2, 2**31 - 1], 2, [-1, 2], 4, b"\\0a\\xff\\n", 2, [0.1, -1e300], 3, ["ä", "", "c"],
    (0.1, 0.2, 0.3, 0.4), layer, -1, image, layer, channel, layer,
    2, [(0.0, 0.25, 0.5, 1.0), (1.0, 0.75, 0.5, 0.25)], vectors,
    Parasite("note", 1, b"\\0\\1\\2"), 3,
]
display = sent.index(-1)
result["sent"] = repr(sent)
result["back"] = repr(backend.call("camera-looks-echo", sent))
empty = list(sent)
for index, value in enumerate(sent):
    if isinstance(value, (list, bytes)):
        empty[index - 1], empty[index] = 0, value[:0]
empty[4] = None
result["empty"] = repr(empty)
result["empty back"] = repr(backend.call("camera-looks-echo", empty))
"""
    found = gimp2.run(script).result
    assert found["back"] == found["sent"]
    assert found["empty back"] == found["empty"]


def test_a_procedure_that_fails_says_why_in_gimps_words(gimp2: Gimp2) -> None:
    script = """
from gimp_backends.contract import ProcedureError, UnknownProcedure

def said(name, values):
    try:
        backend.call(name, values)
    except ProcedureError as error:
        return [error.status, str(error)]

result["bad id"] = said("gimp-image-width", [4711])
result["bad file"] = said("gimp-file-load", [1, "/none.png", "/none.png"])
result["too few"] = said("gimp-image-width", [])
try:
    result["typed"] = said("gimp-image-width", ["one"])
except TypeError as error:
    result["typed"] = str(error)
try:
    backend.signature("gimp-make-coffee")
except UnknownProcedure as error:
    result["unknown"] = str(error)
"""
    outcome = gimp2.run(script)
    found = outcome.result
    assert found["bad id"][0] == 1 and "invalid ID for argument 'image'" in found["bad id"][1]
    assert found["bad file"][0] == 0 and "/none.png" in found["bad file"][1]
    assert found["too few"] == [1, "gimp-image-width: expected 1 values, found 0"]
    assert "value 1:" in found["typed"] and "int" in found["typed"]
    assert found["unknown"] == "GIMP has no procedure gimp-make-coffee"
    assert "Calling error" not in outcome.output, "GIMP shows an error that the plug-in handles"


def test_pixels_arrive_in_every_precision(gimp2: Gimp2, tmp_path: Path) -> None:
    """Read by strips as sRGB floats, inverted, written to the shadow and merged inside a selection."""
    script = """
for precision in precisions:
    image, = backend.call("gimp-file-load", [1, photo, photo])
    layer, = backend.call("gimp-image-get-active-layer", [image])
    if precision != 150:
        backend.call("gimp-image-convert-precision", [image, precision])
    backend.call("gimp-image-select-rectangle", [image, 2, 100, 150, 200, 70])
    Path(folder, f"{precision}-before").write_bytes(backend.read(layer, 0, 0, 512, 512, "R'G'B' float"))
    for y in range(100, 300, 100):
        strip = memoryview(bytearray(backend.read(layer, 0, y, 512, 100, "R'G'B' float"))).cast("f")
        for index, value in enumerate(strip):
            strip[index] = 1 - value
        backend.write(layer, 0, y, 512, 100, "R'G'B' float", strip, shadow=True)
    backend.call("gimp-drawable-merge-shadow", [layer, 1])
    Path(folder, f"{precision}-after").write_bytes(backend.read(layer, 0, 0, 512, 512, "R'G'B' float"))
"""
    gimp2.run(script, photo=PORTRAIT, folder=tmp_path, precisions=list(PRECISIONS))
    inside = np.zeros((512, 512), bool)
    inside[150:220, 100:300] = True
    for precision, step in PRECISIONS.items():
        names = (f"{precision}-before", f"{precision}-after")
        before, after = (np.fromfile(tmp_path / name, np.float32).reshape(512, 512, 3) for name in names)
        assert (after[~inside] == before[~inside]).all(), precision
        assert np.abs(after[inside] - before[inside]).max() > 0.5, precision
        wanted, found = 1 - before[inside], after[inside]
        if precision % 100 == 0:  # stored linear: judged in linear light
            wanted, found = lut.color.srgb_to_linear(wanted), lut.color.srgb_to_linear(found)
        assert np.abs(found - wanted).max() <= step, precision


def test_the_short_way_gives_the_same_bytes_as_gegl(gimp2: Gimp2, tmp_path: Path) -> None:
    """8-bit pixels come by tiles, with a stride between rows by GEGL."""
    script = (
        LOAD
        + """
backend.call("gimp-layer-add-alpha", [layer])
backend.call("gimp-image-select-ellipse", [image, 2, 100, 100, 300, 300])
backend.call("gimp-drawable-edit-clear", [layer])

def both(name, form, channels):
    short = backend.read(layer, 3, 5, 301, 402, form)
    assert not backend._pixels[layer]._buffers, "GEGL was used"
    spaced = bytearray(402 * 1500)
    backend.read_into(layer, (3, 5, 301, 402), form, spaced, stride=1500)
    assert backend._pixels[layer]._buffers, "GEGL was not used"
    rows = [bytes(spaced[row * 1500 : row * 1500 + 301 * channels]) for row in range(402)]
    result[name] = short == b"".join(rows) and len(set(short)) > 5
    backend._let_go()

result["profile"] = backend.call("gimp-image-get-color-profile", [image])[0] > 0 and backend._of(layer).profile is None
both("rgba", "R'G'B'A u8", 4)
both("own", "", 4)
both("own 8 bit", "u8", 4)
backend.call("gimp-image-convert-grayscale", [image])
both("graya", "Y'A u8", 2)
backend.call("gimp-image-flatten", [image])
layer, = backend.call("gimp-image-get-active-layer", [image])
both("gray", "Y' u8", 1)
backend.call("gimp-image-convert-rgb", [image])
both("rgb", "R'G'B' u8", 3)
backend.call("gimp-image-convert-indexed", [image, 0, 0, 16, 0, 0, ""])
indices = backend.read(layer, 3, 5, 301, 402, "")
result["indices"] = len(indices) == 301 * 402 and max(indices) < 16
"""
    )
    found = gimp2.run(script, photo=PORTRAIT, folder=tmp_path).result
    assert found == dict.fromkeys(("profile", "rgba", "own", "own 8 bit", "graya", "gray", "rgb", "indices"), True)


def test_a_color_profile_is_converted_unless_own_numbers_are_asked_for(gimp2: Gimp2, tmp_path: Path) -> None:
    script = (
        LOAD
        + """
own = backend.read(layer, 0, 0, 512, 512, "u8")

def give(profile):
    content = Path(folder, profile).read_bytes()
    backend.call("gimp-image-set-color-profile", [image, len(content), content])

for strange in ("line", "falling", "tables"):
    give(strange)
    result[strange] = backend.read(layer, 0, 0, 512, 512, "own R'G'B' float")[:4] is not None
    try:
        backend.read(layer, 0, 0, 512, 512, "R'G'B' u8")
    except ValueError as error:
        result[strange] = str(error)
give("wide")
result["own"] = backend.read(layer, 0, 0, 512, 512, "own R'G'B' u8") == own
result["own 8 bit"] = backend.read(layer, 0, 0, 512, 512, "u8") == own
Path(folder, "own").write_bytes(own)
Path(folder, "srgb").write_bytes(backend.read(layer, 0, 0, 512, 512, "R'G'B' u8"))
"""
    )
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    gamma = icc_maker.gamma(2.2)
    (tmp_path / "wide").write_bytes(icc_maker.rgb(icc_maker.DISPLAY_P3, gamma))
    (tmp_path / "falling").write_bytes(icc_maker.rgb(icc_maker.SRGB, icc_maker.table(np.linspace(1, 0, 64))))
    line = dict.fromkeys((b"rXYZ", b"gXYZ", b"bXYZ"), b"XYZ \0\0\0\0" + icc_maker.fixed(0.3, 0.3, 0.3))
    (tmp_path / "line").write_bytes(icc_maker.profile({**line, **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), gamma)}))
    (tmp_path / "tables").write_bytes(icc_maker.profile({b"A2B0": b"mft2" + bytes(60)}, version=2))
    found = gimp2.run(script, photo=PORTRAIT, folder=tmp_path).result
    told = "the image's color profile cannot be converted to sRGB and back"
    assert found == {"own": True, "own 8 bit": True, **dict.fromkeys(("line", "falling", "tables"), told)}
    own = Image.frombytes("RGB", (512, 512), (tmp_path / "own").read_bytes())
    expected = ImageCms.profileToProfile(own, str(tmp_path / "wide"), profile, renderingIntent=1)
    srgb = np.frombuffer((tmp_path / "srgb").read_bytes(), np.uint8).reshape(512, 512, 3)
    assert np.abs(srgb.astype(int) - np.asarray(expected, int)).max() <= 1


def test_what_lies_outside_or_does_not_fit_is_refused(gimp2: Gimp2) -> None:
    script = (
        LOAD
        + """
def said(*arguments):
    try:
        backend.read_into(layer, *arguments)
    except ValueError as error:
        return str(error)

result["outside"] = said((500, 0, 20, 1), "R'G'B' u8", bytearray(60))
result["small"] = said((0, 0, 20, 2), "R'G'B' u8", bytearray(119))
result["format"] = said((0, 0, 20, 2), "RBG u8", bytearray(120))
"""
    )
    assert gimp2.run(script, photo=PORTRAIT).result == {
        "outside": "expected a rectangle inside of 512 × 512 pixels, found 20 × 1 at 500, 0",
        "small": "expected 120 bytes for 20 × 2 pixels, found 119",
        "format": "pixel format: expected one that babl knows, such as \"R'G'B'A u8\"; found 'RBG u8'",
    }


def test_gimp_calls_a_temporary_procedure(gimp2: Gimp2) -> None:
    """gimp-progress-install has GIMP call a procedure of this process while another one runs."""
    script = (
        LOAD
        + """
from gimp_backends.contract import Parameter, Procedure
parameters = tuple(Parameter(kind, name, "") for kind, name in ((0, "command"), (4, "text"), (3, "value")))
results = (Parameter(3, "value", ""),)
seen = []

def progress(name, values):
    seen.append([name, *values])
    return 3, [0.0]

backend.install_temporary(Procedure("temp-progress", *[""] * 5, 3, parameters, results), progress)
backend.call("gimp-progress-install", ["temp-progress"])
backend.call("plug-in-gauss", [1, image, layer, 30.0, 30.0, 0])
backend.call("gimp-progress-uninstall", ["temp-progress"])
backend.uninstall_temporary("temp-progress")
result["seen"] = seen
"""
    )
    seen = gimp2.run(script, photo=PORTRAIT).result["seen"]
    assert len(seen) > 2 and {call[0] for call in seen} == {"temp-progress"}
    assert any(call[1] == 3 and 0 < call[3] <= 1 for call in seen), "no progress was told"


def test_an_exception_in_a_plug_in_reaches_gimp_as_an_error(gimp2: Gimp2) -> None:
    """Even one that run should have caught: ctypes would print it and leave GIMP waiting."""
    broken = gimp2.base / "broken.py"
    broken.write_text(
        INSIDE.read_text(encoding="utf-8")
        .replace("if name == ECHO:", "raise KeyError('lost')\n    if name == ECHO:")
        .replace('"camera-looks-test", "camera-looks-echo"', '"camera-looks-broken", "camera-looks-broken-echo"'),
        encoding="utf-8",
    )
    place = gimp2.add_plug_in(broken)
    try:
        output = gimp2.script_fu('(camera-looks-broken RUN-NONINTERACTIVE "none")')
    finally:
        place.unlink()
    assert "Procedure execution of camera-looks-broken failed: camera-looks-broken failed unexpectedly" in output
    assert "KeyError: 'lost'" in output and "Traceback" in output
