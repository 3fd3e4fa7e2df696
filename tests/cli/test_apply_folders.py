"""``camera-looks apply`` on many pictures: where they go, what is replaced, and runs that go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from developing import developed, photo, pixels
from PIL import Image

from lut import images
from lut.cli import build_parser, main
from lut.cli.batch import run_batch
from lut.cli.batch.develop_photo import Settings
from lut.cli.batch.journal import Journal
from lut.cli.batch.plan import Task
from lut.cli.batch.progress import Progress
from lut.cli.batch.targets import Targets
from lut.errors import NoRoomError
from lut.images import memory_limit
from tests.system_words import MISSING


def test_a_folder_is_mirrored(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["1.png", "beach/2.png", "beach/far/3.png", "4.png", "5.png"]
    for seed, name in enumerate(names):
        photo(f"holiday/{name}", seed)
    assert main(["apply", "holiday", "out", "--look", "leica-vibrant", "--jobs", "3"]) == 0
    assert sorted(path.relative_to("out").as_posix() for path in Path("out").rglob("*.*")) == sorted(names)
    for seed, name in enumerate(names):
        assert (images.read(f"out/{name}").pixels == developed(pixels(seed), "leica-vibrant")).all()
    assert "5 pictures written to out in " in capsys.readouterr().out


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
    assert (
        f"  {Path('in/2.png')}: expected JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL or raw, found something else\n"
        in said.err
    )
    assert f"  missing.jpg: {MISSING}\n" in said.err
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


@pytest.mark.slow("develops a folder five times; test_apply_resumes.py has the rules")
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


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 picture is IN itself (1.png)"), (2, "2 pictures are IN itself (1.png …)")]
)
def test_the_advice_on_originals_works_as_printed(
    here: Path, capsys: pytest.CaptureFixture[str], count: int, said: str
) -> None:
    for name in ("1.png", "2.png")[:count]:
        photo(f"in/{name}")
    command = ["apply", "in", "in", "--look", "leica-vibrant"]
    before = Path("in/1.png").read_bytes()
    for options in ([], ["--resume"]):
        assert main([*command, *options]) == 1
        assert capsys.readouterr().err == f"camera-looks: {said}: --overwrite --resume replaces each once.\n"
        assert Path("in/1.png").read_bytes() == before
    for _ in range(3):
        assert main([*command, "--overwrite", "--resume"]) == 0
        assert (images.read("in/1.png").pixels == developed(pixels(), "leica-vibrant")).all()


def test_the_advice_on_other_files_works_as_printed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in/1.png")
    photo("in/2.png")
    photo("out/2.png", seed=9)
    stranger = Path("out/2.png").read_bytes()
    command = ["apply", "in", "out", "--look", "leica-vibrant", "--resume"]
    for _ in range(2):
        assert main(command) == 1
        assert capsys.readouterr().err.endswith("(2.png): none that this command made, --overwrite replaces them.\n")
        assert Path("out/2.png").read_bytes() == stranger
    assert main([*command, "--overwrite"]) == 0
    assert capsys.readouterr().out.endswith(", 1 left alone.\n")
    assert (images.read("out/2.png").pixels == developed(pixels(), "leica-vibrant")).all()


def test_files_of_other_kinds_are_mentioned(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in/1.png")
    photo("in/2.png")
    for name in ("1.XCF", "2.xcf", "notes.txt", "README"):
        Path("in", name).touch()
    assert main(["apply", "in", "out", "--look", "leica-vibrant"]) == 0
    note = "Note: files of other kinds are left out: 2 .xcf, 1 no extension, 1 .txt."
    assert capsys.readouterr().err.splitlines()[-1] == note  # a slow machine tells how far it is


def test_a_folder_of_one_tells_what_it_left_out_as_one_of_two_does(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo("in/1.png")
    Path("in/notes.txt").touch()
    Path("in/gone").symlink_to("nowhere")
    Path("in/loop").symlink_to(".")
    assert main(["apply", "in", "out", "--look", "leica-vibrant"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("1 picture written to out in ")
    assert said.err.splitlines() == [
        "Note: in/loop is left out: it leads to in, which is gone through already.",
        "Note: files of other kinds are left out: 1 .txt.",
        "camera-looks: in/gone: No such file or directory",
    ]


def test_links_that_lead_to_themselves_are_a_sentence_each(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in.png")
    for name in ("loop", "loop.png"):
        Path(name).symlink_to(name)
    for line in (["loop", "out"], ["loop.png", "out"], ["in.png", "loop.png"], ["in.png", "loop/out.png"]):
        assert main(["apply", *line, "--look", "leica-vibrant", "--overwrite"]) == 1
        said = capsys.readouterr().err
        assert said.startswith("camera-looks: loop") and said.count("\n") == 1, said
    assert Path("loop.png").is_symlink() and not Path("out").exists()


@pytest.mark.slow("develops a folder twice")
def test_another_format_in_place_goes_on(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second run finds results beside the photographs, which are none."""
    photo("in/1.jpg")
    command = ["apply", "in", "in", "--format", "png", "--look", "leica-vibrant"]
    assert main(command) == 0
    result = Path("in/1.png").read_bytes()
    assert main([*command, "--resume"]) == 0
    assert capsys.readouterr().out.endswith(", 1 left alone.\n")
    assert main(command) == 1
    assert main([*command, "--resume", "--overwrite"]) == 0
    assert Path("in/1.png").read_bytes() == result


