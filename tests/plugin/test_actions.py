"""The menu, as it is declared from the catalog."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from lut.looks import SCENES
from plugin.menu import actions
from plugin.menu.parameters import in_signature

LOOK: dict[str, Any] = {
    "id": "leica-authentic",
    "name": "Authentic",
    "maker": "Xiaomi × Leica",
    "phone": "Xiaomi 12S Ultra",
    "year": 2022,
    "character": "Moody and true.",
    "rests_on": "Described by reviewers.",
    "remarks": ["Colors skin."],
    "vignette": 0.35,
}


def load(tmp_path: Path, *looks: dict[str, Any]) -> dict[str, actions.Action]:
    catalog = tmp_path / "catalog.json"
    catalog.write_text(json.dumps({"version": 1, "looks": looks}), encoding="utf-8")
    return actions.load_actions(catalog)


def test_a_look_becomes_a_menu_entry_under_its_partnership(tmp_path: Path) -> None:
    action = load(tmp_path, LOOK)["camera-looks-leica-authentic"]
    assert (action.menu, action.label) == ("<Image>/Filters/Camera Looks/Xiaomi × Leica", "_Leica Authentic…")
    assert "Described by reviewers. Colors skin. Works on" in action.help and "not made by" in action.help


def test_entries_have_letters_of_their_own_and_keep_their_underscores(tmp_path: Path) -> None:
    names = ("Vivid", "Vivid 2", "Film_400", "2", "V", "×")
    table = load(tmp_path, *({**LOOK, "id": f"my-{number}", "name": name} for number, name in enumerate(names)))
    labels = [action.label for action in table.values() if action.look]
    assert labels == ["_Vivid…", "Vivid _2…", "_Film__400…", "2…", "V…", "×…"]


def test_finishing_steps_that_a_look_does_not_bring_come_last_for_scripts(tmp_path: Path) -> None:
    table = load(tmp_path, LOOK, {**LOOK, "id": "plain", "vignette": None})
    names = {name: [each.name for each in in_signature(action.parameters)] for name, action in table.items()}
    added = ["grain", "glow", "blend", "tones", "softness"]
    assert names["camera-looks-leica-authentic"] == [
        *("strength", "vignette", "new-layer", "own-numbers", "local-tone", *added, "output"),
    ]
    plain = ["strength", "new-layer", "own-numbers", "local-tone", "vignette", *added, "output"]
    assert names["camera-looks-plain"] == plain
    assert names["camera-looks-apply-file"][-6:] == ["vignette", *added]


def test_grain_and_crop_are_asked_for_where_the_look_has_them(tmp_path: Path) -> None:
    xpan = load(tmp_path, {**LOOK, "vignette": None, "grain": 0.3, "crop": "65:24"})["camera-looks-leica-authentic"]
    assert {p.name: p.default for p in xpan.parameters}["grain"] == 30.0
    assert [p.label for p in xpan.parameters if p.name == "crop"] == ["Crop the i_mage to 65:24"]
    assert [(p.name, p.default) for p in in_signature(xpan.parameters) if p.name in ("crop-x", "crop-y")] == [
        ("crop-x", -1.0),
        ("crop-y", -1.0),
    ]


def listed(path: str, name: str) -> list[str]:
    """The ids of pairs, or the keys of a dictionary, in the constant of that name in a host's file."""
    tree = ast.parse((Path(__file__).parents[2] / "plugin" / path).read_text(encoding="utf-8"))
    (value,) = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [name]
    )
    found = value.keys if isinstance(value, ast.Dict) else value.elts
    return [ast.literal_eval(each) for each in found]


def test_every_host_knows_every_scene() -> None:
    """GIMP 2.10's scripts choose a scene by its number, so that the numbers of older versions stay."""
    by_number = listed("gimp2/menu.py", "SCENES")
    assert by_number[:4] == ["auto", "day", "indoor", "night"] and sorted(by_number) == sorted(["auto", *SCENES])
    assert listed("gimp3/dialogs/preview_bar.py", "names") == list(SCENES)


def test_the_scene_is_asked_for_where_the_look_tells_scenes_apart(tmp_path: Path) -> None:
    entry = {**LOOK, "variants": ["day", "night"]}
    action = load(tmp_path, entry)["camera-looks-leica-authentic"]
    (scene,) = [p for p in action.parameters if p.name == "scene"]
    assert scene.default == "auto" and [value for value, _ in scene.choices] == ["auto", *SCENES]


def test_help_says_that_looks_whose_result_is_gray_take_grayscale_images(tmp_path: Path) -> None:
    table = load(tmp_path, *({**LOOK, "id": str(gray), "gray": gray} for gray in ("gray", "rgb", None)))
    says = [name for name, action in table.items() if action.look and "RGB and grayscale images" in action.help]
    assert says == ["camera-looks-gray"]


