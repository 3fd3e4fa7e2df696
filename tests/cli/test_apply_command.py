"""``camera-looks apply``, run in this process."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import images, looks
from lut.cli import main
from lut.looks import finish


@pytest.fixture(autouse=True)
def private_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pixels(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (40, 60, 3), dtype=np.uint8)


def photo(name: str, seed: int = 0) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels(seed)).save(path)
    return path


def developed(source: np.ndarray, identifier: str, strength: float = 1.0) -> np.ndarray:
    """What the library does, without the command line."""
    look = looks.load(identifier)
    height, width = source.shape[:2]
    if look.crop:
        left, top, width, height = look.crop.box(width, height)
        source = source[top : top + height, left : left + width]
    result = lut.apply(source, look.bake(), strength)
    if look.vignette:
        finish.vignette(result, look.vignette * strength, 0, 0, (width, height))
    if look.grain:
        finish.grain(result, look.grain.amount * strength, 0, 0, (width, height), size=look.grain.size)
    return result


@pytest.mark.parametrize("look", ["leica-authentic", "hasselblad-natural", "hasselblad-xpan-bw"])
@pytest.mark.parametrize(("strength", "value"), [(None, 1.0), ("0.5", 0.5), ("50%", 0.5), ("0", 0.0)])
def test_pixels_are_the_librarys(here: Path, look: str, strength: str | None, value: float) -> None:
    photo("in.png")
    options = [] if strength is None else ["--strength", strength]
    assert main(["apply", "in.png", "out.png", "--look", look, *options]) == 0
    assert (images.read("out.png").pixels == developed(pixels(), look, value)).all()


@pytest.mark.parametrize(("amount", "value"), [("0", 0.0), ("0.6", 0.6)])
def test_the_vignette_can_be_chosen(here: Path, amount: str, value: float) -> None:
    photo("in.png")
    assert main(["apply", "in.png", "out.png", "--look", "leica-authentic", "--vignette", amount]) == 0
    expected = lut.apply(pixels(), looks.load("leica-authentic").bake())
    if value:
        finish.vignette(expected, value, 0, 0, (60, 40))
    assert (images.read("out.png").pixels == expected).all()


@pytest.mark.parametrize("look", ["sony-sh", "hasselblad-natural"])
@pytest.mark.parametrize("options", [[], ["--glow", "0"], ["--glow", "60%"], ["--glow", "1", "--strength", "0.5"]])
def test_the_glow_is_the_looks_or_chosen(here: Path, look: str, options: list[str]) -> None:
    photo("in.png")
    assert main(["apply", "in.png", "out.png", "--look", look, *options]) == 0
    own = looks.load(look).glow
    strength = 0.5 if "--strength" in options else 1.0
    amount = {"0": 0.0, "60%": 0.6, "1": 0.5}[options[1]] if options else own.amount if own else 0.0
    expected = lut.apply(pixels(), looks.load(look).bake(), strength)
    before = expected.copy()
    if amount:
        spread = finish.glow_map(expected, own.size if own else finish.Glow.size)
        finish.glow(expected, amount, spread, 0, 0, (60, 40))
    assert (images.read("out.png").pixels == expected).all()
    assert (expected != before).any() == (amount > 0)


def test_grain_and_crop_can_be_switched_off(here: Path) -> None:
    photo("in.png")
    look = looks.load("hasselblad-xpan-bw")
    assert look.grain and look.crop
    assert main(["apply", "in.png", "out.png", "--look", "hasselblad-xpan-bw", "--grain", "0", "--no-crop"]) == 0
    assert (images.read("out.png").pixels == lut.apply(pixels(), look.bake())).all()


def test_a_lut_file(here: Path) -> None:
    photo("in.png")
    table = lut.Lut(lut.Lut.identity(5).table ** np.array([0.8, 1.0, 1.3], np.float32))
    lut.write(table, "film.cube")
    assert main(["apply", "in.png", "out.png", "--lut", "film.cube", "--strength", "70%"]) == 0
    assert (images.read("out.png").pixels == lut.apply(pixels(), lut.read("film.cube"), 0.7)).all()


def test_a_recipe(here: Path) -> None:
    photo("in.png")
    Path("mine.toml").write_text('id = "mine"\nname = "Mine"\nsteps = [{ saturation = { gain = 0.5 } }]\n')
    assert main(["apply", "in.png", "out.png", "--look", "mine.toml"]) == 0
    assert (images.read("out.png").pixels == lut.apply(pixels(), looks.read_recipe("mine.toml").bake())).all()


def test_16_bits_stay(here: Path) -> None:
    deep = pixels().astype(np.uint16) * 257 + 100
    images.write(images.Picture(np.minimum(deep, 65535).astype(np.uint16)), "in.tif")
    assert main(["apply", "in.tif", "out.png", "--look", "hasselblad-natural"]) == 0
    result = images.read("out.png").pixels
    assert result.dtype == np.uint16
    assert (result == developed(images.read("in.tif").pixels, "hasselblad-natural")).all()


def test_a_folder_is_mirrored(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["1.png", "beach/2.png", "beach/far/3.png", "4.png", "5.png"]
    for seed, name in enumerate(names):
        photo(f"holiday/{name}", seed)
    assert main(["apply", "holiday", "out", "--look", "leica-vibrant", "--jobs", "3"]) == 0
    assert sorted(path.relative_to("out").as_posix() for path in Path("out").rglob("*.*")) == sorted(names)
    for seed, name in enumerate(names):
        assert (images.read(f"out/{name}").pixels == developed(pixels(seed), "leica-vibrant")).all()
    assert "5 pictures written to out in 0:0" in capsys.readouterr().out


def test_another_format(here: Path) -> None:
    photo("holiday/1.png")
    assert main(["apply", "holiday", "out", "--look", "leica-vibrant", "--format", "tif"]) == 0
    assert Image.open("out/1.tif").format == "TIFF"


def test_one_failure_does_not_stop_the_others(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in/1.png")
    Path("in/2.png").write_bytes(b"not a picture")
    photo("in/3.png")
    assert main(["apply", "in", "missing.jpg", "out", "--look", "leica-vibrant"]) == 1
    assert sorted(path.name for path in Path("out").iterdir()) == ["1.png", "3.png"]
    said = capsys.readouterr()
    assert said.out.startswith("2 pictures written to out")
    assert "2 pictures failed:" in said.err
    assert f"  {Path('in/2.png')}: expected JPEG, PNG, TIFF or WebP, found something else\n" in said.err
    assert "  missing.jpg: No such file or directory\n" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(("target", "says"), [("in.png", "in.png: is IN itself"), ("out.png", "out.png: exists")])
def test_files_are_replaced_only_when_told(
    here: Path, capsys: pytest.CaptureFixture[str], target: str, says: str
) -> None:
    photo("in.png")
    photo("out.png", seed=7)
    before = Path(target).read_bytes()
    assert main(["apply", "in.png", target, "--look", "leica-vibrant"]) == 1
    assert Path(target).read_bytes() == before
    assert capsys.readouterr().err == f"camera-looks: {says}; --overwrite replaces it\n"
    assert main(["apply", "in.png", target, "--look", "leica-vibrant", "--overwrite"]) == 0
    assert (images.read(target).pixels == developed(pixels(), "leica-vibrant")).all()


def test_an_empty_file_is_a_reserved_name(here: Path) -> None:
    photo("in.png")
    Path("out.png").touch()
    assert main(["apply", "in.png", "out.png", "--look", "leica-vibrant"]) == 0
    assert images.read("out.png").pixels.shape == (40, 60, 3)


def test_what_exists_is_left_alone_when_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("1.png", "2.png", "3.png"):
        photo(f"in/{name}")
    photo("out/2.png", seed=9)
    before = Path("out/2.png").read_bytes()
    assert main(["apply", "in", "out", "--look", "leica-vibrant", "--skip-existing"]) == 0
    assert Path("out/2.png").read_bytes() == before
    assert capsys.readouterr().out.startswith("2 pictures written to out in ")


def test_a_run_goes_on_with_what_has_changed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Left alone: the same photograph with the same settings. Made again: one that changed. Refused: a stranger's."""
    command = ["apply", "in", "out", "--look", "leica-vibrant", "--resume"]
    for seed, name in enumerate(("1.png", "2.png", "3.png")):
        photo(f"in/{name}", seed)
    photo("out/3.png", seed=9)
    stranger = Path("out/3.png").read_bytes()
    there = "camera-looks: 1 picture there already (3.png): none that this command made, --overwrite replaces them."

    assert main(command) == 1
    said = capsys.readouterr()
    assert said.out.startswith("2 pictures written to out in ") and said.err.startswith(there)
    assert Path("out/3.png").read_bytes() == stranger
    first = Path("out/1.png").stat().st_mtime_ns

    photo("in/2.png", seed=5)
    assert main(command) == 1
    said = capsys.readouterr()
    assert said.out.startswith("1 picture written to out in ") and ", 1 left alone." in said.out
    assert Path("out/1.png").stat().st_mtime_ns == first
    assert (images.read("out/2.png").pixels == developed(pixels(5), "leica-vibrant")).all()
    assert Path("out/3.png").read_bytes() == stranger

    assert main([*command, "--strength", "50%"]) == 1
    assert capsys.readouterr().out.startswith("2 pictures written to out")
    assert (images.read("out/1.png").pixels == developed(pixels(0), "leica-vibrant", 0.5)).all()

    Path("out/3.png").unlink()
    assert main([*command, "--strength", "50%"]) == 0
    assert capsys.readouterr().out.endswith(", 2 left alone.\n")


