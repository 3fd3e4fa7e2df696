"""The frame of a crop in a real window: it starts at the picture's interest, and goes where the user puts it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from gimps import CHECKOUT, RealGimp
from open_gimp import OpenGimp
from PIL import Image
from seen import places
from test_dialog import WATCH, Session
from window import Window, wait_for

import lut
from lut.looks.interest import interesting_center

XPAN = lut.looks.load("hasselblad-xpan-color")
TITLE = "Hasselblad · XPan Color"
SHADE = 64
# A dialog over a picture, and what is left of the picture after it.
DIALOG = """
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-hasselblad-xpan-color")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", image)
config.set_property("crop", True)
config.set_property("crop-y", 3.0)  # of another picture: the dialog starts anew
config.set_core_object_array("drawables", [layer(image)])
answers = {Gimp.PDBStatusType.SUCCESS: "success", Gimp.PDBStatusType.CANCEL: "cancel"}
result["status"] = answers.get(procedure.run(config).index(0), "error")
result["size"] = [image.get_width(), image.get_height()]
result["center"] = [config.get_property(name) for name in ("crop-x", "crop-y")]
Path(folder, "cropped").write_bytes(pixels(layer(image)))
"""


class Framed(Session):
    """The dialog over a picture that fits its preview pixel by pixel."""

    def __init__(self, window: Window, folder: Path, picture: np.ndarray) -> None:
        super().__init__(window, folder)
        self.shape = (*picture.shape[:2], 4)
        self.picture = picture
        self.corner = (0, 0)

    def shows_band(self, screen: np.ndarray, top: int, height: int) -> bool:
        """Whether a screenshot shows the picture's left half unchanged in these rows, and dark around them.

        The outline covers a row inside of the frame at each end, and its shadow two outside.
        """
        width = self.picture.shape[1] // 2 - 40
        lit = self.picture[top + 1 : top + height - 1, 4:width, :3]
        found = places(screen, np.ascontiguousarray(lit))
        if len(found) != 1:
            return False
        ((y, x),) = found
        self.corner = (x - 4, y - top - 1)
        shown = screen[self.corner[1] : self.corner[1] + len(self.picture), self.corner[0] + 4 : self.corner[0] + width]
        same = (shown == self.picture[:, 4:width, :3]).all(axis=2).mean(axis=1) > 0.5
        dark = np.abs(shown - self.picture[:, 4:width, :3] * (SHADE / 255)).max(axis=2).mean(axis=1) < 8
        outside = np.r_[0 : max(top - 3, 0), min(top + height + 3, len(same)) : len(same) - 30]  # above the captions
        return not same[outside].any() and bool(dark[outside].all())

    def wait_for_band(self, tops: Iterable[int], height: int) -> int:
        """Wait for the frame at one of several heights, and return which."""

        def find() -> list[int]:
            screen = self.screen()
            return [top for top in tops if self.shows_band(screen, top, height)]

        return wait_for(find, f"the frame at {tops}", self.window)[0]

    def wait_for_interest(self) -> int:
        """Wait for the frame where the dialog puts it, and return its top: GIMP scales its thumbnail in its own way."""
        _left, top, _width, height = start()
        return self.wait_for_band(range(top - 3, top + 4), height)

    def drag(self, *stops: tuple[int, int]) -> None:
        """Press the first button over a point of the picture, and let it go over the last one."""
        left, top = self.corner
        for number, (x, y) in enumerate(stops):
            self.window.xdotool("mousemove", "--sync", left + x, top + y)
            if number == 0:
                self.window.xdotool("mousedown", 1)
        self.window.xdotool("mouseup", 1)


def photo() -> Image.Image:
    """Without the photograph's profile, of which GIMP would ask."""
    image = Image.open(CHECKOUT / "docs/photos/astronaut.png").convert("RGB").resize((360, 300)).crop((0, 0, 360, 240))
    return Image.fromarray(np.asarray(image))


