"""Comparing looks in a real window: hold for the original, pin, flick, side by side."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gimps import RealGimp
from seen import places
from test_browser import DIALOG, TITLE
from test_dialog import AUTHENTIC, PHOTO, WATCH, Session, with_look
from window import wait_for

import lut


def middle(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    return pixels[height // 2 - 20 : height // 2 + 20, width // 2 - 40 : width // 2 + 40, :3]


@pytest.mark.once  # GTK is the same in every GIMP
def test_what_is_seen_beside_each_other_is_what_is_applied(gimp: RealGimp, tmp_path: Path) -> None:
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG) as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        authentic, sepia = with_look(before), lut.apply(before, lut.looks.load("leica-sepia").bake())
        dim = lut.apply(before, AUTHENTIC.bake(), 0.5)
        session.focus(TITLE)
        session.press("Home", "alt+1")  # the first look, in single pixels
        session.shows(before, authentic)
        for key in ("F2", "backslash"):
            window.xdotool("keydown", key)
            session.shows(before, before)
            window.xdotool("keyup", key)
            session.shows(before, authentic)
        session.press("F3")  # pinned
        session.press("ctrl+f")
        window.xdotool("type", "--delay", "40", "leica sepia")
        session.press("Down")
        session.shows(before, sepia)
        session.press("F4")  # the pinned one, and back
        session.shows(before, authentic)
        session.press("F4")
        session.shows(before, sepia)

        def beside(*wanted: np.ndarray) -> list[tuple[int, int]]:
            """Wait until the middles of all of these are on the screen, and return where."""

            def found() -> list[tuple[int, int]]:
                screen = session.screen()
                there = [places(screen, middle(each)) for each in wanted]
                return [next(iter(each)) for each in there] if all(there) else []

            return wait_for(found, "pictures side by side", window)

        session.press("F5")  # side by side
        top, left = beside(authentic, sepia)[0]
        window.xdotool("mousemove", left + 5, top + 5, "click", "1")  # chooses it
        window.xdotool("keydown", "F2")
        wait_for(lambda: not places(session.screen(), middle(sepia)), "the originals", window)
        window.xdotool("keyup", "F2")
        session.press("alt+t", "ctrl+a", "5", "0", "Tab", "alt+v", "ctrl+a", "0", "Tab")  # Strength, Vignette
        beside(authentic, dim)  # what is not pinned has given way
        session.press("alt+a")
        window.gone(TITLE)
        session.pixels_once(lambda found: bool((found == dim).all()), "applied")
        session.end()
