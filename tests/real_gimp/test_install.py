"""install.py on a machine with a real GIMP whose Python has no numpy."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from gimps import CHECKOUT, RealGimp
from open_gimp import OpenGimp

from tests.waiting import HANG_SECONDS

APPLY = "result['said'] = call('camera-looks-apply', load(photo), look='leica-authentic')"
PHOTO = CHECKOUT / "docs/photos/astronaut.png"


def engine(gimp: RealGimp) -> str:
    """The engine's interpreter of an installation."""
    return str(json.loads((gimp.folder / "engine.json").read_text(encoding="utf-8"))["python"])


@pytest.fixture
def newcomer(gimp: RealGimp, tmp_path: Path) -> RealGimp:
    """The same GIMP for a user who has not started it yet."""
    return gimp.at_home(tmp_path / "newcomer")


@pytest.fixture(scope="module")
def used_profile(gimp: RealGimp) -> Path:
    """A profile as GIMP makes it at its first start, to copy: making one takes seconds."""
    first = gimp.at_home(gimp.base / f"first-start-{gimp.place}")
    first.run("pass")
    return first.profile


@pytest.fixture
def user(gimp: RealGimp, used_profile: Path, tmp_path: Path) -> RealGimp:
    """The same GIMP for a user who has started it before and has no Camera Looks."""
    user = gimp.at_home(tmp_path / "user")
    shutil.copytree(used_profile, user.profile)
    return user


def changed_checkout(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the checkout with something else in one file."""
    copy = folder / "changed"
    shutil.copytree(CHECKOUT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "tests", "build"))
    text = (copy / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} has no single {old!r}"
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    return copy


def profile(gimp: RealGimp) -> dict[str, tuple[int, bytes]]:
    """Every path in the profile with its date and content."""
    return {
        str(path.relative_to(gimp.profile)): (path.stat().st_mtime_ns, path.read_bytes())
        if path.is_file()
        else (0, b"")
        for path in gimp.profile.rglob("*")
    }


def test_an_environment_was_made_since_this_gimp_has_no_numpy(gimp: RealGimp) -> None:
    assert engine(gimp).startswith(f"{gimp.home}/.local/share/camera-looks/engine/")


def test_gimp_knows_every_look_by_its_procedure_and_place_in_the_menu(open_gimp: OpenGimp) -> None:
    looks = json.loads((open_gimp.gimp.folder / "catalog.json").read_text(encoding="utf-8"))["looks"]
    found = open_gimp.run(
        "for name in names:\n"
        "    procedure = Gimp.get_pdb().lookup_procedure(name)\n"
        "    label = procedure.get_menu_label().replace('_', '')\n"  # before the letter to press
        "    result[name] = [label, procedure.get_menu_paths()]\n",
        names=[f"camera-looks-{look['id']}" for look in looks],
    ).result
    assert len({label for label, _menus in found.values()}) == len(looks)  # for GIMP's search
    for look in looks:
        label, menus = found[f"camera-looks-{look['id']}"]
        assert label.endswith(f"{look['name']}…")
        assert menus == [f"<Image>/Filters/Camera Looks/{look['maker']}"]


def test_installing_upgrading_and_uninstalling_leave_a_profile_as_it_was(user: RealGimp, gimp: RealGimp) -> None:
    """To the date of every file: the check reads the user's settings and lets GIMP write to a copy."""
    before = profile(user)
    for _ in range(2):
        answer = user.install("--python", engine(gimp))
        assert answer.returncode == 0, answer.stdout
        assert "for the first time" not in answer.stdout
    assert (user.folder / "camera-looks.py").exists()
    assert user.install("--uninstall").returncode == 0
    assert profile(user) == before
    assert not (user.home / ".local/share/camera-looks").exists()
    assert not (user.home / ".cache/camera-looks").exists()


@pytest.mark.once
def test_a_profile_that_only_the_installer_needed_goes_again(newcomer: RealGimp, gimp: RealGimp) -> None:
    answer = newcomer.install("--python", engine(gimp))
    assert "for the first time" in answer.stdout
    assert (newcomer.profile / "gimprc").exists(), "GIMP made its own profile"
    assert newcomer.install("--uninstall").returncode == 0
    assert not newcomer.profile.exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "plugin/gimp3/plugin.py",
            "from types import MappingProxyType\n",
            "from types import MappingProxyType\n\nimport numpy\n",
            "GIMP has not loaded the plug-in",
        ),
        ("lut/engine/server.py", "import numpy as np\n", "import nonesuch\n", "engine ended unexpectedly"),
    ],
)
def test_the_check_finds_a_plugin_that_does_not_work(
    user: RealGimp, gimp: RealGimp, tmp_path: Path, file: str, old: str, new: str, sentence: str
) -> None:
    broken = changed_checkout(tmp_path, file, old, new)
    answer = user.call(["python3", broken / "install.py", "--python", engine(gimp)])
    assert answer.returncode == 1
    assert sentence in answer.stdout
    assert not user.folder.exists()


