"""GIMPs found on described machines: pure functions, so every platform is tested on this one.

The trees are those that GIMP's own packages make, as their build files describe them; a row that has not been run on a
real machine of its kind is marked so in docs/installing.md, not here.
"""

from __future__ import annotations

import pytest
from described import LOCAL, PROGRAM_FILES, ROAMING, found, machine

from plugin.installer.channels import FLATPAK, STORE
from plugin.installer.detect import find_gimps, list_profiles
from plugin.installer.install_error import InstallError
from plugin.installer.machine import Machine

DEBIAN_13 = """
/usr/bin/gimp
/usr/bin/gimp-3.0
/usr/bin/gimp-console
/usr/bin/gimp-console-3.0
/home/ann/.config/GIMP/3.0/gimprc
"""
DEBIAN_13_ANSWERS = {line: "3.0.4" for line in DEBIAN_13.split() if line.startswith("/usr/bin")}
STORE_PROFILE = LOCAL + r"\Packages\GIMP.43237F745459_3xdrqs07jptcp\LocalCache\Roaming\GIMP"


def windows(*versions: tuple[str, str], profiles: str = "") -> Machine:
    """A Windows with these programs and their versions."""
    paths = "\n".join(program for program, _ in versions)
    return machine("win32", f"{paths}\n{profiles}", dict(versions))


# --- Linux, GIMP of the distribution


def test_one_gimp_under_several_names_is_one_gimp_and_the_console_is_preferred() -> None:
    answer = find_gimps(machine("linux", DEBIAN_13, DEBIAN_13_ANSWERS, PATH="/usr/local/bin:/usr/bin"))
    assert found(answer) == [("3.0.4", "/usr/bin/gimp-console-3.0", "/home/ann/.config/GIMP/3.0")]
    assert answer.others == ()


def test_a_gimp_that_was_never_started_gets_the_profile_that_it_will_make() -> None:
    answer = find_gimps(machine("linux", "/opt/gimp/bin/gimp", {"/opt/gimp/bin/gimp": "3.2.6"}, PATH="/opt/gimp/bin"))
    assert found(answer) == [("3.2.6", "/opt/gimp/bin/gimp", "/home/ann/.config/GIMP/3.2")]


def test_two_versions_are_two_gimps_and_the_first_on_path_speaks_for_its_version() -> None:
    answers = {
        "/usr/local/bin/gimp-console": "3.2.0",
        "/usr/bin/gimp-console": "3.0.4",
        "/opt/bin/gimp-console": "3.0.2",
    }
    described = machine("linux", "\n".join(answers), answers, PATH="/usr/local/bin:/usr/bin:/opt/bin")
    assert found(find_gimps(described)) == [
        ("3.2.0", "/usr/local/bin/gimp-console", "/home/ann/.config/GIMP/3.2"),
        ("3.0.4", "/usr/bin/gimp-console", "/home/ann/.config/GIMP/3.0"),
    ]


def test_several_users_side_by_side_each_get_their_own() -> None:
    paths = f"{DEBIAN_13}/home/bob/.config/GIMP/3.0/gimprc\n/home/bob/.var/app/org.gimp.GIMP/config/GIMP/3.0/gimprc"
    for home, profile in (("/home/ann", "/home/ann/.config/GIMP/3.0"), ("/home/bob", "/home/bob/.config/GIMP/3.0")):
        answer = find_gimps(machine("linux", paths, DEBIAN_13_ANSWERS, home, PATH="/usr/bin"))
        assert [str(gimp.profile) for gimp in answer.gimps] == [profile]
        assert all("/home/bob" in sentence for sentence in answer.others) and len(answer.others) == (
            home != "/home/ann"
        )


