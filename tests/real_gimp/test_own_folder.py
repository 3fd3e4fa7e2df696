"""The folder of the user's own looks: shown in the file manager, and filled with files of others."""

from __future__ import annotations

import shlex
import shutil
import zipfile
from pathlib import Path

import numpy as np
from applying import PORTRAIT, run
from gimps import CHECKOUT, RealGimp
from open_gimp import OpenGimp

import lut

WARM, COLD = (lut.Lut(lut.Lut.identity(5).table * share) for share in (0.9, 0.7))


def pack(folder: Path) -> Path:
    """A pack of two LUTs and a text, beside a LUT and what is none."""
    lut.write(WARM, folder / "Warm.cube")
    lut.write(COLD, folder / "Cold.spi3d")
    (folder / "Broken.cube").write_text("LUT_3D_SIZE 2\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "Film.zip", "w") as archive:
        for name in ("Warm.cube", "Cold.spi3d"):
            archive.write(folder / name, name)
        archive.writestr("Read me.txt", "Thanks.")
    return folder / "Film.zip"


IMPORT = """
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-import")
config = procedure.create_config()
config.set_property("files", files)
answer = procedure.run(config)
result["status"] = answer.index(0) == Gimp.PDBStatusType.SUCCESS
result["said"] = str(Gimp.get_pdb().get_last_error())
"""


def test_files_and_a_pack_are_imported_and_applied(open_gimp: OpenGimp, looks: Path, tmp_path: Path) -> None:
    files = [pack(tmp_path), tmp_path / "Cold.spi3d", tmp_path / "Broken.cube"]
    outcome = open_gimp.run(IMPORT, files=list(map(str, files)))
    assert not outcome.result["status"]
    assert outcome.result["said"] == (
        f"3 looks imported; not imported: {files[2]}: expected 8 rows for LUT_3D_SIZE 2, found none"
    )
    found = sorted(str(path.relative_to(looks)) for path in looks.rglob("*") if path.is_file())
    assert found == ["Film/Cold.spi3d", "Film/Warm.cube"]  # the loose one is the pack's
    done = run(open_gimp, tmp_path, look="my-film-warm")
    assert (done.after == lut.apply(done.before, WARM)).all() and np.any(done.after != done.before)


def test_import_from_script_fu(gimp: RealGimp, looks: Path, tmp_path: Path) -> None:
    pack(tmp_path)
    script = """(camera-looks-import #:files '("Warm.cube" "Cold.spi3d"))"""
    words = ["gimp-console", "-idf", "--quit", "--batch-interpreter=plug-in-script-fu-eval", "-b", script]
    done = gimp.call(["sh", "-c", f"cd {tmp_path} && {shlex.join(words)}"])
    assert done.returncode == 0, done.stdout
    assert sorted(path.name for path in looks.iterdir()) == ["Cold.spi3d", "Warm.cube"]


SHOW = """
import time
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-show-folder")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
result["done"] = procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS
deadline = time.monotonic() + 600
while not Path(opened).exists() and time.monotonic() < deadline:
    time.sleep(0.1)
"""
FILE_MANAGER = """[Desktop Entry]
Type=Application
Name=File manager
Exec=sh -c 'echo "$0" >{opened}.part && mv {opened}.part {opened}' %f
MimeType=inode/directory;
"""


def test_the_folder_opens_in_the_file_manager_and_what_is_no_look_is_told(
    gimp: RealGimp, looks: Path, tmp_path: Path
) -> None:
    opened = tmp_path / "opened"
    entries = gimp.home / ".local/share/applications"
    entries.mkdir(parents=True, exist_ok=True)
    (entries / "file-manager.desktop").write_text(FILE_MANAGER.format(opened=opened), encoding="utf-8")
    (entries / "mimeapps.list").write_text(
        "[Default Applications]\ninode/directory=file-manager.desktop\n", encoding="utf-8"
    )
    looks.mkdir()
    (looks / "half.toml").write_text("steps = 1", encoding="utf-8")
    try:
        outcome = gimp.run(SHOW, opened=opened)
    finally:
        shutil.rmtree(entries)
    assert outcome.result["done"]
    assert opened.read_text(encoding="utf-8").strip() == str(looks)
    assert f"not understood:\n{looks / 'half.toml'}:1: steps: expected a list of steps" in outcome.output


def test_without_a_file_manager_the_folder_is_told(gimp: RealGimp, looks: Path, tmp_path: Path) -> None:
    script = SHOW.replace("deadline = time.monotonic() + 600", "deadline = 0")
    outcome = gimp.run(script, opened=tmp_path / "opened")
    assert outcome.result["done"] and looks.is_dir()
    assert f"Your looks are in {looks}." in outcome.output


def test_one_look_is_not_made_from_a_pack_of_several(open_gimp: OpenGimp, looks: Path, tmp_path: Path) -> None:
    script = """
image = load(photo)
result["said"] = call("camera-looks-create-from-file", image, file=Gio.File.new_for_path(file))
"""
    outcome = open_gimp.run(script, photo=PORTRAIT, file=pack(tmp_path))
    assert outcome.result["said"].endswith("Film.zip: expected one look, found 2: Import LUTs… takes them all")
    assert not looks.exists()


WINDOW = """
image = Gimp.get_images()[0]
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-import")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", [layer(image)])
config.set_property("files", files)
result["status"] = int(procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS)
"""


def test_what_is_ticked_is_imported_and_cancel_stores_nothing(gimp: RealGimp, looks: Path, tmp_path: Path) -> None:
    """A LUT, a pack of two and a broken one, on the photograph: the pack's first is unticked by keys."""
    files = [str(tmp_path / "Cold.spi3d"), str(pack(tmp_path)), str(tmp_path / "Broken.cube")]
    photo = CHECKOUT / "docs/photos/mountain.jpg"
    for keys, wanted in ((("Escape",), []), (("Down", "space", "alt+i"), ["Cold.spi3d", "Film/Warm.cube"])):
        with gimp.window(photo, script=WINDOW, files=files) as window:
            window.focus("Import LUTs")
            window.screenshot(tmp_path / "dialog.png")
            window.xdotool("key", "--delay", "60", *keys)
            window.gone("Import LUTs")
            if wanted:  # they are browsed
                window.focus("Browse Looks")
                window.xdotool("key", "Escape")
            window.outcome()
        assert sorted(str(path.relative_to(looks)) for path in looks.rglob("*") if path.is_file()) == wanted


def test_looks_are_imported_with_no_image_open(gimp: RealGimp, looks: Path, tmp_path: Path) -> None:
    """By name alone: there is no picture to show them on."""
    script = """
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-import")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("files", files)
result["status"] = int(procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS)
"""
    with gimp.window(script=script, files=[str(pack(tmp_path))]) as window:
        window.focus("Import LUTs")
        window.screenshot(tmp_path / "dialog.png")
        window.xdotool("key", "alt+i")
        window.gone("Import LUTs")
        assert window.outcome().result["status"] == 1
    stored = sorted(str(path.relative_to(looks)) for path in looks.rglob("*") if path.is_file())
    assert stored == ["Film/Cold.spi3d", "Film/Warm.cube"]
