"""Camera Looks from scripts: the Procedure Browser's documentation, and the examples of docs/scripting.md."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from applying import AUTHENTIC, PORTRAIT, levels_apart
from gimps import CHECKOUT, RealGimp
from open_gimp import OpenGimp
from PIL import Image

import lut
from lut.looks import finish

PAGE = CHECKOUT / "docs/scripting.md"


def examples() -> dict[str, str]:
    """The page's first command that starts GIMP with each interpreter, by its name."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return {found[1]: block for block in reversed(blocks) if (found := re.search(r"--batch-interpreter=(\S+)", block))}


@pytest.fixture
def photo(gimp: RealGimp) -> Iterator[Path]:
    """The portrait as photo.jpg (GIMP goes by what a file holds) in a folder of its own."""
    folder = gimp.base / f"scripting-{gimp.version}"
    folder.mkdir()
    yield Path(shutil.copy(PORTRAIT, folder / "photo.jpg"))
    shutil.rmtree(folder)


def shell(gimp: RealGimp, folder: Path, command: str) -> tuple[int, str]:
    """What a command, typed in that folder, answers."""
    done = gimp.call(["sh", "-c", f"cd {shlex.quote(str(folder))}\n{command}"])
    return done.returncode, done.stdout


def script_fu(gimp: RealGimp, folder: Path, *calls: str) -> tuple[int, str]:
    """Call camera-looks-apply with these arguments, each time on photo.jpg, and save 0.png and so on."""
    script = "".join(
        f"""
(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "photo.jpg"))))
  (camera-looks-apply {arguments})
  (gimp-file-save RUN-NONINTERACTIVE image "{number}.png"))"""
        for number, arguments in enumerate(calls)
    )
    command = ["gimp-console", "-idf", "--quit", "--batch-interpreter=plug-in-script-fu-eval", "-b", script]
    return shell(gimp, folder, shlex.join(command))


def pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB"))


def expected(strength: float) -> np.ndarray:
    """The portrait in the look, as the library makes it."""
    scene = lut.looks.measure_scene(pixels(PORTRAIT))
    graded = lut.apply(pixels(PORTRAIT), AUTHENTIC.bake(scene=scene), strength)
    return finish.vignette(finish.Strip.whole(graded), AUTHENTIC.amount("vignette") * strength)


@pytest.mark.parametrize("interpreter", ["plug-in-script-fu-eval", "python-fu-eval"])
def test_the_example_of_the_page_as_it_stands(gimp: RealGimp, photo: Path, interpreter: str) -> None:
    code, output = shell(gimp, photo.parent, examples()[interpreter])
    assert code == 0, output
    assert "camera-looks/plugin" not in output, f"a warning of ours: {output}"
    graded = pixels(photo.parent / "graded.png")
    # Two programs scale the picture down to measure its light: a level of the result.
    assert levels_apart(graded, expected(0.8)) <= 1
    assert levels_apart(graded, pixels(PORTRAIT)) > 20


def test_from_script_fu(gimp: RealGimp, photo: Path) -> None:
    """All arguments; and a LUT file without drawables, on what is selected in the image."""
    arguments = """#:run-mode RUN-NONINTERACTIVE #:image image #:drawables (car (gimp-image-get-layers image))
      #:look "leica-authentic" #:scene "night" #:strength 60 #:vignette 0 #:new-layer TRUE"""
    table = lut.Lut(lut.Lut.identity(9).table ** 2)
    lut.write(table, photo.parent / "dark.cube")
    code, output = script_fu(gimp, photo.parent, arguments, '#:image image #:lut-file "dark.cube"')
    assert code == 0, output
    wanted = lut.apply(pixels(PORTRAIT), AUTHENTIC.bake(scene={"night": 1.0}), 0.6)
    assert levels_apart(pixels(photo.parent / "0.png"), wanted) == 0
    assert levels_apart(pixels(photo.parent / "1.png"), lut.apply(pixels(PORTRAIT), table)) == 0


def test_an_error_is_one_sentence_and_ends_the_script(gimp: RealGimp, photo: Path) -> None:
    code, output = script_fu(gimp, photo.parent, '#:image image #:lut-file "gone.cube"')
    assert code and not (photo.parent / "0.png").exists()
    (line,) = [line for line in output.splitlines() if line.startswith("Error:")]
    assert line.startswith("Error: Procedure execution of camera-looks-apply failed: ")
    assert line.rstrip().endswith("gone.cube: cannot be read: No such file or directory")


def test_the_python_example_of_the_page_ends_with_the_sentence(gimp: RealGimp, photo: Path) -> None:
    wrong = examples()["python-fu-eval"].replace("leica-authentic", "leica-autentic")
    code, output = shell(gimp, photo.parent, wrong)
    assert code and not (photo.parent / "graded.png").exists()
    assert "RuntimeError: unknown look 'leica-autentic': did you mean 'leica-authentic'?\n" in output


DOCUMENTATION = """
for name in Gimp.get_pdb().query_procedures("camera-looks-.*", *[".*"] * 7):
    entry = Gimp.get_pdb().lookup_procedure(name)
    said = {"blurb": entry.get_blurb(), "help": entry.get_help(), "authors": entry.get_authors(),
            "copyright": entry.get_copyright(), "date": entry.get_date()}
    arguments = {each.name: [each.nick, each.blurb, each.__gtype__.name, str(each.get_default_value())]
                 for each in entry.get_arguments()}
    result[name] = [said, arguments]
"""
UNITS = ("percent", " %")
NO_DEFAULT = ("GimpParamFile", "GParamString", "GimpParamLayer", "GimpParamCoreObjectArray")


def test_everything_is_documented(open_gimp: OpenGimp) -> None:
    """GIMP's browser itself shows a number's range and a choice's values: the texts say the unit."""
    found = open_gimp.run(DOCUMENTATION).result
    assert len(found) > len(lut.looks.all_looks())
    for name, (said, arguments) in found.items():
        assert all(said.values()), f"{name}: {said}"
        for argument, (label, blurb, kind, default) in arguments.items():
            where = f"{name}, {argument}: {label!r}, {blurb!r}, default {default}"
            assert label and len(blurb) > 5, where
            assert kind != "GParamDouble" or any(unit in blurb for unit in UNITS), where
            assert default != "None" or kind in NO_DEFAULT or argument == "image", where
    apply_help = found["camera-looks-apply"][0]["help"]
    assert all(look.id in apply_help for look in lut.looks.all_looks())
