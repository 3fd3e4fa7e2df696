"""Which language the user reads, on described systems."""

from __future__ import annotations

import ctypes
import plistlib
from pathlib import Path
from types import SimpleNamespace

import pytest

from plugin import language


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "de_DE.UTF-8"}, ["de_DE.UTF-8"]),
        ({"LC_ALL": "de_AT", "LANG": "fr_FR"}, ["de_AT"]),
        ({"LC_MESSAGES": "de_CH.UTF-8", "LANG": "en_US.UTF-8"}, ["de_CH.UTF-8"]),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de"}, ["de"]),  # GIMP's preferences
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en_GB:en"}, []),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "pl:de:en:fr"}, ["pl", "de"]),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": ""}, ["de_DE.UTF-8"]),
        ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, ["de"]),
        ({"LANG": "C", "LANGUAGE": "de"}, []),
        ({"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, []),
        ({"LANGUAGE": "de"}, []),
        ({}, []),
        ({"LANG": "zh_CN.UTF-8"}, ["zh_CN.UTF-8"]),
        ({"LANG": "zh_HK.UTF-8"}, ["zh_HK.UTF-8", "zh_TW"]),
        (
            {"LANG": "C.UTF-8", "LANGUAGE": "zh_Hant_TW:zh_SG:zh_TW:zh"},
            ["zh_Hant_TW", "zh_TW", "zh_SG", "zh_CN", "zh_TW", "zh", "zh_CN"],
        ),
        ({"LANG": "C.UTF-8", "LANGUAGE": "pt:pt_BR"}, ["pt", "pt_BR", "pt_BR"]),
    ],
)
def test_the_variables_count_as_for_gettext(environment: dict[str, str], expected: list[str]) -> None:
    assert language.languages(environment, "linux") == expected


@pytest.mark.parametrize(("number", "expected"), [(0x0407, ["de_DE"]), (0x0409, []), (0xFFFF, [])])
def test_windows_says_its_own_where_no_variable_does(
    monkeypatch: pytest.MonkeyPatch, number: int, expected: list[str]
) -> None:
    windows = SimpleNamespace(kernel32=SimpleNamespace(GetUserDefaultUILanguage=lambda: number))
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)
    assert language.languages({}, "win32") == expected
    assert language.languages({"LANG": "fr_FR"}, "win32") == ["fr_FR"]


def test_macos_says_its_own_where_no_variable_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    settings = tmp_path / "Library/Preferences/.GlobalPreferences.plist"
    settings.parent.mkdir(parents=True)
    assert language.languages({}, "darwin") == []
    settings.write_bytes(
        plistlib.dumps({"AppleLanguages": ["de-CH", "fr-FR", "en-US", "it-IT"]}, fmt=plistlib.FMT_BINARY)
    )
    assert language.languages({}, "darwin") == ["de_CH", "fr_FR"]
    assert language.languages({"LANGUAGE": "pl"}, "darwin") == ["pl"]  # GIMP's preferences
    settings.write_bytes(b"bplist00 cut off")
    assert language.languages({}, "darwin") == []


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("_Apply…", "Apply…"),
        ("適用(_A)…", "適用…"),
        ("補正前 (レイヤー)(_B)", "補正前 (レイヤー)"),
        ("a (_b c)", "a (b c)"),
        ("a", "a"),
    ],
)
def test_a_label_is_read_without_its_key(label: str, expected: str) -> None:
    assert language.without_key(label) == expected


@pytest.mark.parametrize(("number", "expected"), [(0, "looks"), (1, "look"), (2, "looks")])
def test_a_number_chooses_the_form_of_a_message(number: int, expected: str) -> None:
    assert language.ngettext("look", "looks", number) == expected
