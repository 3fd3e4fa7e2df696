"""Apps that macOS holds back, as they were downloaded and not opened yet."""

from __future__ import annotations

import pytest
from described import machine

from plugin.installer import quarantine
from plugin.installer.detect import find_gimps
from plugin.installer.install_error import InstallError

MAC_GIMP = "/Applications/GIMP.app/Contents/MacOS/gimp-console"


def test_an_app_that_was_never_opened_and_does_not_start_is_told() -> None:
    answer = find_gimps(machine("darwin", MAC_GIMP, held_back=[MAC_GIMP]))
    assert answer.gimps == () and answer.others == (
        "/Applications/GIMP.app was downloaded and has not been opened since, and macOS does not start it: "
        "open it once in Finder and close it, then run install.py again.",
    )
    with pytest.raises(InstallError, match="open it once in Finder"):
        find_gimps(machine("darwin", MAC_GIMP, held_back=[MAC_GIMP]), "/Applications/GIMP.app")
    answer = find_gimps(machine("darwin", MAC_GIMP, {MAC_GIMP: "3.0.4"}, held_back=[MAC_GIMP]))
    assert len(answer.gimps) == 1 and answer.others == (), "macOS starts what its maker has had checked"


def test_an_app_in_a_translocated_place_has_to_be_moved() -> None:
    place = "/private/var/folders/x/T/AppTranslocation/1234/d/GIMP.app"
    described = machine("darwin", f"{place}/Contents/MacOS/gimp", {f"{place}/Contents/MacOS/gimp": "3.0.4"})
    with pytest.raises(InstallError, match="is no lasting place: move GIMP into the Applications folder with Finder"):
        find_gimps(described, place)


@pytest.mark.parametrize(
    ("text", "approved"),
    [
        (b"", True),
        (b"0083;5f3d7a1c;Safari;9C3F", False),
        (b"0181;5f3d7a1c;Homebrew\\x20Cask;9C3F", False),
        (b"00c3;5f3d7a1c;Safari;9C3F", True),
        (b"01c1;5f3d7a1c;;", True),
        (b"no number", True),
    ],
)
def test_what_macos_notes_on_a_download(text: bytes, approved: bool) -> None:
    assert quarantine.is_approved(text) == approved
