"""What others have put where we install is refused, or set aside and told; never deleted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from fakes import gimp
from users import RIGHT, User


@pytest.fixture
def foreign(with_gimp: User) -> Path:
    """A plug-in of the user's own under our name."""
    folder = with_gimp.plug_ins / "camera-looks"
    folder.mkdir(parents=True)
    (folder / "camera-looks.py").write_text("mine", encoding="utf-8")
    (folder / "engine.json").write_text("{}", encoding="utf-8")
    return folder


def test_a_plugin_of_that_name_that_we_did_not_write_is_refused(with_gimp: User, foreign: Path) -> None:
    sentence = f"{foreign} was not written by Camera Looks: move it elsewhere or rename it, then run install.py again."
    answer = with_gimp.install()
    assert (answer.returncode, answer.stderr) == (1, f"\ninstall.py: {sentence}\n")
    assert "Engine" not in answer.stdout, "nothing is made for nothing"
    assert f"Note      {sentence}" in with_gimp.install("--dry-run").stdout
    answer = with_gimp.install("--doctor", "--mend")
    assert answer.returncode == 1
    assert f"Wrong     {foreign} was not written by Camera Looks.\n" in answer.stdout
    answer = with_gimp.install("--uninstall")
    assert f"Kept      {with_gimp.shown(foreign)}: Camera Looks did not write it" in answer.stdout
    assert [path.name for path in sorted(foreign.iterdir())] == ["camera-looks.py", "engine.json"]
    assert (foreign / "camera-looks.py").read_text(encoding="utf-8") == "mine"


def test_another_gimp_is_set_up_all_the_same(with_gimp: User, foreign: Path) -> None:
    gimp(with_gimp.home / "bin/gimp-console-3.2", RIGHT, version="3.2.6")
    answer = with_gimp.install()
    assert answer.returncode == 1 and f"{foreign} was not written by Camera Looks" in answer.stderr
    assert (with_gimp.profile("3.2") / "plug-ins/camera-looks/camera-looks.py").is_file()


def test_files_that_a_user_put_into_ours_are_kept_and_told(with_gimp: User) -> None:
    ann = with_gimp
    assert ann.install().returncode == 0
    folder, kept = ann.plug_ins / "camera-looks", ann.data / "kept/camera-looks"
    (folder / "mine.cube").write_text("mine", encoding="utf-8")
    (folder / "lut/looks/changed.toml").write_text("mine, too", encoding="utf-8")
    answer = ann.install()
    assert answer.returncode == 0
    place = ann.shown(folder)
    assert f"Kept      2 files in {place} that Camera Looks did not write: now in {kept}\n" in answer.stdout
    assert (kept / "mine.cube").read_text(encoding="utf-8") == "mine" and (kept / "lut/looks/changed.toml").read_text(
        encoding="utf-8"
    ) == "mine, too"
    (folder / "notes.txt").write_text("notes", encoding="utf-8")
    answer = ann.install("--uninstall")
    assert f"Kept      a file in {place} that Camera Looks did not write: now in {kept}-2\n" in answer.stdout
    assert f"Kept      {ann.shown(kept.parent)}: files of yours\n" in answer.stdout
    files = {name for name, content in ann.everything().items() if content}
    assert files == {
        ann.name(kept.parent / name)
        for name in ("camera-looks/mine.cube", "camera-looks-2/notes.txt", "camera-looks/lut/looks/changed.toml")
    }


def test_uninstalling_without_a_record_knows_ours_from_others(with_gimp: User) -> None:
    ann = with_gimp
    assert ann.install().returncode == 0
    (ann.data / "install.json").unlink()
    others = [
        ann.profile("2.10") / "plug-ins/camera-looks/engine.json",
        ann.cache / "mine.txt",
        ann.data / "engine/python-mine/notes.txt",
        ann.data / "program/notes.txt",
    ]
    for path in others:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    answer = ann.install("--uninstall")
    assert answer.returncode == 0
    assert f"Removed   {ann.shown(ann.plug_ins / 'camera-looks')}\n" in answer.stdout
    assert f"Kept      {ann.shown(ann.cache)}: Camera Looks did not write mine.txt in it\n" in answer.stdout
    files = {name for name, content in ann.everything().items() if content}
    assert files == set(map(ann.name, others))