@contextmanager
def framed(gimp: RealGimp, folder: Path) -> Iterator[Framed]:
    photo().save(folder / "photo.png")
    script = "from pathlib import Path\n" + WATCH
    with gimp.window(folder / "photo.png", script=script, folder=folder, dialog=DIALOG) as window:
        session = Framed(window, folder, np.asarray(photo()))
        session.focus(TITLE)
        yield session


def box(center: tuple[float, float]) -> tuple[int, int, int, int]:
    assert XPAN.crop is not None
    return XPAN.crop.box(360, 240, center)


def start() -> tuple[int, int, int, int]:
    assert XPAN.crop is not None
    small = np.asarray(photo().resize((256, 171), Image.Resampling.BOX))
    return box(interesting_center(small, XPAN.crop, (360, 240)))


def test_the_frame_is_dragged_and_the_result_is_what_it_shows(gimp: RealGimp, tmp_path: Path) -> None:
    with framed(gimp, tmp_path) as session:
        width, height = start()[2:]
        first = session.wait_for_interest()
        assert 0 < first < 240 - height
        session.drag((60, first + 20), (60, first + 35), (66, first + 60), (70, first + 50))
        session.wait_for_band([first + 30], height)
        session.press("Up", "Up", "shift+Down")  # 2 + 2 up, 24 down
        moved = first + 30 - 4 + 24
        session.wait_for_band([moved], height)
        session.press("alt+o")
        session.window.gone(TITLE)
        result = session.end()
        assert (result["status"], result["size"]) == ("success", [width, height])
        session.shape = (height, width, 4)
        expected = lut.apply(np.ascontiguousarray(session.picture[moved : moved + height]), XPAN.bake())
        assert (session.file("cropped")[..., :3] == expected).all()


def test_the_frame_goes_back_to_the_interest(gimp: RealGimp, tmp_path: Path) -> None:
    """By a double click, by the button, and by a key."""
    with framed(gimp, tmp_path) as session:
        first, height = session.wait_for_interest(), start()[3]

        def double_click() -> None:
            x, y = session.corner
            session.window.xdotool("mousemove", "--sync", x + 60, y + 40)
            session.window.xdotool("click", "--repeat", 2, "--delay", 60, 1)

        for go_back in (double_click, lambda: session.press("alt+j"), lambda: session.press("BackSpace")):
            # Further than the picture goes, but on the screen: xdotool waits 15 s for a pointer that stays at its edge.
            session.drag((60, first + 20), (60, -20), (60, -25))
            session.wait_for_band([0], height)
            go_back()
            session.wait_for_band([first], height)
        session.press("Escape")
        session.window.gone(TITLE)
        assert session.end()["status"] == "cancel"


CALL = """
for name, center in centers.items():
    image = load(photo)
    arguments = {} if center is None else dict(zip(("crop_x", "crop_y"), center))
    said = call("camera-looks-hasselblad-xpan-color", image, crop=True, **arguments)
    Path(folder, name).write_bytes(pixels(layer(image)))
    result[name] = [said, image.get_width(), image.get_height()]
"""


def test_a_script_places_the_crop(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """One step to undo each, the look's and the crop's, as without a center."""
    photo().save(tmp_path / "photo.png")
    centers = {"top": (50, 0), "low": (10, 70), "interest": None, "half": (-1, 70)}
    script = "from pathlib import Path\n" + CALL
    result = open_gimp.run(script, photo=tmp_path / "photo.png", folder=tmp_path, centers=centers).result
    source = np.asarray(photo())
    _left, top, width, height = start()
    expected = {
        "top": [0],
        "low": [box((0.5, 0.7))[1]],
        "half": [box((0.5, 0.7))[1]],
        "interest": range(top - 3, top + 4),
    }
    for name, tops in expected.items():
        assert result[name] == ["", width, height]
        found = np.fromfile(tmp_path / name, np.uint8).reshape(height, width, 4)[..., :3]
        wanted = [lut.apply(np.ascontiguousarray(source[top : top + height]), XPAN.bake()) for top in tops]
        assert any((found == each).all() for each in wanted), name