@pytest.mark.parametrize(
    ("version", "environment", "profile"),
    [
        ("3.0.4", {"XDG_CONFIG_HOME": "/data/config"}, "/data/config/GIMP/3.0"),
        ("3.0.4", {"XDG_CONFIG_HOME": ""}, "/home/ann/.config/GIMP/3.0"),
        ("3.0.4", {"GIMP3_DIRECTORY": "/data/gimp"}, "/data/gimp"),
        ("3.0.4", {"GIMP3_DIRECTORY": "my gimp"}, "/home/ann/my gimp"),
        ("2.10.34", {"GIMP3_DIRECTORY": "/data/gimp"}, "/home/ann/.config/GIMP/2.10"),
        ("2.10.34", {"GIMP2_DIRECTORY": "/data/gimp2"}, "/data/gimp2"),
    ],
)
def test_variables_move_the_profile(version: str, environment: dict[str, str], profile: str) -> None:
    described = machine("linux", "/usr/bin/gimp", {"/usr/bin/gimp": version}, PATH="/usr/bin", **environment)
    assert [str(gimp.profile) for gimp in find_gimps(described).gimps] == [profile]


def test_a_program_that_only_has_the_name_is_no_gimp() -> None:
    assert find_gimps(machine("linux", "/usr/bin/gimp", PATH="/usr/bin")) == find_gimps(machine("linux", ""))


def test_a_gimp_that_is_too_old_is_named() -> None:
    answer = find_gimps(machine("linux", "/usr/bin/gimp", {"/usr/bin/gimp": "2.8.22"}, PATH="/usr/bin"))
    assert answer.gimps == ()
    assert answer.others == ("GIMP 2.8.22 (/usr/bin/gimp) is too old: Camera Looks needs GIMP 2.10 or 3.0 and newer.",)


# --- GIMP 2.10, with the original gimpfu or without any Python


@pytest.mark.parametrize(
    ("system", "program", "beside", "gimpfu"),
    [
        ("linux", "/usr/bin/gimp-console-2.10", "", False),  # Debian 12, Ubuntu 20.04 to 24.04
        ("linux", "/usr/bin/gimp-console-2.10", "/usr/lib64/gimp/2.0/python/gimpfu.py", True),
        ("linux", "/usr/bin/gimp-console-2.10", "/usr/lib/x86_64-linux-gnu/gimp/2.0/python/gimpfu.py", True),
        (
            "win32",
            PROGRAM_FILES + r"\GIMP 2\bin\gimp-console-2.10.exe",
            PROGRAM_FILES + r"\GIMP 2\lib\gimp\2.0\python\gimpfu.py",
            True,
        ),
        (
            "darwin",
            "/Applications/GIMP-2.10.app/Contents/MacOS/gimp-console-2.10",
            "/Applications/GIMP-2.10.app/Contents/Resources/lib/gimp/2.0/python/gimpfu.py",
            True,
        ),
    ],
)
def test_a_gimp_2_is_found_with_what_it_has(system: str, program: str, beside: str, gimpfu: bool) -> None:
    described = machine(system, f"{program}\n{beside}", {program: "2.10.38"}, PATH="/usr/bin")
    [gimp] = find_gimps(described).gimps
    assert (gimp.two, gimp.gimpfu, gimp.minor, gimp.profile.name) == (True, gimpfu, "2.10", "2.10")


def test_an_old_flatpak_has_gimpfu_inside() -> None:
    base = "/var/lib/flatpak/app/org.gimp.GIMP/current/active/files/lib/gimp/2.0/python/gimpfu.py"
    [gimp] = find_gimps(machine("linux", base, {"flatpak run org.gimp.GIMP": "2.10.38"})).gimps
    assert (gimp.two, gimp.gimpfu, gimp.channel) == (True, True, FLATPAK)


def test_two_and_three_side_by_side() -> None:
    answers = {"/usr/bin/gimp-console-2.10": "2.10.34", "/usr/bin/gimp-console-3.0": "3.0.4"}
    answer = find_gimps(machine("linux", "\n".join(answers), answers, PATH="/usr/bin"))
    assert [(gimp.version, gimp.profile.name) for gimp in answer.gimps] == [("3.0.4", "3.0"), ("2.10.34", "2.10")]