def test_uninstalling_believes_no_record_that_names_what_is_not_ours(with_gimp: User) -> None:
    ann = with_gimp
    assert ann.install().returncode == 0
    documents = ann.home / "Documents"
    documents.mkdir()
    (documents / "letter.txt").write_text("Dear Bob", encoding="utf-8")
    record = ann.data / "install.json"
    known = json.loads(record.read_text(encoding="utf-8"))
    known["folders"] += [str(documents), 5]
    known |= {"files": {str(documents / "letter.txt"): "00"}, "made": "x", "first_starts": {str(documents): {}}}
    record.write_text(json.dumps(known), encoding="utf-8")
    answer = ann.install("--uninstall")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert (documents / "letter.txt").read_text(encoding="utf-8") == "Dear Bob"
    assert not (ann.plug_ins / "camera-looks").exists()


@pytest.mark.slow("installs twice; upgrades are tried in test_install_py.py")
def test_an_installation_of_before_there_were_lists_is_known_and_upgraded(with_gimp: User) -> None:
    ann = with_gimp
    assert ann.install().returncode == 0
    folder = ann.plug_ins / "camera-looks"
    (folder / "manifest.json").unlink()
    record = ann.data / "install.json"
    record.write_text(json.dumps({**json.loads(record.read_text(encoding="utf-8")), "files": []}), encoding="utf-8")
    gimp(ann.home / "bin/gimp", {"changed": True, "apart": 200})
    assert ann.install().returncode == 1
    assert not (folder / "manifest.json").exists() and (folder / "camera-looks.py").exists()
    gimp(ann.home / "bin/gimp", RIGHT)
    answer = ann.install()
    assert answer.returncode == 0 and "Kept" not in answer.stdout
    assert (folder / "manifest.json").exists()
    (folder / "manifest.json").unlink()
    shutil.rmtree(folder / "plugin")
    record.unlink()
    assert ann.install("--uninstall").returncode == 0
    assert not folder.exists()


@pytest.mark.slow("installs twice; folders without a link are tried everywhere")
def test_the_plug_ins_folder_can_be_a_link_into_another(with_gimp: User) -> None:
    real = with_gimp.home / "dotfiles/plug-ins"
    real.mkdir(parents=True)
    with_gimp.plug_ins.parent.mkdir(parents=True)
    with_gimp.plug_ins.symlink_to(real)
    for _ in range(2):
        assert with_gimp.install().returncode == 0
    assert [path.name for path in real.iterdir()] == ["camera-looks"]
    assert with_gimp.install("--uninstall").returncode == 0
    assert list(real.iterdir()) == [] and with_gimp.plug_ins.is_symlink()


def test_a_link_that_leads_nowhere_is_a_sentence(with_gimp: User) -> None:
    with_gimp.plug_ins.parent.mkdir(parents=True)
    with_gimp.plug_ins.symlink_to("/nonesuch")
    answer = with_gimp.install()
    assert answer.returncode == 1
    assert f"{with_gimp.plug_ins} is a link to /nonesuch, which is not there: make that folder" in answer.stderr


WITHOUT_RIGHTS = ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner,-chown"]


def test_files_of_another_user_are_a_sentence_with_the_whole_path(with_gimp: User) -> None:
    """Played by root without its rights, and another's files."""
    if not hasattr(os, "geteuid") or os.geteuid() or not Path(WITHOUT_RIGHTS[0]).exists():
        pytest.skip("needs root, which gives its rights away with setpriv")
    ann = with_gimp
    assert ann.install().returncode == 0
    subprocess.run(["chown", "-R", "65534:65534", ann.plug_ins], check=True)
    before = ann.everything()
    answer = ann.install(through=WITHOUT_RIGHTS)
    assert answer.returncode == 1
    assert f"{ann.plug_ins}/.camera-looks.new cannot be written ({ann.plug_ins} belongs to " in answer.stderr
    answer = ann.install("--doctor", through=WITHOUT_RIGHTS)
    assert answer.returncode == 1 and f"Wrong     {ann.plug_ins} cannot be written (it belongs to " in answer.stdout
    answer = ann.install("--uninstall", through=WITHOUT_RIGHTS)
    assert answer.returncode == 1
    assert f"{ann.plug_ins}/camera-looks cannot be written" in answer.stderr
    assert "make it yours, then run install.py --uninstall again." in answer.stderr
    inside = {name: content for name, content in before.items() if name.startswith(ann.name(ann.plug_ins))}
    assert inside and inside.items() <= ann.everything().items()