def test_a_single_picture_goes_on_too(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in.png")
    command = ["apply", "in.png", "out.png", "--look", "leica-sepia", "--resume"]
    assert main(command) == 0
    assert main(command) == 0
    assert capsys.readouterr().out == "out.png written.\nout.png exists and was left alone.\n"


def test_files_that_are_there_are_said_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("1.png", "2.png"):
        photo(f"in/{name}")
        photo(f"out/{name}", seed=9)
    assert main(["apply", "in", "out", "--look", "leica-vibrant"]) == 1
    assert capsys.readouterr().err == (
        "camera-looks: 2 pictures there already (1.png …): --resume leaves alone what this command made, "
        "--overwrite replaces them.\n"
    )


def test_files_of_other_kinds_are_mentioned(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in/1.png")
    photo("in/2.png")
    for name in ("1.CR2", "2.cr2", "notes.txt", "README"):
        Path("in", name).touch()
    assert main(["apply", "in", "out", "--look", "leica-vibrant"]) == 0
    assert capsys.readouterr().err == "Note: files of other kinds are left out: 2 .cr2, 1 no extension, 1 .txt.\n"


def test_names_that_break_lines_do_not(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in/good.png")
    name = "in/bad\n\x1b[2Jé.png"
    Path(name).write_bytes(b"not a picture")
    assert main(["apply", "in", "out", "--look", "leica-vibrant"]) == 1
    said = capsys.readouterr().err
    assert said.splitlines() == [
        "camera-looks: 1 picture failed:",
        r"  in/bad\n\x1b[2Jé.png: expected JPEG, PNG, TIFF or WebP, found something else",
    ]
    photo(name)
    assert main(["apply", "in", "out", "--look", "leica-vibrant", "--resume", "-q"]) == 0
    assert images.read("out/bad\n\x1b[2Jé.png").pixels.shape == (40, 60, 3)


@pytest.mark.parametrize("look", ["leica-authentic", "mine.toml"])
def test_jobs_change_no_byte(here: Path, look: str) -> None:
    """Scenes are measured and grain is sown in whichever process."""
    steps = "steps = [{ saturation = { gain = 0.5 } }]"
    Path("mine.toml").write_text(f'id = "mine"\nname = "Mine"\n{steps}\nfinish = [{{ grain = {{ amount = 0.4 }} }}]\n')
    for seed, name in enumerate(("1.png", "2.jpg", "3.tif", "4.webp", "5.png")):
        photo(f"in/{name}", seed)
    for jobs in "13":
        assert main(["apply", "in", f"out{jobs}", "--look", look, "--jobs", jobs, "-q"]) == 0
    for path in Path("out1").iterdir():
        assert path.read_bytes() == Path("out3", path.name).read_bytes()
        assert main(["apply", f"in/{path.name}", "alone" + path.suffix, "--look", look, "-q", "--overwrite"]) == 0
        assert path.read_bytes() == Path("alone" + path.suffix).read_bytes()


def test_notes_are_said_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        path = photo(f"in/{number}.jpg")
        with Image.open(path) as image:
            image.save(path, comment=b"a comment")
    assert main(["apply", "in", "out", "--look", "leica-vibrant", "--format", "png"]) == 0
    assert capsys.readouterr().err == "Note on 3 pictures (0.jpg …): PNG has no place for its comments.\n"


def test_quiet_says_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in/1.png")
    photo("in/2.png")
    assert main(["apply", "in", "out", "--look", "leica-vibrant", "-q"]) == 0
    assert main(["apply", "in/1.png", "one.png", "--look", "leica-vibrant", "-q"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_place_that_cannot_be_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in.png")
    assert main(["apply", "in.png", "in.png/out.png", "--look", "leica-vibrant"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("camera-looks: in.png") and said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["apply", "in.png", "out.png", "--look", "leica-autentic"], "leica-authentic"),
        (["apply", "in.png", "out.png", "--lut", "missing.cube"], "missing.cube: "),
        (["apply", "in.png", "out.gif", "--look", "leica-vibrant"], "out.gif: expected a file name for JPEG, PNG"),
        (["apply", "none.png", "out.png", "--look", "leica-vibrant"], "none.png: No such file or directory"),
    ],
)
def test_errors_are_one_sentence(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    photo("in.png")
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("camera-looks: ") and message in said.err
    assert said.err.count("\n") == 1
    assert sorted(path.name for path in here.iterdir()) == ["in.png"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "one of the arguments --look --lut is required"),
        (["--look", "a", "--lut", "b"], "not allowed with argument"),
        (["--look", "a", "--strength", "80"], "expected a number from 0 to 1, or from 0% to 100%, found '80'"),
        (["--look", "a", "--strength", "-10%"], "expected"),
        (["--look", "a", "--strength", "nan"], "expected a number from 0 to 1"),
        (["--look", "a", "--glow", "2"], "expected a number from 0 to 1, or from 0% to 100%, found '2'"),
        (["--look", "a", "--quality", "0"], "expected a whole number from 1 to 100, found '0'"),
        (["--look", "a", "--jobs", "many"], "expected a whole number from 1 to 60, found 'many'"),
        (["--look", "a", "--overwrite", "--skip-existing"], "not allowed with argument"),
        (["--look", "a", "--overwrite", "--resume"], "not allowed with argument"),
    ],
)
def test_usage_errors(capsys: pytest.CaptureFixture[str], options: list[str], message: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["apply", "in.png", "out.png", *options])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert message in said
    assert "apply --help" in said
