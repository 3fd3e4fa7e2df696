"""GIMPs found on described machines: pure functions, so every platform is tested on this one.

The paths are those that GIMP's own documentation and packages use; a row that has not been run on a real machine of its
kind is marked so in README's table, not here.
"""

from __future__ import annotations

import pytest
from described import machine

from plugin.installer.detect import Gimp, profiles, survey
from plugin.installer.errors import InstallError

DEBIAN_13 = """
/usr/bin/gimp
/usr/bin/gimp-3.0
/usr/bin/gimp-console
/usr/bin/gimp-console-3.0
/home/ann/.config/GIMP/3.0/gimprc
"""
DEBIAN_13_ANSWERS = {line: "3.0.4" for line in DEBIAN_13.split() if line.startswith("/usr/bin")}


def found(gimps: tuple[Gimp, ...]) -> list[tuple[str, str, str]]:
    return [(gimp.version, str(gimp.program), str(gimp.profile)) for gimp in gimps]


def test_one_gimp_under_several_names_is_one_gimp_and_the_console_is_preferred() -> None:
    answer = survey(machine("linux", DEBIAN_13, DEBIAN_13_ANSWERS, PATH="/usr/local/bin:/usr/bin"))
    assert found(answer.gimps) == [("3.0.4", "/usr/bin/gimp-console-3.0", "/home/ann/.config/GIMP/3.0")]
    assert answer.others == ()


def test_a_gimp_that_was_never_started_gets_the_profile_that_it_will_make() -> None:
    answer = survey(machine("linux", "/opt/gimp/bin/gimp", {"/opt/gimp/bin/gimp": "3.2.6"}, PATH="/opt/gimp/bin"))
    assert found(answer.gimps) == [("3.2.6", "/opt/gimp/bin/gimp", "/home/ann/.config/GIMP/3.2")]


def test_two_versions_are_two_gimps_and_the_first_on_path_speaks_for_its_version() -> None:
    answers = {
        "/usr/local/bin/gimp-console": "3.2.0",
        "/usr/bin/gimp-console": "3.0.4",
        "/opt/bin/gimp-console": "3.0.2",
    }
    described = machine("linux", "\n".join(answers), answers, PATH="/usr/local/bin:/usr/bin:/opt/bin")
    assert found(survey(described).gimps) == [
        ("3.2.0", "/usr/local/bin/gimp-console", "/home/ann/.config/GIMP/3.2"),
        ("3.0.4", "/usr/bin/gimp-console", "/home/ann/.config/GIMP/3.0"),
    ]


@pytest.mark.parametrize(
    ("environment", "profile"),
    [
        ({"XDG_CONFIG_HOME": "/data/config"}, "/data/config/GIMP/3.0"),
        ({"XDG_CONFIG_HOME": ""}, "/home/ann/.config/GIMP/3.0"),
        ({"GIMP3_DIRECTORY": "/data/gimp"}, "/data/gimp"),
        ({"GIMP3_DIRECTORY": "my gimp"}, "/home/ann/my gimp"),
    ],
)
def test_variables_move_the_profile(environment: dict[str, str], profile: str) -> None:
    described = machine("linux", "/usr/bin/gimp", {"/usr/bin/gimp": "3.0.4"}, PATH="/usr/bin", **environment)
    assert [str(gimp.profile) for gimp in survey(described).gimps] == [profile]


def test_gimp_2_is_named_and_left_alone() -> None:
    answer = survey(machine("linux", "/usr/bin/gimp", {"/usr/bin/gimp": "2.10.34"}, PATH="/usr/bin"))
    assert answer.gimps == ()
    assert answer.others == ("GIMP 2.10.34 (/usr/bin/gimp) is too old: Camera Looks needs GIMP 3.0 or newer.",)


def test_a_program_that_only_has_the_name_is_no_gimp() -> None:
    assert survey(machine("linux", "/usr/bin/gimp", PATH="/usr/bin")) == survey(machine("linux", ""))