def test_a_run_goes_on_after_an_update(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Originals are not developed again where the program is another version."""
    photo("in/1.png")
    command = ["apply", "in", "in", "--look", "leica-vibrant", "-q", "--overwrite", "--resume"]
    assert main(command) == 0
    result = Path("in/1.png").read_bytes()
    monkeypatch.setattr("lut.__version__", "9.9.9")
    assert main(command) == 0
    assert Path("in/1.png").read_bytes() == result


@pytest.mark.slow("starts a process each; test_hostile_names.py has such names")
def test_names_that_break_lines_do_not(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in/good.png")
    name = "in/bad\n\x1b[2Jé.png"
    Path(name).write_bytes(b"not a picture")
    assert main(["apply", "in", "out", "--look", "leica-vibrant"]) == 1
    said = capsys.readouterr().err
    assert said.splitlines() == [
        "camera-looks: 1 picture failed:",
        r"  in/bad\n\x1b[2Jé.png: expected JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG XL or raw, found something else",
    ]
    photo(name)
    assert main(["apply", "in", "out", "--look", "leica-vibrant", "--resume", "-q"]) == 0
    assert images.read("out/bad\n\x1b[2Jé.png").pixels.shape == (40, 60, 3)


@pytest.mark.slow("develops a folder three times", but_first=True)
@pytest.mark.parametrize("look", ["leica-authentic", "mine.toml"])
def test_jobs_change_no_byte(here: Path, look: str) -> None:
    """Scenes are measured and grain is sown in whichever process."""
    steps = "steps = [{ saturation = { gain = 0.5 } }]"
    Path("mine.toml").write_text(
        f'id = "mine"\nname = "Mine"\n{steps}\nfinish = [{{ grain = {{ amount = 0.4 }} }}]\n', encoding="utf-8"
    )
    for seed, name in enumerate(("1.png", "2.jpg", "3.tif", "4.webp", "5.png")):
        photo(f"in/{name}", seed)
    for jobs in "13":
        assert main(["apply", "in", f"out{jobs}", "--look", look, "--jobs", jobs, "-q"]) == 0
    for path in Path("out1").iterdir():
        assert path.read_bytes() == Path("out3", path.name).read_bytes()
        assert main(["apply", f"in/{path.name}", "alone" + path.suffix, "--look", look, "-q", "--overwrite"]) == 0
        assert path.read_bytes() == Path("alone" + path.suffix).read_bytes()


@pytest.mark.slow("starts processes")
def test_pictures_too_large_for_their_share_of_the_memory_are_done_alone(here: Path) -> None:
    arguments = build_parser().parse_args(["apply", "in", "out", "--look", "leica-vibrant"])
    tasks = [Task(photo(f"in/{seed}.png", seed), Path(f"out/{seed}.png")) for seed in range(3)]
    settings = Settings.of(arguments, processes=10**6)  # a millionth of the memory for each
    outcome = run_batch.run_tasks(tasks, settings, Targets(Journal(settings.digest)), 2, Progress(3, 0, quiet=True))
    assert outcome.failures == {} and outcome.written == 3
    for seed, task in enumerate(tasks):
        assert (images.read(task.target).pixels == developed(pixels(seed), "leica-vibrant")).all()


def test_a_picture_too_large_for_the_memory_is_told_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo("in/1.png")
    monkeypatch.setattr(memory_limit, "available_bytes", lambda: 1 << 20)
    arguments = build_parser().parse_args(["apply", "in/1.png", "out.png", "--look", "leica-vibrant"])
    with pytest.raises(NoRoomError, match="60 × 40 pixels take 96 MB of memory, there are 1 MB for it"):
        arguments.run(arguments)