# --- Flatpak, Snap, AppImage


@pytest.mark.parametrize(
    "place", ["/var/lib/flatpak/app/org.gimp.GIMP", "/home/ann/.local/share/flatpak/app/org.gimp.GIMP"]
)
@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("", "/home/ann/.config/GIMP/3.0"),
        ("/home/ann/.config/GIMP/3.0/gimprc", "/home/ann/.config/GIMP/3.0"),
        (
            "/home/ann/.var/app/org.gimp.GIMP/config/GIMP/3.0/gimprc\n/home/ann/.config/GIMP/2.10/gimprc",
            "/home/ann/.var/app/org.gimp.GIMP/config/GIMP/3.0",
        ),
        (
            "/home/ann/.var/app/org.gimp.GIMP/config/GIMP/2.10/gimprc",
            "/home/ann/.var/app/org.gimp.GIMP/config/GIMP/3.0",
        ),
    ],
)
def test_flatpak(place: str, profile: str, expected: str) -> None:
    described = machine("linux", f"{place}/current\n{profile}", {"flatpak run org.gimp.GIMP": "3.0.6"}, PATH="/usr/bin")
    [gimp] = find_gimps(described).gimps
    assert (str(gimp), str(gimp.profile)) == ("GIMP 3.0.6 from Flatpak", expected)
    assert gimp.start(["-i"], {"GIMP3_DIRECTORY": "/x"}) == [
        *("flatpak", "run", "--env=GIMP3_DIRECTORY=/x", "org.gimp.GIMP", "-i")
    ]
    assert gimp.channel.words("/usr/bin/python3") == ["flatpak", "run", "--command=/usr/bin/python3", "org.gimp.GIMP"]


def test_a_flatpaks_program_that_needs_no_screen_is_preferred() -> None:
    inside = "/home/ann/.local/share/flatpak/app/org.gimp.GIMP/current/active/files/bin"
    answers = {
        f"flatpak run{command} org.gimp.GIMP": "3.0.6"
        for command in (" --command=gimp-console-3.0", " --command=gimp-3.0", "")
    }
    described = machine("linux", f"{inside}/gimp-3.0\n{inside}/gimp-console-3.0", answers, PATH="/usr/bin")
    [gimp] = find_gimps(described).gimps
    assert gimp.start(["-i"], {"GIMP3_DIRECTORY": "/x"}) == [
        *("flatpak", "run", "--env=GIMP3_DIRECTORY=/x", "--command=gimp-console-3.0", "org.gimp.GIMP", "-i")
    ]


def test_a_flatpak_and_the_systems_gimp_share_a_profile() -> None:
    paths = f"{DEBIAN_13}/var/lib/flatpak/app/org.gimp.GIMP/current"
    answers = {**DEBIAN_13_ANSWERS, "flatpak run org.gimp.GIMP": "3.0.6"}
    answer = find_gimps(machine("linux", paths, answers, PATH="/usr/bin"))
    assert found(answer) == [
        ("3.0.4", "/usr/bin/gimp-console-3.0", "/home/ann/.config/GIMP/3.0"),
        ("3.0.6 from Flatpak", "flatpak run org.gimp.GIMP", "/home/ann/.config/GIMP/3.0"),
    ]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("", "/home/ann/snap/gimp/current/.config/GIMP/3.2"),
        ("/home/ann/snap/gimp/current/GIMP/3.2/gimprc", "/home/ann/snap/gimp/current/GIMP/3.2"),
    ],
)
def test_a_snap_is_one_though_its_program_is_on_path(profile: str, expected: str) -> None:
    described = machine("linux", f"/snap/bin/gimp\n{profile}", {"snap run gimp": "3.2.0"}, PATH="/usr/bin:/snap/bin")
    [gimp] = find_gimps(described).gimps
    assert (str(gimp), str(gimp.profile)) == ("GIMP 3.2.0 from Snap", expected)
    assert gimp.start(["-i"], {"A": "b"}) == ["snap", "run", "gimp", "-i"]
    assert gimp.channel.words("python3") == ["snap", "run", "--shell", "gimp", "-c", 'exec "$@"', "sh", "python3"]