@pytest.mark.parametrize(
    ("paths", "sentence"),
    [
        (
            "/home/ann/.config/GIMP/3.0/gimprc",
            "belongs to a GIMP 3.0 that is not on PATH: give its program with --gimp",
        ),
        ("/home/ann/.var/app/org.gimp.GIMP/config/GIMP/3.0/gimprc", "belongs to GIMP 3.0 from Flatpak"),
        ("/home/ann/snap/gimp/current/GIMP/3.2/gimprc", "belongs to GIMP 3.2 from Snap"),
        ("/var/lib/flatpak/app/org.gimp.GIMP/current", "GIMP from Flatpak is installed"),
        ("/home/ann/.local/share/flatpak/app/org.gimp.GIMP/current", "GIMP from Flatpak is installed"),
    ],
)
def test_a_gimp_that_cannot_be_set_up_yet_is_named(paths: str, sentence: str) -> None:
    answer = survey(machine("linux", paths))
    assert answer.gimps == ()
    [other] = answer.others
    assert sentence in other


@pytest.mark.parametrize(
    ("system", "path", "channel", "minor"),
    [
        ("win32", r"C:\Users\ann\AppData\Roaming\GIMP\3.0\gimprc", "system", "3.0"),
        (
            "win32",
            r"C:\Users\ann\AppData\Local\Packages\GIMP.4367_x1\LocalCache\Roaming\GIMP\3.2\gimprc",
            "Microsoft Store",
            "3.2",
        ),
        ("darwin", "/Users/ann/Library/Application Support/GIMP/3.0/gimprc", "system", "3.0"),
    ],
)
def test_profiles_on_other_systems(system: str, path: str, channel: str, minor: str) -> None:
    [profile] = profiles(machine(system, path))
    assert (profile.channel, profile.minor) == (channel, minor)
    assert str(profile.folder / "gimprc") == path


@pytest.mark.parametrize(
    ("system", "program", "profile"),
    [
        ("win32", r"C:\Program Files\GIMP 3\bin\gimp-console-3.0.exe", r"C:\Users\ann\AppData\Roaming\GIMP\3.0"),
        (
            "win32",
            r"C:\Users\ann\AppData\Local\Programs\GIMP 3\bin\gimp-console-3.0.exe",
            r"C:\Users\ann\AppData\Roaming\GIMP\3.0",
        ),
        (
            "darwin",
            "/Applications/GIMP.app/Contents/MacOS/gimp-console-3.0",
            "/Users/ann/Library/Application Support/GIMP/3.0",
        ),
    ],
)
def test_programs_on_other_systems(system: str, program: str, profile: str) -> None:
    answer = survey(machine(system, program, {program: "3.0.4"}))
    assert found(answer.gimps) == [("3.0.4", program, profile)]


def test_profiles_of_gimp_2_and_other_folders_are_not_ours() -> None:
    paths = "/home/ann/.config/GIMP/2.10/gimprc\n/home/ann/.config/GIMP/old/gimprc"
    assert profiles(machine("linux", paths)) == []


def test_a_given_program_is_the_only_one() -> None:
    described = machine("linux", DEBIAN_13 + "/opt/gimp", DEBIAN_13_ANSWERS | {"/opt/gimp": "3.2.6"}, PATH="/usr/bin")
    answer = survey(described, "/opt/gimp")
    assert found(answer.gimps) == [("3.2.6", "/opt/gimp", "/home/ann/.config/GIMP/3.2")]


@pytest.mark.parametrize(
    ("version", "sentence"), [(None, "does not answer as GIMP does: give the path"), ("2.10.38", "is GIMP 2.10.38: ")]
)
def test_a_given_program_that_cannot_be_it_is_refused(version: str | None, sentence: str) -> None:
    answers = {"/opt/gimp": version} if version else {}
    with pytest.raises(InstallError, match=sentence):
        survey(machine("linux", "/opt/gimp", answers), "/opt/gimp")
