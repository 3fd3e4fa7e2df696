"""What the package offers: its looks, their catalog, and that importing it costs little."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lut import looks
from lut.looks.basis import describe_basis


def test_every_data_file_is_listed():
    files = {path.stem for path in (Path(looks.__file__).parent / "data").glob("*.toml")}
    assert files == set(looks.PARTNERSHIPS)


def test_identifiers_are_unique():
    identifiers = [look.id for look in looks.all_looks()]
    assert len(set(identifiers)) == len(identifiers)


def test_load():
    look = looks.load("leica-authentic")
    assert (look.name, look.maker) == ("Authentic", "Xiaomi × Leica")
    lut = look.bake()
    assert lut.size == 33
    assert lut.is_plain
    assert lut.title == "Xiaomi × Leica Authentic"


def test_catalog_is_what_a_menu_needs():
    catalog = json.loads(json.dumps(looks.catalog()))
    assert catalog["version"] == 5
    assert catalog["partnerships"][0] == "Xiaomi × Leica"
    assert [entry["id"] for entry in catalog["looks"]] == [look.id for look in looks.all_looks()]
    authentic = next(entry for entry in catalog["looks"] if entry["id"] == "leica-authentic")
    assert authentic == {
        "id": "leica-authentic",
        "name": "Authentic",
        "maker": "Xiaomi × Leica",
        "phone": "Xiaomi 12S Ultra",
        "year": 2022,
        "character": looks.load("leica-authentic").character,
        "rests_on": describe_basis(looks.load("leica-authentic")),
        "remarks": [],
        "basis": {"kind": "measured_on", "names": ["Xiaomi 12S Ultra", "MIX Fold 2", "MIX Flip 2"]},
        "monochrome": False,
        "gray": None,
        "colors_skin": False,
        "protect_skin": 0.0,
        "local_tone": 0.0,
        "vignette": looks.load("leica-authentic").amount("vignette"),
        "grain": 0.0,
        "glow": 0.0,
        "crop": None,
        "variants": ["day", "people", "food", "plants", "sunset", "night"],
    }
    vibrant = next(entry for entry in catalog["looks"] if entry["id"] == "leica-vibrant")
    assert vibrant["vignette"] == 0
    panorama = next(entry for entry in catalog["looks"] if entry["id"] == "hasselblad-xpan-bw")
    highkey = next(entry for entry in catalog["looks"] if entry["id"] == "sony-sh")
    assert highkey["glow"] == looks.load("sony-sh").glow.amount
    assert panorama["variants"] == []
    assert panorama["monochrome"]
    assert panorama["crop"] == "65:24"
    assert panorama["grain"] == looks.load("hasselblad-xpan-bw").grain.amount


@pytest.mark.parametrize("size", [2, 17, 65])
def test_bakes_at_any_size(size):
    lut = looks.load("leica-vibrant").bake(size)
    assert lut.size == size
    assert lut.table.min() >= 0 and lut.table.max() <= 1


def test_import_is_light():
    """Neither Pillow nor a TOML parser is loaded before a look is asked for."""
    code = "import sys, lut.looks; print(sorted({'PIL', 'tomllib', 'tomli'} & set(sys.modules)))"
    root = Path(looks.__file__).parents[2]
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=root, check=True, encoding="utf-8")
    assert result.stdout.strip() == "[]"
