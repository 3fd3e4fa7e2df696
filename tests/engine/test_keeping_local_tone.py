"""The local tone that was found in photographs, kept in a look of one's own or left out."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine_requests import job, photo, strip

import lut
from lut.color.difference import srgb_delta_e2000
from lut.create import fitted_files
from lut.engine import creation
from lut.engine.progress import Cancelled
from lut.engine.server import Server
from lut.shared import folders
from tests.create.pairs import locally_toned
from tests.user_folders import set_home

sys.path.insert(0, str(Path(__file__).parents[1] / "images"))
from phone_photos import write_photos

KNOWN = lut.looks.load("sony-fl").bake()
STOPS = 3.0


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_home(monkeypatch, tmp_path / "home")
    return folders.user_looks()


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw files, and pictures of a phone that compresses light locally before its look."""
    folder = tmp_path_factory.mktemp("photos") / "DCIM"
    return write_photos(folder, KNOWN, "mountain", "autumn", stops=STOPS)


@pytest.fixture(scope="module")
def draft(photos: Path) -> creation.Draft:
    made = creation.create_draft({"way": "photos", "files": [str(photos)]}, None, creation.ignore_progress)
    assert made is not None and made.fitted is not None and made.fitted.finish is not None
    return made


@pytest.fixture
def server(draft: creation.Draft) -> Server:
    server = Server()
    server.draft = draft
    return server


def ask(server: Server, do: str, **fields: Any) -> dict[str, Any]:
    answer = server.answer({"id": 1, "do": do, **fields})
    assert "error" not in answer, answer
    return answer


def rendered(server: Server, pixels: np.ndarray, **look: Any) -> np.ndarray:
    """Let the engine compute a picture of 80 × 60 pixels; look: what a job names."""
    file = folders.data() / "memory"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(bytes(1 << 16))
    ask(server, "memory", bytes=1 << 16, path=str(file))
    server.memories["pixels"].pixels(0, 60, 80, 4, np.dtype("uint8"))[...] = pixels
    place = {"source": 0, "width": 80, "rows": 60, "left": 0, "top": 0, "size": [80, 60]}
    message = {**job(frame=[80, 60], thumbnail=place), "look": None, **look}
    assert "error" not in server.answer(message)
    assert "error" not in server.answer(strip(width=80, rows=60, target=1 << 15))
    return server.memories["pixels"].pixels(1 << 15, 60, 80, 4, np.dtype("uint8")).copy()


def test_a_look_with_local_tone_is_one_look(server: Server, home: Path) -> None:
    saved = ask(server, "save", name="My “phone” v1.2")
    assert saved == {"id": 1, "path": str(home / "My “phone” v1.2.toml"), "changes": ()}
    assert sorted(path.suffix for path in home.iterdir()) == [".cube", ".toml"]
    ask(server, "own")
    (look,) = lut.looks.own_catalog()["looks"]
    assert (look["id"], look["name"], look["local_tone"]) == ("my-my-phone-v1-2", "My “phone” v1.2", 1)
    assert "There is already a look" in server.answer({"id": 2, "do": "save", "name": "my “Phone” V1.2"})["error"]


def test_the_preview_shows_what_the_saved_look_does(server: Server, home: Path) -> None:
    pixels = photo("sunset.jpg")
    tried, without = (rendered(server, pixels, draft=True, **more) for more in ({}, {"local_tone": 0.0}))
    assert difference(tried, without) > 0.4
    ask(server, "save", name="Phone")
    away = np.abs(rendered(server, pixels, look="my-phone").astype(int) - tried)
    # A file's decimals let a few codes of the table round the other way, and local contrast makes two of one.
    assert away.max() <= 2 and (away > 0).mean() < 0.005
    ask(server, "save", name="Table", local_tone=False)
    assert np.abs(rendered(server, pixels, look="my-table").astype(int) - without).max() <= 1


@pytest.mark.parametrize("unseen", ["brushes", "dandelion", "fig", "sunset", "wine"])
def test_with_local_tone_the_look_is_nearer_to_the_phone(server: Server, unseen: str) -> None:
    """Oracle: another photograph through the same local step and the known look."""
    pixels = photo(f"{unseen}.jpg")
    wanted = lut.apply(locally_toned(pixels[..., :3], STOPS), KNOWN)
    kept, table = (rendered(server, pixels, draft=True, **more) for more in ({}, {"local_tone": 0.0}))
    assert difference(kept, wanted) < difference(table, wanted)


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Mean ΔE2000 between two 8-bit pictures."""
    codes = (each[..., :3].reshape(-1, 3) / np.float32(255) for each in (one, other))
    return float(srgb_delta_e2000(*codes).mean())


def test_an_exported_lut_tells_what_it_lacks(server: Server, tmp_path: Path) -> None:
    saved = ask(server, "save", name="Phone", export=str(tmp_path / "phone.cube"))
    assert saved["changes"] == ("phone.cube: without the local tone, which no LUT can hold",)
    assert lut.read(tmp_path / "phone.cube").size == 33


def test_nothing_is_left_of_a_look_that_cannot_be_written(
    server: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_disk(data: bytes, path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(fitted_files, "save_file", fill_disk)
    answer = server.answer({"id": 1, "do": "save", "name": "Phone"})
    assert answer["error"] == f"{home / 'Phone.toml'}: No space left on device"
    assert list(home.iterdir()) == []


def test_a_recipe_from_elsewhere_is_not_saved_without_its_table(draft: creation.Draft, tmp_path: Path) -> None:
    assert draft.fitted is not None
    fitted_files.write_fitted(draft.fitted, tmp_path / "phone.toml")
    error = Server().answer({"id": 1, "do": "create", "way": "file", "file": str(tmp_path / "phone.toml")})["error"]
    assert error.endswith("phone.toml: starts from phone.cube: put both files into the folder of your looks")


@pytest.mark.slow("waits for a fit each", but_first=True)
@pytest.mark.parametrize("rounds", [0, 1])
def test_a_cancel_during_the_fit_ends_it(photos: Path, rounds: int) -> None:
    told: list[float] = []

    def progress(share: float) -> None:
        told.append(share)
        if share * 3 - 2 > rounds / 100:
            raise Cancelled

    with pytest.raises(Cancelled):
        creation.create_draft({"way": "photos", "files": [str(photos)]}, None, progress)
    assert told == sorted(told) and told[-1] < 0.8
