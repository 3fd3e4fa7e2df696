"""The examples in the documents run as they stand there, each page in a folder that has the files it speaks of.

What is not run says why in the page, in a comment above the block: ``<!-- not run: reason -->``.
"""

from __future__ import annotations

import importlib.util
import io
import re
import shlex
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import cli, images
from lut.formats import picture_files
from tests.images import heif_maker
from tests.images.dng_maker import dng
from tests.markdown_pages import ROOT, Example, examples, page_name, pages, read_page

# Run by tests/gimpfu/in_memory/test_memory_readme.py and tests/test_api.py.
ELSEWHERE = ("plugin/gimpfu/gimp_in_memory/README.md", "docs/api.md")
PAGES = [page for page in pages() if page_name(page) not in ELSEWHERE and list(examples(read_page(page)))]
IDS = [page_name(page) for page in PAGES]
OURS = re.compile(r"(?:camera-looks|python3 -m lut) (.+)")
INSTALLER = re.compile(r"python3 install\.py ?(.*)")
DATA = ("text", "toml", "json")  # languages of blocks that nothing runs
SMALL = (240, 180)


def small(name: str) -> np.ndarray:
    with Image.open(ROOT / "docs/photos" / name) as image:
        return np.asarray(image.convert("RGB").resize(SMALL, Image.Resampling.LANCZOS))


def furnish(folder: Path) -> None:
    """Make the files that the pages speak of."""
    vivid = lut.looks.load("leica-vivid").bake()
    (folder / "holiday").mkdir()
    for name, photo in {
        "photo.jpg": "mountain.jpg",
        "reference.jpg": "sunset.jpg",
        "holiday/1.jpg": "fig.jpg",
        "holiday/2.jpg": "wine.jpg",
    }.items():
        Image.fromarray(small(photo)).save(folder / name, quality=95)
    for number, photo in {"": "mountain.jpg", "-2": "autumn.jpg"}.items():
        images.write(images.Picture(small(photo)), folder / f"raw{number}.tif")
        images.write(images.Picture(lut.apply(small(photo), vivid)), folder / f"phone{number}.jpg", 95)
    (folder / "pairs").mkdir()
    for name, photo in {"IMG_1": "mountain.jpg", "pairs/IMG_2": "fig.jpg", "pairs/IMG_3": "wine.jpg"}.items():
        developed = lut.apply(small(photo), vivid)
        rendering = np.asarray(Image.fromarray(developed).resize((1000, 750), Image.Resampling.BICUBIC))
        (folder / f"{name}.DNG").write_bytes(dng(small(photo) / 255, rendering=rendering))
        if name != "pairs/IMG_3":
            Image.fromarray(developed).save(folder / f"{name}.JPG", quality=95)
    for kind in ("png", "avif", "jxl"):
        images.write(images.Picture(small("mountain.jpg")), folder / f"photo.{kind}")
    (folder / "photo.heic").write_bytes(heif_maker.heic(np.ascontiguousarray(small("mountain.jpg"))))
    hdr = heif_maker.avif(small("mountain.jpg").astype(np.uint16) * 3, 10, colr=heif_maker.code_points(9, 16))
    (folder / "hdr.avif").write_bytes(hdr)
    lut.write(vivid, folder / "film.cube")
    with zipfile.ZipFile(folder / "Film pack.zip", "w") as pack:
        pack.write(folder / "film.cube", "Film/one.cube")
    smaller = [lut.looks.load(look).bake(16) for look in ("zeiss-vivid", "zeiss-natural")]
    with zipfile.ZipFile(folder / "HaldCLUT.zip", "w") as pack:
        pack.writestr("HaldCLUT/Films/natural.png", picture_files.write(smaller[1]))
    strips = [Image.open(io.BytesIO(picture_files.write_as(each, "strip", ".png"))) for each in smaller]
    Image.fromarray(np.concatenate(strips)).save(folder / "MultiLut.png")
    (folder / "figures.json").write_bytes((ROOT / "tests/looks/measured.json").read_bytes())


def commands(block: Example) -> list[str]:
    """A block's lines without comments; a line that ends in a backslash goes on."""
    joined = block.text.replace("\\\n", " ")
    return [line for each in joined.splitlines() if (line := re.sub(r"(?:^|\s)#.*", "", each).strip())]


def installer_parser():
    spec = importlib.util.spec_from_file_location("install_py", ROOT / "install.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.parser()


def check_command(line: str, where: str) -> None:
    """Fail for a command that our programs would not understand, and for one that nobody knows."""
    ours, installer = OURS.fullmatch(line), INSTALLER.fullmatch(line)
    assert ours or installer, f"{where}: nothing can check {line!r}; say why with <!-- not run: reason -->"
    try:
        if installer:
            installer_parser().parse_args(shlex.split(installer[1]))
        elif ours:
            cli.build_parser().parse_args(shlex.split(ours[1]))
    except SystemExit as stopped:
        pytest.fail(f"{where}: {line!r} is not understood: {stopped}")


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_command_is_understood(page: Path) -> None:
    for block in examples(read_page(page)):
        where = f"{page_name(page)}:{block.line}"
        if block.reason or block.language in (*DATA, "python"):
            continue
        assert block.language == "sh", f"{where}: nothing can check a block of {block.language or 'no language'!r}"
        for line in commands(block):
            check_command(line, where)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit_hald_picture(folder: Path) -> None:
    """Do what the reader does between two commands: change the colors of the picture that ``hald new`` made."""
    if (folder / "to-edit.png").exists() and not (folder / "edited.png").exists():
        assert cli.main(["apply", "to-edit.png", "edited.png", "--lut", "film.cube"]) == 0


@pytest.mark.slow("runs every command and every example, but each command is parsed without it")
@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_every_example_runs(page: Path, folder: Path) -> None:
    names: dict[str, object] = {}
    for block in examples(read_page(page)):
        where = f"{page_name(page)}:{block.line}"
        if block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
        if block.reason:
            continue
        if block.language == "python":
            exec(compile("\n" * (block.line - 1) + block.text, str(page), "exec"), names)
        elif block.language == "sh":
            for line in commands(block):
                edit_hald_picture(folder)
                if found := OURS.fullmatch(line):
                    assert cli.main(shlex.split(found[1])) == 0, f"{where}: {line}"


def test_a_command_that_is_not_understood_is_found() -> None:
    check_command("camera-looks info film.cube --json", "here:1")
    for line in ("camera-looks inform film.cube", "python3 install.py --repair"):
        with pytest.raises(pytest.fail.Exception, match=f"^here:1: '{line}' is not understood"):
            check_command(line, "here:1")
    with pytest.raises(AssertionError, match="nothing can check 'rm -r x'"):
        check_command("rm -r x", "here:1")