def test_defaults_lie_inside_their_ranges_and_the_looks_own_vignette_is_the_default(tmp_path: Path) -> None:
    table = load(tmp_path, LOOK)
    doubles = [p for action in table.values() for p in action.parameters if p.kind == "double"]
    assert all(p.low <= p.default <= p.high for p in doubles)
    assert {p.default for p in table["camera-looks-leica-authentic"].parameters if p.name == "vignette"} == {35.0}


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"looks": [{"id": "half"}]}'])
def test_a_broken_catalog_leaves_what_needs_no_look(tmp_path: Path, content: str | None) -> None:
    catalog = tmp_path / "catalog.json"
    if content is not None:
        catalog.write_text(content, encoding="utf-8")
    found = actions.load_actions(catalog)
    assert "camera-looks-apply" in found and all(action.look is None for action in found.values())


def test_the_users_own_catalog_adds_to_the_librarys_and_may_be_broken(tmp_path: Path) -> None:
    (tmp_path / "catalog.json").write_text(json.dumps({"looks": [LOOK]}), encoding="utf-8")
    own = tmp_path / "own-looks.json"
    own.write_text(json.dumps({"looks": [{**LOOK, "id": "my-film", "maker": "My Looks"}]}), encoding="utf-8")
    found = actions.load_actions(tmp_path / "catalog.json", own)
    assert found["camera-looks-my-film"].menu == "<Image>/Filters/Camera Looks/My Looks"
    own.write_text("{", encoding="utf-8")
    assert "camera-looks-leica-authentic" in actions.load_actions(tmp_path / "catalog.json", own)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("<b>Bold</b>", "_<b>Bold</b>…"),  # GIMP leaves an entry out whose label begins with <
        ("<_>", "_<__>…"),
        ("Salt &amp; Pepper", "_Salt &amp; Pepper…"),
        ("A/B", "_A/B…"),
        ("line\nfeed", "_line\\nfeed…"),
        ("\x1b[31mred", "\\_x1b[31mred…"),
        ("\udce9t\udce9", "\\_udce9t\\udce9…"),
        ("   ", "_my-look…"),
    ],
)
def test_any_name_makes_a_label_that_gimp_takes(tmp_path: Path, name: str, label: str) -> None:
    action = load(
        tmp_path,
        {**LOOK, "id": "my-look", "name": name, "maker": "My Looks · \udce9", "character": "From \udce9.cube."},
    )
    found = action["camera-looks-my-look"]
    for text in (found.label, found.title, found.menu, found.blurb, found.help):
        assert text is not None
        text.encode("utf-8")
        assert text.isprintable()
    assert found.label == label


def test_a_folders_name_is_a_submenus(tmp_path: Path) -> None:
    """GIMP loses submenus with two underscores, and shows one as the mark of a letter."""
    action = load(tmp_path, {**LOOK, "maker": "My Looks · Film_Pack_2 A/B"})["camera-looks-leica-authentic"]
    assert action.menu == "<Image>/Filters/Camera Looks/My Looks · Film Pack 2 A∕B"
    assert action.title == "My Looks · Film_Pack_2 A/B · Authentic"


@pytest.mark.parametrize(("loose", "inside", "shown"), [(40, 60, 100), (40, 61, 40), (101, 0, 0)])
def test_a_menu_has_room_for_some_looks_of_ones_own(loose: int, inside: int, shown: int, tmp_path: Path) -> None:
    """The browser has them all."""
    entries = [{**LOOK, "id": f"my-a-{number}", "maker": "My Looks"} for number in range(loose)]
    entries += [{**LOOK, "id": f"my-b-{number}", "maker": "My Looks · Film / Fuji"} for number in range(inside)]
    own = tmp_path / "own-looks.json"
    own.write_text(json.dumps({"looks": entries}), encoding="utf-8")
    found = [name for name in actions.load_actions(own) if name.startswith("camera-looks-my-")]
    assert len(found) == shown
    assert len(actions.load_looks(own)) == loose + inside
    assert actions.find_action("camera-looks-my-a-0", own).look is not None, "a menu of an earlier start calls it"


def test_a_renamed_look_is_found_by_the_former_entry_of_the_menu(tmp_path: Path) -> None:
    own = tmp_path / "own-looks.json"
    entry = {**LOOK, "id": "my-dusk", "name": "Dusk", "maker": "My Looks"}
    own.write_text(json.dumps({"looks": [entry], "renamed": {"my-film": "my-dusk"}}), encoding="utf-8")
    found = actions.find_action("camera-looks-my-film", own)
    assert found.look is not None and found.look["id"] == "my-dusk"
