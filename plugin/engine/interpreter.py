"""Requirements of the engine's Python, and the question whether one meets them.

The installer asks before it records one, and the plug-in asks where nothing was recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .json_input import are_texts, check_fields, is_flag, is_text, or_none, read_object

PYTHON = (3, 10)
WINDOWS_32 = "win32"  # as ``sysconfig`` has it: 2 GB for a picture and its copies are too few
Package = tuple[str, str, tuple[int, ...], "tuple[int, int] | None"]
# What the engine imports: distribution, module, oldest version, and below which Python it is needed.
REQUIREMENTS: tuple[Package, ...] = (
    ("numpy", "numpy", (1, 26), None),
    ("Pillow", "PIL.Image", (10,), None),
    ("tomli", "tomli", (2,), (3, 11)),
)
# For picture files of more than 8 bits per channel. Every environment that is made gets them, where there are wheels
# for it; a Python without them is taken all the same.
WISHES: tuple[Package, ...] = (
    ("imagecodecs", "imagecodecs", (2025, 3), None),
    ("tifffile", "tifffile", (2025, 3), None),
)
# For files of phones and raw files: the extra "phone" of pyproject.toml, and what its wheels need besides.
PHONE: tuple[Package, ...] = (
    ("pillow-heif", "pillow_heif", (0, 16), None),
    ("pillow-jxl-plugin", "pillow_jxl", (1, 3), None),
    ("rawpy", "rawpy", (0, 25), None),
    ("packaging", "packaging", (20,), None),
)

# Asked with the flags that the engine is started with, and by really importing: a broken numpy is none.
QUESTION = """
import importlib, json, platform, sys, sysconfig
sys.path.pop(0)
files = []
def version(module, name):
    try:
        package = module.split(".")[0]
        importlib.import_module(module)
        found = sys.modules[package]
        files.append(found.__file__)
        if not hasattr(found, "__version__"):
            from importlib import metadata
            return metadata.version(name)
        return found.__version__
    except Exception:
        return None
print(json.dumps({
    "python": sys.executable,
    "version": sys.version_info[:3],
    "virtual": sys.prefix != sys.base_prefix,
    "modules": {word.split("=")[0]: version(*word.split("=")) for word in sys.argv[1:]},
    "files": files,
    "platform": sysconfig.get_platform(),
    "machine": platform.machine(),
    "release": platform.mac_ver()[0] or platform.libc_ver()[1],
}))
"""
ASKED = tuple(f"{module}={name}" for name, module, _, _ in (*REQUIREMENTS, *WISHES, *PHONE))
FLAGS = ("-E", "-c", QUESTION, *ASKED)


@dataclass(frozen=True)
class Interpreter:
    """python: its own path, behind shims and links on PATH.  virtual: in an environment that may be deleted any day.

    modules: the versions of the modules above, None where one cannot be imported; files: where they are.
    platform, machine, release: what wheels for it are called after: linux-x86_64, x86_64, and glibc's or macOS's
    version.
    """

    python: str
    version: tuple[int, ...]
    virtual: bool
    modules: dict[str, str | None]
    files: tuple[str, ...] = ()
    platform: str = ""
    machine: str = ""
    release: str = ""

    def lacks(self) -> list[str]:
        """List what keeps it from running the engine; empty when nothing does."""
        if self.version < PYTHON:
            return [f"Python 3.10 or newer (it is {dotted(self.version)})"]
        if self.platform == WINDOWS_32:
            return ["64 bits (it is a Python for 32 bits)"]
        return self._lacks(REQUIREMENTS)

    def misses(self) -> list[str]:
        """List optional packages that it does not have."""
        return self._lacks(WISHES)

    def misses_phone(self) -> list[str]:
        """List packages that it does not have for files of phones and raw files."""
        return self._lacks(PHONE)

    def _lacks(self, wanted: Iterable[Package]) -> list[str]:
        missing = []
        for name, module, oldest, below in wanted:
            if below is not None and self.version >= below:
                continue
            found = self.modules.get(module)
            if found is None:
                missing.append(name)
            elif numbers(found) < oldest:
                missing.append(f"{name} {dotted(oldest)} or newer (it has {found})")
        return missing

    def has(self) -> dict[str, str]:
        """Return versions by distribution."""
        found = {name: self.modules.get(module) for name, module, _, _ in REQUIREMENTS}
        return {name: version for name, version in found.items() if version is not None}


ANSWER = {
    "python": ("text", is_text),
    "virtual": ("true or false", is_flag),
    "version": ("numbers", lambda value: isinstance(value, list) and all(isinstance(part, int) for part in value)),
    "modules": ("texts", lambda value: isinstance(value, dict) and all(map(or_none(is_text), value.values()))),
    "files": ("texts", or_none(are_texts)),
    **dict.fromkeys(("platform", "machine", "release"), ("text", or_none(is_text))),
}


def parse_answer(answer: str) -> Interpreter:
    """Parse what an interpreter printed about itself.  Raises NotUnderstood when it does not answer as Python does."""
    found = read_object(answer.encode("utf-8", "replace"))
    check_fields(found, ANSWER)
    known: dict[str, Any] = {name: found[name] for name in ("python", "virtual", "modules")}
    optional: dict[str, Any] = {name: found.get(name) or "" for name in ("platform", "machine", "release")}
    return Interpreter(version=tuple(found["version"]), files=tuple(found.get("files") or ()), **known, **optional)


def packages(version: tuple[int, ...] = PYTHON, wanted: Iterable[Package] = REQUIREMENTS) -> list[str]:
    """List the requirements to give to pip, for a Python of that version."""
    return [f"{name}>={dotted(oldest)}" for name, _, oldest, below in wanted if below is None or version[:2] < below]


def numbers(version: str) -> tuple[int, ...]:
    """Parse a version: 2.1.0rc1 is (2, 1, 0)."""
    return tuple(int(part) for part in re.findall(r"\d{1,9}", version)[:3])


def dotted(version: Iterable[int]) -> str:
    return ".".join(map(str, version))
