"""The menu, as it is declared from the catalog."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plugin import actions

LOOK: dict[str, Any] = {
    "id": "leica-authentic",
    "name": "Authentic",
    "maker": "Xiaomi × Leica",
    "phone": "Xiaomi 12S Ultra",
    "year": 2022,
    "character": "Moody and true.",
    "rests_on": "described by reviewers",
    "vignette": 0.35,
}


def load(tmp_path: Path, *looks: dict[str, Any]) -> dict[str, actions.Action]:
    catalog = tmp_path / "catalog.json"
    catalog.write_text(json.dumps({"version": 1, "looks": looks}), encoding="utf-8")
    return actions.load(catalog)


def test_a_look_becomes_a_menu_entry_under_its_partnership(tmp_path: Path) -> None:
    action = load(tmp_path, LOOK)["camera-looks-leica-authentic"]
    assert (action.menu, action.label) == ("<Image>/Filters/Camera Looks/Xiaomi × Leica", "Authentic…")
    assert "described by reviewers" in action.help and "not made by" in action.help


def test_the_vignette_is_asked_for_only_where_the_look_has_one(tmp_path: Path) -> None:
    table = load(tmp_path, LOOK, {**LOOK, "id": "plain", "vignette": None})
    names = {name: [parameter.name for parameter in action.parameters] for name, action in table.items()}
    assert names["camera-looks-leica-authentic"] == ["strength", "vignette", "new-layer", "own-numbers"]
    assert names["camera-looks-plain"] == ["strength", "new-layer", "own-numbers"]


def test_grain_and_crop_are_asked_for_where_the_look_has_them(tmp_path: Path) -> None:
    xpan = load(tmp_path, {**LOOK, "vignette": None, "grain": 0.3, "crop": "65:24"})["camera-looks-leica-authentic"]
    assert {p.name: p.default for p in xpan.parameters}["grain"] == 30.0
    assert [p.label for p in xpan.parameters if p.name == "crop"] == ["_Crop the image to 65:24"]


def test_defaults_lie_inside_their_ranges_and_the_looks_own_vignette_is_the_default(tmp_path: Path) -> None:
    table = load(tmp_path, LOOK)
    doubles = [p for action in table.values() for p in action.parameters if p.kind == "double"]
    assert all(p.low <= p.default <= p.high for p in doubles)
    assert {p.default for p in table["camera-looks-leica-authentic"].parameters if p.name == "vignette"} == {35.0}


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"looks": [{"id": "half"}]}'])
def test_a_broken_catalog_leaves_the_procedure_for_scripts(tmp_path: Path, content: str | None) -> None:
    catalog = tmp_path / "catalog.json"
    if content is not None:
        catalog.write_text(content)
    assert list(actions.load(catalog)) == ["camera-looks-apply"]
