"""Windows' list of programs: what the registry names, and names in which capitals do not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from described import PROGRAM_FILES, ROAMING, found, machine

from plugin.installer import windows_registry
from plugin.installer.detect import find_gimps


def test_a_gimp_on_another_drive_is_found_in_the_systems_list() -> None:
    program = r"D:\Graphics\GIMP 3\bin\gimp-console-3.0.exe"
    described = machine("win32", program, {program: "3.0.4"}, listed=[r"D:\Graphics\GIMP 3\bin", r"E:\gone\bin"])
    assert found(find_gimps(described)) == [("3.0.4", program, ROAMING + r"\GIMP\3.0")]


def test_a_program_is_asked_once_however_often_it_is_listed() -> None:
    program = PROGRAM_FILES + r"\GIMP 3\bin\GIMP-Console-3.0.EXE"
    known = machine("win32", program, {program: "3.0.4"}, listed=[r"c:\program files\gimp 3\bin"])
    asked: list[str] = []

    def version(command: Sequence[str]) -> str | None:
        asked.append(command[0])
        return known.version(command)

    [gimp] = find_gimps(replace(known, version=version)).gimps
    assert gimp.version == "3.0.4" and len(asked) == 1 and asked[0].lower() == program.lower()


def test_a_quoted_entry_of_path_is_a_folder() -> None:
    program = r"D:\a;b\gimp.exe".replace(";", " ")
    described = machine("win32", program, {program: "3.0.4"}, PATH=r'C:\Windows;"D:\a b"')
    assert found(find_gimps(described)) == [("3.0.4", program, ROAMING + r"\GIMP\3.0")]


class Registry:
    """A ``winreg`` that holds these keys; those named "closed" cannot be opened."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_READ, KEY_WOW64_64KEY, KEY_WOW64_32KEY = "user", "machine", 1, 64, 32

    def __init__(self, known: dict[tuple[str, int, str], dict[str, object]]) -> None:
        self.known = known

    @contextmanager
    def OpenKey(self, above: object, name: str, reserved: int, access: int) -> Iterator[object]:
        root, view, path = above if isinstance(above, tuple) else (above, access - 1, "")
        assert (reserved, view) in ((0, 64), (0, 32))
        opened = (root, view, f"{path}\\{name}".strip("\\"))
        if name == "closed" or not any(key[:2] == opened[:2] and key[2].startswith(opened[2]) for key in self.known):
            raise FileNotFoundError(2, "The system cannot find the file specified")
        yield opened

    def names(self, key: object) -> list[str]:
        root, view, path = key  # type: ignore[misc]
        inside = [known[2].removeprefix(path + "\\") for known in self.known if known[:2] == (root, view)]
        return [name for name in inside if "\\" not in name]

    def QueryInfoKey(self, key: object) -> tuple[int, int, int]:
        return len(self.names(key)), 0, 0

    def EnumKey(self, key: object, number: int) -> str:
        return self.names(key)[number]

    def QueryValueEx(self, key: object, name: str) -> tuple[object, int]:
        try:
            return self.known[key][name], 1  # type: ignore[index]
        except KeyError:
            raise FileNotFoundError(2, "The system cannot find the file specified") from None


def test_the_registry_names_the_folders_of_this_user_and_of_everybody() -> None:
    registry = Registry(
        {
            ("user", 64, windows_registry.UNINSTALL + r"\GIMP-3_is1"): {
                "DisplayName": "GIMP 3.0.4",
                "InstallLocation": "D:\\Графика\\GIMP 3\\",
            },
            ("machine", 64, windows_registry.UNINSTALL + r"\GIMP-2_is1"): {
                "DisplayName": "GIMP 2.10.38",
                "InstallLocation": '"C:\\Program Files\\GIMP 2"',
            },
            ("machine", 64, windows_registry.UNINSTALL + r"\Gimpel"): {
                "DisplayName": "Gimpel",
                "InstallLocation": "C:\\Gimpel",
            },
            ("machine", 64, windows_registry.UNINSTALL + r"\GIMP Help"): {"DisplayName": "GIMP Help", "Size": 7},
            ("machine", 64, windows_registry.UNINSTALL + r"\closed"): {"DisplayName": "GIMP", "InstallLocation": "X:"},
            ("machine", 64, windows_registry.APP_PATHS + r"\GIMP-3.exe"): {"": r'"E:\GIMP 3\bin\gimp-3.exe"'},
            ("machine", 32, windows_registry.APP_PATHS + r"\other.exe"): {"": r"E:\other.exe"},
            ("machine", 32, windows_registry.UNINSTALL + r"\number"): {"DisplayName": 7, "InstallLocation": "Y:"},
        }
    )
    assert list(map(str, windows_registry.list_program_folders(registry))) == [  # type: ignore[arg-type]
        r"D:\Графика\GIMP 3\bin",
        r"C:\Program Files\GIMP 2\bin",
        r"E:\GIMP 3\bin",
    ]


def test_without_a_registry_nothing_is_listed() -> None:
    assert list(windows_registry.list_program_folders(Registry({}))) == []  # type: ignore[arg-type]
