"""What may be written where something is, and what happens to it meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from lut.cli.batch.journal import Journal, fingerprint_file
from lut.cli.batch.plan import Task
from lut.cli.batch.targets import Targets
from lut.errors import LutError
from tests.system_words import native
from tests.user_folders import set_home


@pytest.fixture
def elsewhere(here: Path) -> Task:
    Path("in").mkdir()
    Path("in/1.png").write_bytes(b"original")
    return Task(Path("in/1.png"), Path("out/1.png"))


@pytest.fixture
def in_place(elsewhere: Task) -> Task:
    return Task(elsewhere.source, elsewhere.source)


def targets(**options: bool) -> Targets:
    return Targets(Journal("warm"), **options)


def test_a_file_that_came_meanwhile_is_not_replaced(elsewhere: Task) -> None:
    """Such as one that another program has put there since the run began."""
    for options in ({}, {"resume": True}):
        found = targets(**options)
        assert found.explain_refusal(elsewhere) == ""
        elsewhere.target.parent.mkdir(exist_ok=True)
        elsewhere.target.write_bytes(b"somebody's")
        with pytest.raises(LutError, match=native(r"out/1.png: exists; --overwrite replaces it")):
            found.write_result(b"developed", elsewhere, fingerprint_file(elsewhere.source))
        assert elsewhere.target.read_bytes() == b"somebody's"
        elsewhere.target.unlink()
    elsewhere.target.write_bytes(b"somebody's")
    assert targets(skip=True).write_result(b"developed", elsewhere, fingerprint_file(elsewhere.source)) == ()
    assert elsewhere.target.read_bytes() == b"somebody's"


def test_of_a_photograph_that_changed_meanwhile_nothing_is_written(in_place: Task, elsewhere: Task) -> None:
    source = fingerprint_file(in_place.source)
    in_place.source.write_bytes(b"retouched")
    for task in (in_place, elsewhere):
        with pytest.raises(
            LutError, match=native(r"in/1.png: was changed while it was developed; nothing was written")
        ):
            targets(overwrite=True).write_result(b"developed", task, source)
    assert in_place.source.read_bytes() == b"retouched" and not elsewhere.target.exists()


def test_two_runs_at_once_develop_an_original_once(in_place: Task) -> None:
    """The second one has read the original before the first one replaced it, or its result behind that."""
    before = fingerprint_file(in_place.source)
    first, second = (targets(overwrite=True, resume=True) for _ in range(2))
    assert not first.can_skip(in_place) and not second.can_skip(in_place)
    first.write_result(b"developed", in_place, before)
    for source in (before, fingerprint_file(in_place.source)):
        second.write_result(b"developed twice", in_place, source)
        assert in_place.source.read_bytes() == b"developed"


def test_what_was_developed_in_place_is_an_original(in_place: Task) -> None:
    """There is no other copy of it: a run into its folder that goes on needs --overwrite, too."""
    targets(overwrite=True).write_result(b"developed", in_place, fingerprint_file(in_place.source))
    Path("other").mkdir()
    Path("other/1.png").write_bytes(b"another original")
    for settings in ("warm", "cold"):
        found = Targets(Journal(settings), resume=True)
        task = Task(Path("other/1.png"), in_place.target)
        assert (
            not found.can_skip(task)
            and found.explain_refusal(task) == f"{in_place.target}: exists; --overwrite replaces it"
        )


def test_an_original_is_replaced_only_if_that_can_be_written_down(
    in_place: Task, elsewhere: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("file").touch()
    set_home(monkeypatch, Path("file").resolve())
    with pytest.raises(
        LutError, match=native(r"in/1.png: is left as it is: --resume could not tell later that it is done")
    ):
        targets(overwrite=True).write_result(b"developed", in_place, fingerprint_file(in_place.source))
    assert in_place.source.read_bytes() == b"original"
    [note] = targets().write_result(b"developed", elsewhere, fingerprint_file(elsewhere.source))
    assert note.startswith("--resume will not recognize it (")
    assert elsewhere.target.read_bytes() == b"developed"


def test_an_original_is_known_by_its_other_names(in_place: Task) -> None:
    Path("link").symlink_to("in")
    Path("alias.png").symlink_to("in/1.png")
    names = [
        Path("in/1.png"),
        Path("link/1.png"),
        Path("in/../in/1.png"),
        Path("in/1.png").resolve(),
        Path("alias.png"),
    ]
    for name in names:
        for other in names:
            task = Task(name, other)
            assert targets(resume=True).explain_refusal(task) == f"{other}: is IN itself; --overwrite replaces it"
    targets(overwrite=True).write_result(b"developed", Task(names[1], names[3]), fingerprint_file(in_place.source))
    for name in names:
        assert all(targets(resume=True, overwrite=True).can_skip(Task(name, other)) for other in names)
    assert Path("alias.png").is_symlink() and Path("in/1.png").read_bytes() == b"developed"


def test_a_hard_link_is_a_name_of_the_original(in_place: Task) -> None:
    Path("out").mkdir()
    Path("out/1.png").hardlink_to("in/1.png")
    task = Task(Path("in/1.png"), Path("out/1.png"))
    assert "is IN itself" in targets(resume=True).explain_refusal(task)
    targets(overwrite=True).write_result(b"developed", task, fingerprint_file(task.source))
    assert Path("in/1.png").read_bytes() == b"original"  # the name was replaced, not the file behind it
    assert targets(resume=True).can_skip(task)
