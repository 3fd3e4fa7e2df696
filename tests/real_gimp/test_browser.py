"""The look browser in a real window: find a look by typing, see it, apply it, undo; cancel changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import faulty_engine
import numpy as np
import pytest
from faulty_engine import edited
from gimps import RealGimp
from PIL import Image
from test_dialog import IMAGE, PHOTO, WATCH, Session
from window import wait_for

import lut

TITLE = "Browse Looks"
DIALOG = """
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-browse")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", [layer(image)])
answers = {Gimp.PDBStatusType.SUCCESS: "success", Gimp.PDBStatusType.CANCEL: "cancel"}
result["status"] = answers.get(procedure.run(config).index(0), "error")
"""
THUMBNAIL = (140, 105)


@pytest.fixture
def shelf(gimp: RealGimp) -> Path:
    """Where favorites and recent looks are kept, empty."""
    place = gimp.home / ".local/share/camera-looks/shelf.json"
    place.unlink(missing_ok=True)
    return place


def test_found_by_typing_seen_applied_and_undone(gimp: RealGimp, tmp_path: Path, shelf: Path) -> None:
    sepia = lut.looks.load("leica-sepia").bake()
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog="") as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        expected = lut.apply(before, sepia)
        session.focus(IMAGE)
        window.search_action("Browse Looks")
        session.focus(TITLE)
        session.press("ctrl+f")
        window.xdotool("type", "--delay", "40", "leica sepia")
        session.press("Down")  # to the first that was found
        session.press("ctrl+d")  # a favorite
        session.press("alt+1")  # single pixels
        session.shows(before, expected)
        session.press("alt+a")
        window.gone(TITLE)
        session.pixels_once(lambda found: bool((found == expected).all()), "applied")
        session.focus(IMAGE)
        session.press("ctrl+z")
        session.pixels_once(lambda found: bool((found == before).all()), "undone")
        session.end()
    kept = json.loads(shelf.read_text(encoding="utf-8"))
    assert kept == {"favorites": ["leica-sepia"], "recent": ["leica-sepia"]}


def test_every_look_has_its_picture_and_cancel_changes_nothing(gimp: RealGimp, tmp_path: Path, shelf: Path) -> None:
    """The first page of tiles: the photograph is small in it, once for each look, each as the look makes it."""
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG) as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        session.focus(TITLE)
        tile = np.asarray(Image.fromarray(before).resize(THUMBNAIL, Image.Resampling.BOX))
        sepia = lut.apply(tile, lut.looks.load("leica-sepia").bake()).astype(float)

        def tile_is_there() -> bool:
            """The picture of the tile, without the corner of its star, anywhere on the left of the screen."""
            screen = session.screen()[:820, :500].astype(float)
            rows, columns = screen.shape[0] - THUMBNAIL[1], screen.shape[1] - THUMBNAIL[0]
            difference = np.zeros((rows, columns))
            points = [(y, x) for y in range(8, 96, 6) for x in range(8, 108, 6)]
            for y, x in points:
                difference += np.abs(screen[y : y + rows, x : x + columns] - sepia[y, x, :3]).mean(axis=2)
            return bool(difference.min() / len(points) < 4)

        wait_for(tile_is_there, "the sepia tile", window)
        session.press("Escape")
        window.gone(TITLE)
        assert (session.pixels("cancelled") == before).all()
        assert session.end()["status"] == "cancel"
    assert not shelf.exists()


def test_keys_reach_every_group_and_return_applies(gimp: RealGimp, tmp_path: Path, shelf: Path) -> None:
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG) as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        session.focus(TITLE)

        def starred(look: str, *keys: str) -> None:
            """Go there, and make the tile with the focus a favorite, which is written to a file, and no longer one."""
            session.press(*keys, "ctrl+d")
            wait_for(lambda: shelf.exists() and kept() == [look], f"{look} by {' '.join(keys)}", window)
            session.press("ctrl+d")
            wait_for(lambda: kept() == [], f"no {look}", window)

        def kept() -> list[str]:
            return list(json.loads(shelf.read_text(encoding="utf-8"))["favorites"])

        starred("samsung-sony-imagined", "End")
        starred("harcourt-vibrant", "Left")  # the group above, its last tile
        starred("samsung-sony-imagined", "Down")  # a row of one tile
        starred("harcourt-vibrant", "Up")  # and back in the column
        starred("leica-authentic", "Home")
        starred("leica-vivid", "Right", "Right")
        starred("leica-natural", "Right")  # on from the end of the row
        starred("leica-classic", "Down", "Down", "Down")  # the next group
        starred("leica-authentic", "Page_Up", "Page_Up", "space")  # space applies nothing
        session.press("Tab", "shift+Tab")  # the button below, and back to the same tile
        starred("leica-vibrant", "Right")
        window.xdotool("type", "--delay", "40", "harcourt")  # goes into the search
        starred("harcourt-vibrant", "Down", "End")  # what the search hides is passed over
        session.press("Home", "Return")
        window.gone(TITLE)
        session.pixels_once(lambda found: bool((found[..., :3] != before[..., :3]).any()), "applied")
        assert session.end()["status"] == "success"
    assert json.loads(shelf.read_text(encoding="utf-8"))["recent"] == ["harcourt-classic"]


@pytest.mark.parametrize(
    ("screen", "below"), [((1024, 768), "leica-vivid"), ((2560, 1440), "leica-bw-natural")], ids=["small", "large"]
)
def test_the_window_has_as_many_columns_as_the_screen_has_room_for(
    gimp: RealGimp,
    tmp_path: Path,
    shelf: Path,
    monkeypatch: pytest.MonkeyPatch,
    screen: tuple[int, int],
    below: str,
) -> None:
    """below: the look below the first one, with two columns or four."""
    monkeypatch.setattr("window.SCREEN", f"{screen[0]}x{screen[1]}x24")
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG) as window:
        session = Session(window, tmp_path)
        session.focus(TITLE)
        session.press("Home", "Down", "ctrl+d")
        wait_for(lambda: shelf.exists() and below in shelf.read_text(encoding="utf-8"), below, window)
        shape = window.xdotool("getwindowgeometry", "--shell", window.find(TITLE))
        size = [int(line.partition("=")[2]) for line in shape.splitlines() if line.startswith(("WIDTH", "HEIGHT"))]
        assert all(each <= room for each, room in zip(size, screen, strict=True)), size
        session.press("Escape")
        window.gone(TITLE)
        session.end()


@pytest.fixture
def shown_pages(gimp: RealGimp, tmp_path: Path) -> Iterator[Path]:
    """The file that has the page that a browser was asked for, in place of a browser."""
    shown, browser = tmp_path / "pages", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {shown}.part\nmv {shown}.part {shown}\n', encoding="utf-8")
    browser.chmod(0o755)
    files = {
        ".local/share/applications/page.desktop": (
            f"[Desktop Entry]\nType=Application\nName=Page\nExec={browser} %u\nMimeType=text/html;\n"
        ),
        ".config/mimeapps.list": "[Default Applications]\ntext/html=page.desktop\n",
    }
    for name, text in files.items():
        (gimp.home / name).parent.mkdir(parents=True, exist_ok=True)
        (gimp.home / name).write_text(text, encoding="utf-8")
    yield shown
    for name in files:
        (gimp.home / name).unlink()


def test_help_opens_a_page_of_ours(gimp: RealGimp, tmp_path: Path, shelf: Path, shown_pages: Path) -> None:
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG) as window:
        session = Session(window, tmp_path)
        session.focus(TITLE)
        for key in ("F1", "alt+h"):
            session.press(key)
            wait_for(shown_pages.exists, f"a page by {key}", window)
            page = Path(shown_pages.read_text(encoding="utf-8").strip().removeprefix("file://"))
            assert page == gimp.folder / "plugin/gimp3/help/en/using.html"
            assert page.exists()
            shown_pages.unlink()
        session.press("Escape")
        window.gone(TITLE)
        assert session.end()["status"] == "cancel"


def test_the_crop_of_a_look_is_made_on_request(gimp: RealGimp, tmp_path: Path, shelf: Path) -> None:
    look = lut.looks.load("hasselblad-xpan-bw")
    size = "\nresult['size'] = [image.get_width(), image.get_height()]"
    with gimp.window(PHOTO, script=WATCH + size, folder=tmp_path, dialog=DIALOG) as window:
        session = Session(window, tmp_path)
        session.file("before")
        session.focus(TITLE)
        session.press("ctrl+f")
        window.xdotool("type", "--delay", "40", "xpan black")
        session.press("Down", "alt+m")  # Crop the image
        session.press("alt+a")
        window.gone(TITLE)
        result = session.end()
    assert look.crop is not None
    assert result["status"] == "success" and result["size"] == list(look.crop.box(1600, 1200)[2:])


def test_saved_settings_bring_their_look_back(gimp: RealGimp, tmp_path: Path, shelf: Path) -> None:
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG) as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        session.focus(TITLE)

        def search(text: str) -> None:
            session.press("ctrl+f", "ctrl+a")
            window.xdotool("type", "--delay", "40", text)
            session.press("Down")

        search("sepia")
        session.press("alt+t", "ctrl+a", "5", "5", "Tab", "alt+f", "alt+s")  # Strength, Advanced, Save Settings
        saved = gimp.profile / "plug-in-settings/GimpProcedureConfigRun-camera-looks-browse.default"
        wait_for(saved.exists, "the saved settings", window)  # a button acts a moment after its letter
        search("blue")
        session.press("alt+1")
        session.shows(before, lut.apply(before, lut.looks.load("leica-blue").bake(), 0.55))
        session.press("alt+l")  # Load Saved Settings: any key behind it would come before the button acts
        session.shows(before, lut.apply(before, lut.looks.load("leica-sepia").bake(), 0.55))
        session.press("alt+a")
        window.gone(TITLE)
        session.end()
    assert json.loads(shelf.read_text(encoding="utf-8"))["recent"] == ["leica-sepia"]


@pytest.mark.parametrize("stage", ["stop hello 1", "stop strip 4"])
def test_while_the_engine_hangs_the_window_lives_and_says_so(
    gimp: RealGimp, faulty: Path, shelf: Path, stage: str
) -> None:
    faulty_engine.fault(faulty, stage)
    late = edited(gimp.folder / "plugin/gimp3/dialogs/rendering.py", "LATE_SECONDS = 4.0", "LATE_SECONDS = 20.0")
    with late, gimp.window(PHOTO, script=WATCH, folder=faulty, dialog=DIALOG) as window:
        session = Session(window, faulty)
        before = session.file("before")
        session.focus(TITLE)
        wait_for((faulty / "reached").exists, "the fault", window)
        session.press("ctrl+f")
        window.xdotool("type", "--delay", "40", "leica sepia")
        session.press("Down", "ctrl+d", "alt+1")
        wait_for(shelf.exists, "the favorite", window)
        quiet = session.screen()
        wait_for(lambda: (session.screen() != quiet).any(), "the sentence", window)
        session.press("Escape")
        window.gone(TITLE)
        assert (session.pixels("cancelled") == before).all()
        assert session.end()["status"] == "cancel"


EDIT = """
assert call("camera-looks-browse", image, output="look-layer", look="leica-authentic", scene="day",
            vignette=12.0, strength=60.0) == ""