def test_an_appimage_has_the_systems_profile_and_the_newest_speaks() -> None:
    old, new = "/home/ann/Downloads/GIMP-3.0.2-x86_64.AppImage", "/home/ann/Downloads/GIMP-3.0.6-x86_64.AppImage"
    answer = find_gimps(machine("linux", f"{old}\n{new}", {old: "3.0.2", new: "3.0.6"}))
    assert found(answer) == [("3.0.6 from AppImage", new, "/home/ann/.config/GIMP/3.0")]


# --- Windows


@pytest.mark.parametrize(
    ("program", "version", "profile"),
    [
        (PROGRAM_FILES + r"\GIMP 3\bin\gimp-console-3.0.exe", "3.0.4", ROAMING + r"\GIMP\3.0"),
        (LOCAL + r"\Programs\GIMP 3\bin\gimp-console-3.2.exe", "3.2.0", ROAMING + r"\GIMP\3.2"),
        (PROGRAM_FILES + r"\GIMP 2\bin\gimp-console-2.10.exe", "2.10.38", ROAMING + r"\GIMP\2.10"),
    ],
)
def test_windows_installers(program: str, version: str, profile: str) -> None:
    assert found(find_gimps(windows((program, version)))) == [(version, program, profile)]


def test_windows_with_everything_side_by_side() -> None:
    three, two = (
        PROGRAM_FILES + r"\GIMP 3\bin\gimp-console-3.0.exe",
        PROGRAM_FILES + r"\GIMP 2\bin\gimp-console-2.10.exe",
    )
    store = LOCAL + r"\Microsoft\WindowsApps\gimp-3.exe"
    described = windows((three, "3.0.4"), (two, "2.10.38"), (store, "3.2.0"), profiles=STORE_PROFILE + r"\3.2\gimprc")
    assert found(find_gimps(described)) == [
        ("3.0.4", three, ROAMING + r"\GIMP\3.0"),
        ("2.10.38", two, ROAMING + r"\GIMP\2.10"),
        ("3.2.0 from Microsoft Store", store, STORE_PROFILE + r"\3.2"),
    ]


def test_the_stores_gimp_is_one_though_its_program_is_on_path() -> None:
    """Its profile lies in the package's own folder, which is there before the profile is."""
    store = LOCAL + r"\Microsoft\WindowsApps\gimp-3.exe"
    paths = f"{store}\n{LOCAL}\\Packages\\GIMP.43237F745459_3xdrqs07jptcp\\LocalCache"
    answer = find_gimps(machine("win32", paths, {store: "3.0.4"}, PATH=LOCAL + r"\Microsoft\WindowsApps"))
    assert found(answer) == [("3.0.4 from Microsoft Store", store, STORE_PROFILE + r"\3.0")]
    given = find_gimps(machine("win32", paths, {store: "3.0.4"}), store)
    assert given.gimps[0].channel == STORE


# --- macOS


@pytest.mark.parametrize(
    "program",
    [
        "/Applications/GIMP.app/Contents/MacOS/gimp-console-3.0",
        "/Applications/GIMP.app/Contents/MacOS/gimp",
        "/Users/ann/Applications/GIMP 3.app/Contents/MacOS/gimp",
    ],
)
def test_macos(program: str) -> None:
    answer = find_gimps(machine("darwin", program, {program: "3.0.4"}))
    assert found(answer) == [("3.0.4", program, "/Users/ann/Library/Application Support/GIMP/3.0")]


# --- Profiles without a program, and a program that the user names