@pytest.mark.once
@pytest.mark.parametrize("who", ["user", "newcomer"])  # GIMP has known its Python before, or never
def test_a_gimp_without_its_python_packages_gets_the_exact_command(
    request: pytest.FixtureRequest, who: str, gimp: RealGimp
) -> None:
    """As after `apt install --no-install-recommends gimp`: GIMP is there, what its Python plug-ins import is not."""
    if gimp.place.root is None:
        pytest.skip("This GIMP is the machine's own: nothing of it can be hidden.")
    user: RealGimp = request.getfixturevalue(who)
    hide = "mount --bind /dev/null /usr/lib/python3/dist-packages/gi/__init__.py"
    answer = user.call(["sh", "-c", f"{hide} && python3 {CHECKOUT}/install.py --python {engine(gimp)}"])
    assert answer.returncode == 1
    assert "cannot run plug-ins written in Python" in answer.stdout
    assert "sudo apt install python3-gi gir1.2-gimp-3.0\n" in answer.stdout
    assert not user.folder.exists()


@pytest.mark.once
def test_without_a_network_the_exact_command_is_told(user: RealGimp) -> None:
    offline = user.at_home(user.home, PIP_NO_INDEX="1", PIP_FIND_LINKS="", PIP_EXTRA_INDEX_URL="")
    answer = offline.install()
    assert answer.returncode == 1
    assert "sudo apt install python3-numpy python3-pil" in answer.stdout
    assert list((user.home / ".local/share/camera-looks/engine").iterdir()) == []
    assert not user.folder.exists()


def on_this_machine(*options: str | Path) -> None:
    """Run install.py here, where there is a network and numpy, and not where the GIMP is."""
    command = [sys.executable, CHECKOUT / "install.py", *options]
    answer = subprocess.run(command, capture_output=True, timeout=HANG_SECONDS, encoding="utf-8")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def unzipped(file: Path, folder: Path) -> Path:
    """What a file manager or unzip makes of it, with the files' modes."""
    with zipfile.ZipFile(file) as archive:
        for item in archive.infolist():
            Path(archive.extract(item, folder)).chmod(item.external_attr >> 16)
    [top] = folder.iterdir()
    return top


@pytest.mark.once
def test_a_bundle_installs_without_a_network(user: RealGimp, tmp_path: Path) -> None:
    """The wheels were fetched elsewhere; here no address can be reached, not even this machine's own."""
    question = "import sys; print(*sys.version_info[:2], sep='.')"
    version = user.call(["python3", "-c", question]).stdout.strip()
    bundle = tmp_path / "bundle.zip"
    on_this_machine("--bundle", bundle, "--for", f"linux-{platform.machine()}@{version}")
    folder = unzipped(bundle, tmp_path / "unzipped")
    answer = user.call(["unshare", "--net", "python3", folder / "install.py"])
    assert answer.returncode == 0, answer.stdout
    assert "the bundle's numpy and Pillow" in answer.stdout and "gives the right pixels" in answer.stdout


@pytest.mark.once
def test_an_archive_copied_by_hand_works_with_any_python_that_has_numpy(
    user: RealGimp, gimp: RealGimp, tmp_path: Path
) -> None:
    archive = tmp_path / "camera-looks.zip"
    on_this_machine("--archive", archive, "--python", sys.executable)
    unzipped(archive, user.folder.parent / "new").rename(user.folder)
    assert "found no Python that has numpy and Pillow. Run install.py" in user.run(APPLY, photo=PHOTO).result["said"]
    environment = Path(engine(gimp)).parents[1]
    place = user.home / ".local/share/camera-looks/engine"
    place.mkdir(parents=True)
    (place / environment.name).symlink_to(environment)
    assert user.run(APPLY, photo=PHOTO).result == {"said": ""}


def test_the_doctor_has_gimp_read_an_old_menu_again(user: RealGimp, gimp: RealGimp) -> None:
    """GIMP believes what pluginrc says of a file whose date it knows; nothing but a new date makes it ask again."""
    knows = "result['knows'] = bool(Gimp.get_pdb().lookup_procedure('camera-looks-leica-authentic'))"
    assert user.install("--python", engine(gimp)).returncode == 0
    assert user.run(knows).result == {"knows": True}
    assert "Nothing is wrong" in user.install("--doctor").stdout
    known = user.profile / "pluginrc"
    text = known.read_bytes()  # file formats' first bytes are in there, too
    assert text.count(b'"camera-looks-leica-authentic"') == 1
    known.write_bytes(text.replace(b'"camera-looks-leica-authentic"', b'"camera-looks-leica-of-old"'))
    assert user.run(knows).result == {"knows": False}
    answer = user.install("--doctor", "--mend")
    assert answer.returncode == 0 and "GIMP keeps an old menu of Camera Looks" in answer.stdout
    assert user.run(knows).result == {"knows": True}


@pytest.mark.once
def test_an_engine_that_is_gone_is_a_sentence_and_installing_again_mends_it(user: RealGimp, gimp: RealGimp) -> None:
    assert user.install("--python", engine(gimp)).returncode == 0
    record = user.folder / "engine.json"
    record.write_text(json.dumps({"python": "/nonesuch/python3"}), encoding="utf-8")
    said = user.run(APPLY, photo=PHOTO).result["said"]
    assert "could not start its engine /nonesuch/python3" in said and "install Camera Looks again" in said
    assert user.install("--python", engine(gimp)).returncode == 0
    assert user.run(APPLY, photo=PHOTO).result == {"said": ""}
