"""Words that people search looks by, beside those in their entries: from measured facts where there are any."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from ..language import _
from .tag_rules import SAID, SCENES

SEARCHED = ("name", "maker", "phone", "year", "character", "id")

# By tag: words for it. Other languages add theirs to the English ones that their users know.
WORDS = {
    "monochrome": _("black and white, black & white, black-and-white, bw, b&w, mono, monochrome, gray, grayscale"),
    "color": _("color, colour"),
    "sepia": _("sepia, brown, toned"),
    "portrait": _("portrait, people, person, face, skin, beauty"),
    "film": _("film, analog, slide, negative, emulsion"),
    "cinema": _("cinema, cinematic, movie, video"),
    "warm": _("warm, golden, amber, yellow"),
    "cool": _("cool, cold, bluish"),
    "matte": _("matte, matt, faded, lifted blacks"),
    "vivid": _("vivid, vibrant, saturated, rich, bold, colorful"),
    "pale": _("pale, muted, desaturated, quiet"),
    "soft": _("soft, gentle, low contrast, smooth"),
    "hard": _("hard, high contrast, contrasty, dramatic"),
    "bright": _("bright, high key, airy, light"),
    "dark": _("dark, low key, moody"),
    "night": _("night, evening, city lights"),
    "food": _("food, meal"),
    "landscape": _("landscape, nature, sky, plants"),
    "natural": _("natural, neutral, true to life, plain"),
    "retro": _("retro, vintage, old, nostalgic"),
    "grain": _("grain, grainy, noise"),
    "vignette": _("vignette, dark corners"),
    "panorama": _("panorama, wide, letterbox"),
}


def fold_text(text: str) -> str:
    """Drop case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def is_monochrome(look: Mapping[str, Any]) -> bool:
    """Return True for a look that gives black and white, toned or not: as measured, or as its recipe says."""
    return bool(look.get("monochrome") or look.get("gray") == "gray")


def tags_of(look: Mapping[str, Any]) -> list[str]:
    """List a look's tags, from its entry in a catalog."""
    said = " " + fold_text(" ".join(str(look.get(key) or "") for key in ("name", "character", "id")))
    found = ["monochrome" if is_monochrome(look) else "color"]
    found += [tag for tag, starts in SAID.items() if any(f" {start}" in said for start in starts)]
    found += [SCENES[scene] for scene in look.get("variants") or () if scene in SCENES]
    found += [amount for amount in ("grain", "vignette") if look.get(amount)]
    if look.get("crop"):
        found.append("panorama")
    return list(dict.fromkeys(found))


def searched_text(look: Mapping[str, Any]) -> str:
    """Return what the search finds a look by: its entry's words, and those of its tags."""
    own = [str(look.get(key) or "") for key in SEARCHED]
    return fold_text(" ".join([*own, *(WORDS[tag] for tag in look.get("tags") or tags_of(look))]))