@pytest.mark.parametrize(
    ("system", "path", "sentence"),
    [
        (
            "linux",
            "/home/ann/.config/GIMP/3.0",
            "belongs to a GIMP 3.0 that is not on PATH: give its program with --gimp",
        ),
        (
            "linux",
            "/home/ann/.var/app/org.gimp.GIMP/config/GIMP/3.0",
            "GIMP 3.0 from Flatpak that is not there any more",
        ),
        ("linux", "/home/ann/snap/gimp/current/.config/GIMP/3.2", "GIMP 3.2 from Snap that is not there any more"),
        ("win32", ROAMING + r"\GIMP\2.10", "belongs to a GIMP 2.10 that is not on PATH"),
        (
            "win32",
            STORE_PROFILE + r"\3.2",
            "GIMP 3.2 from Microsoft Store that does not start here: switch on",
        ),
        ("darwin", "/Users/ann/Library/Application Support/GIMP/3.0", "belongs to a GIMP 3.0 that is not on PATH"),
    ],
)
def test_a_profile_without_its_gimp_is_named(system: str, path: str, sentence: str) -> None:
    kind = "\\" if system == "win32" else "/"
    described = machine(system, f"{path}{kind}gimprc")
    answer = find_gimps(described)
    assert [str(profile.folder) for profile in list_profiles(described)] == [path]
    assert answer.gimps == ()
    [other] = answer.others
    assert path in other and sentence in other


def test_other_folders_are_no_profiles() -> None:
    assert list_profiles(machine("linux", "/home/ann/.config/GIMP/2.8/gimprc\n/home/ann/.config/GIMP/old/gimprc")) == []


def test_a_given_program_is_the_only_one() -> None:
    described = machine("linux", DEBIAN_13 + "/opt/gimp", DEBIAN_13_ANSWERS | {"/opt/gimp": "3.2.6"}, PATH="/usr/bin")
    assert found(find_gimps(described, "/opt/gimp")) == [("3.2.6", "/opt/gimp", "/home/ann/.config/GIMP/3.2")]


def test_a_sandbox_is_given_by_its_name() -> None:
    paths = f"{DEBIAN_13}/var/lib/flatpak/app/org.gimp.GIMP/current"
    described = machine("linux", paths, {**DEBIAN_13_ANSWERS, "flatpak run org.gimp.GIMP": "3.0.6"}, PATH="/usr/bin")
    assert [str(gimp) for gimp in find_gimps(described, "flatpak").gimps] == ["GIMP 3.0.6 from Flatpak"]
    with pytest.raises(InstallError, match="No GIMP of a Snap answers here: start it once by hand"):
        find_gimps(described, "snap")


@pytest.mark.parametrize(
    ("version", "sentence"), [(None, "does not answer as GIMP does: give the path"), ("2.8.22", "is GIMP 2.8.22: ")]
)
def test_a_given_program_that_cannot_be_it_is_refused(version: str | None, sentence: str) -> None:
    answers = {"/opt/gimp": version} if version else {}
    with pytest.raises(InstallError, match=sentence):
        find_gimps(machine("linux", "/opt/gimp", answers), "/opt/gimp")


@pytest.mark.parametrize(
    ("system", "given", "program"),
    [
        ("darwin", "/Users/ann/GIMP.app", "/Users/ann/GIMP.app/Contents/MacOS/gimp"),
        ("win32", r"D:\GIMP 3", r"D:\GIMP 3\bin\gimp-console-3.0.exe"),
        ("win32", r"D:\GIMP 3\bin", r"D:\GIMP 3\bin\gimp-console-3.0.exe"),
        ("win32", r"D:\GIMP 3\bin\gimp-console-3.0.exe", r"D:\GIMP 3\bin\gimp-console-3.0.exe"),
        ("linux", "/opt/gimp", "/opt/gimp/bin/gimp-3.0"),
    ],
)
def test_a_gimp_may_be_given_by_its_folder(system: str, given: str, program: str) -> None:
    [gimp] = find_gimps(machine(system, program, {program: "3.0.4"}), given).gimps
    assert gimp.command == (program,)