write("made")
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-edit-look-layer")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", [layer(image)])
result["edited"] = procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS
result["settings"] = json.loads(bytes(layer(image).get_parasite("camera-looks-layer").get_data()))
result["opacity"] = layer(image).get_opacity()
"""


def test_a_look_layer_is_edited_with_its_own_settings_in_one_step_to_undo(
    gimp: RealGimp, tmp_path: Path, shelf: Path
) -> None:
    left = "\nresult['left'] = layer(image).get_opacity()"
    with gimp.window(PHOTO, script="import json\n" + WATCH + left, folder=tmp_path, dialog=EDIT) as window:
        session = Session(window, tmp_path)
        made = session.file("made")
        session.focus("Edit Look Layer")
        session.press("alt+t", "ctrl+a")  # the mnemonic of Strength
        session.press("4", "0", "Tab")
        session.press("alt+v", "ctrl+a")  # Vignette
        session.press("9", "0", "Tab")
        session.press("alt+a")  # Apply
        window.gone("Edit Look Layer")
        session.pixels_once(lambda pixels: bool((pixels != made).any()), "edited")
        session.focus(IMAGE)
        session.press("ctrl+z")
        session.pixels_once(lambda pixels: bool((pixels == made).all()), "undone")
        result = session.end()
    assert result["edited"] and abs(result["opacity"] - 40) < 0.5 and abs(result["left"] - 60) < 0.5
    assert (result["settings"]["look"], result["settings"]["scene"]) == ("leica-authentic", "day")
    assert abs(result["settings"]["vignette"] - 0.9) < 1e-6
