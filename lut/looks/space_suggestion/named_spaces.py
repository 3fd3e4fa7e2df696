"""Find the color spaces that a LUT's name, title or comment speaks of.

Makers and users write the same space in many ways: "V-Log", "VLog_to_709", "SLog3SGamut3.CineToLC-709", "LogC2Video".
A text is taken apart into lower-case words first, at separators and at capitals inside of words, so that "VLog" becomes
"v log", while "Vlogger", "vlog", "catalog" and "Slogan" stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
SEPARATORS = re.compile(r"[\s_\-.,;:/\\()\[\]{}]+")
ARROW = re.compile(r"-+>|=+>|→|»")
WHOLE = {
    "da vinci": "davinci",
    "ace scct": "acescct",
    "ace scc": "acescc",
    "ace scg": "acescg",
    "s rgb": "srgb",
    "i phone": "iphone",
}
GLUED = re.compile(r"(log ?c?\d?|g10|gamut\d?|cine|cct)(to|2)(?=rec|709|bt|srgb|video|lin|lc|log|alexa|film)")
LOG_TO = re.compile(
    r"((?:\b|_)(?:[vdnl]|apple|samsung|leica|nikon|dji)[\s_-]?log|log[\s_-]?c)2(?=rec|bt|709|srgb|video|lin)", re.I
)
AS_TO = re.compile(r"(?<=[a-z\d]) (?<!log )2 (?=(rec|bt|r|v|lc)? ?709|srgb|video|lin)")
TO = " to "


@dataclass(frozen=True)
class Named:
    """The spaces that a text names.

    spaces: of the input, ids, the likeliest first; () if it names none.  out: of the output, or "".  sure: False for
    words that mean something else as often ("vlog" is also a kind of film); the table must agree then.
    """

    spaces: tuple[str, ...] = ()
    out: str = ""
    sure: bool = True


@dataclass(frozen=True)
class Word:
    """pattern: of a text in words.  spaces: ids that it may mean, the likeliest first."""

    pattern: re.Pattern[str]
    spaces: tuple[str, ...]
    sure: bool = True


def word(pattern: str, *spaces: str, sure: bool = True) -> Word:
    return Word(re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z0-9])"), spaces, sure)


LINEAR = ("linear-srgb",)

# The first that matches at a place counts: longer names come first.
CAMERA_WORDS = (
    word(r"s ?log ?3 ?s ?gamut ?3(?! ?cine)|s ?gamut ?3 s ?log ?3", "s-log3", "s-log3-cine"),
    word(r"s ?log ?3|s ?gamut ?3(?: ?cine)?|sg3c?(?: ?cine)?", "s-log3-cine", "s-log3"),
    word(r"s ?log ?2|s ?gamut", "s-log2"),
    word(r"s log", "s-log2", "s-log3-cine", "s-log3"),
    word(r"slog", "s-log2", "s-log3-cine", "s-log3", sure=False),
    word(r"v log ?l?|v ?gamut|vlogl", "v-log"),
    word(r"vlog", "v-log", sure=False),
    word(r"f ?log ?2 ?c", "f-log2-c"),
    word(r"f ?log ?2", "f-log2"),
    word(r"f ?log|f ?gamut", "f-log", "f-log2"),
    word(r"(?:canon|c) ?log ?2", "c-log2"),
    word(r"(?:canon|c) ?log ?3", "c-log3"),
    word(r"canon ?log|c log", "c-log", "c-log3", "c-log2"),
    word(r"clog", "c-log", "c-log3", "c-log2", sure=False),
    word(r"cinema ?gamut", "c-log3", "c-log2", "c-log"),
    word(r"n ?log(?: ?2020)?|n ?gamut", "n-log"),
    word(r"(?:arri |alexa )?log ?c ?4|awg ?4|arri wide gamut ?4", "logc4"),
    word(r"(?:arri |alexa )?log ?c(?: ?3)?|awg ?3?|arri wide gamut(?: ?3)?|(?:arri|alexa) log", "logc3"),
    word(r"d ?log ?m", "d-log-m"),
    word(r"d ?log ?2|d ?gamut ?2", "d-log2"),
    word(r"d ?log|d ?gamut", "d-log", "d-log-m"),
    word(r"l ?log|leica log", "l-log"),
    word(r"apple ?log ?2", "apple-log2"),
    word(r"apple ?log|(?:iphone|prores)(?: \d+)?(?: pro)?(?: max)? log", "apple-log"),
    word(r"samsung ?log|(?:galaxy|s2[4-9])(?: ultra)? log", "samsung-log"),
    word(r"(?:mi|xiaomi) ?log", "mi-log"),
    word(r"o log|oppo log|o ?log ?2", "o-log"),
    word(r"vivo ?log", "vivo-log"),
    word(r"h log|huawei log", "h-log"),
    word(r"i log|insta ?360 log", "i-log"),
    word(r"log ?3 ?g ?10|rwg|red wide ?gamut(?: ?rgb)?|ipp2", "log3g10"),
    word(
        r"(?:bmd|blackmagic)(?: design)? film(?: gen ?5)?|gen ?5 film|film gen ?5|bmdfilm(?: gen ?\d)?|"
        r"blackmagic wide gamut|blackmagic gen ?5",
        "bmd-film-gen5",
    ),
    word(r"davinci intermediate|davinci wide gamut|davinci wg|dwg(?: di)?", "davinci-intermediate"),
    word(r"pro ?tune", "protune"),
    word(r"aces ?cct", "acescct"),
    word(r"aces ?cc", "acescc"),
    word(r"aces ?cg", "acescg"),
    word(r"cineon", "cineon"),
    word(r"(?:scene )?lin(?:ear)?(?: light)?(?: s ?rgb| rec ?709| bt ?709)?", *LINEAR, sure=False),
)
DISPLAY_WORDS = (
    word(r"adobe ?rgb(?: ?1998)?|a ?rgb ?1998", "adobe-rgb"),
    word(r"pro ?photo(?: ?rgb)?|romm(?: ?rgb)?", "prophoto"),
    word(r"display ?p3|p3 ?d65|dci ?p3", "display-p3"),
    word(r"s ?rgb", "srgb"),
    word(r"(?:rec|bt|r|v|itu|lc|canon|cine\+)? ?709(?: ?type ?[ab])?(?: ?d65)?|video|extended video", "rec709"),
    word(r"(?:rec|bt) ?2020", "rec2020"),
)
MONITOR = word(r"bt ?1886|gamma ?2 ?4|g ?24|2 4", "rec709-2.4")
FOR = re.compile(r"(?<![a-z])(?:for|from|in) (?:use (?:with|on) )?$")
FOOTAGE = re.compile(r"^ (?:footage|clips?|pictures?|photos?|images?|input|source|video)(?![a-z])")
PRINT_STOCK = re.compile(r"(?<!\d)(?:2383|2393|2302|3513 ?(?:di)?|3510|3521)(?!\d)")
"""Stocks of Kodak and Fujifilm for prints: tables of them are made for scans, in Cineon's log."""


def split_words(text: str) -> str:
    """Return a text in lower-case words, one space between them; " to " leads from an input to an output."""
    text = SEPARATORS.sub(" ", CAPITAL.sub(" ", LOG_TO.sub(r"\1 to ", ARROW.sub(TO, text))))
    text = text.lower()
    for apart, whole in WHOLE.items():  # which capitals inside of them have taken apart
        text = text.replace(apart, whole)
    text = GLUED.sub(r"\1 to ", text)
    text = AS_TO.sub(TO, text)
    return " ".join(text.split())


def find_words(text: str, words: Iterable[Word]) -> list[tuple[int, int, Word]]:
    """Find where words stand in a text, in its order: each place counts for the first word that has it."""
    found: list[tuple[int, int, Word]] = []
    for each in words:
        for match in each.pattern.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                found.append((match.start(), match.end(), each))
    return sorted(found, key=lambda place: place[0])


def find_out(text: str) -> str:
    """Find the space of an output in words behind "to"; "" if they name none."""
    cameras = [place for place in find_words(text, CAMERA_WORDS) if place[2].sure or place[2].spaces == LINEAR]
    displays = find_words(text, DISPLAY_WORDS)
    if cameras and not (displays and displays[-1][0] > cameras[-1][0]):  # "to SLog2-709" is for a display
        return cameras[0][2].spaces[0]
    out = displays[0][2].spaces[0] if displays else ""
    return MONITOR.spaces[0] if MONITOR.pattern.search(text) and out in ("", "rec709") else out


def read_name(name: str) -> Named:
    """Find the spaces in a file's name, a title, or another text of few words."""
    text = split_words(name)
    before, to, behind = text.partition(TO)
    cameras = find_words(before, CAMERA_WORDS) or ([] if to else find_words(text, CAMERA_WORDS))
    linear_only = all(each.spaces == LINEAR for _, _, each in cameras)
    if cameras and (not linear_only or to):
        return name_camera(before, [each for _, _, each in cameras], find_out(behind) if to else find_out_behind(text))
    if to and (cameras := find_words(behind, CAMERA_WORDS)) and not find_words(before, DISPLAY_WORDS):
        chosen = [each for _, _, each in cameras if each.sure]  # "FLog to" missing: "Classic to Rec709 V-Log"
        if chosen and find_words(behind, DISPLAY_WORDS):
            return Named(chosen[0].spaces, find_out(behind_displays(behind)), sure=False)
    return name_display(text, before if to else "", behind if to else "")


def find_out_behind(text: str) -> str:
    """Find the output of a name without "to": a display that stands behind the camera's space."""
    place = find_words(text, CAMERA_WORDS)[-1][1]
    displays = find_words(text[place:], DISPLAY_WORDS)
    spaces = [each.spaces[0] for _, _, each in displays if each.spaces[0] not in ("rec2020", "srgb")]
    return spaces[0] if spaces else ""


def behind_displays(text: str) -> str:
    """Leave out what stands behind the first display's name."""
    return text[: find_words(text, DISPLAY_WORDS)[0][1]]


def name_camera(text: str, words: list[Word], out: str) -> Named:
    """Put together what the words for a camera's coding say; the primaries often stand apart from the curve."""
    sure = [each for each in words if each.sure]
    first = (sure or words)[0]
    spaces = list(first.spaces)
    for other in sure:  # "SLog3 SGamut3.Cine": what all words admit
        common = [space for space in spaces if space in other.spaces]
        spaces = common or spaces
    if "s-log3-cine" in spaces:
        spaces.sort(key=lambda space: (space == "s-log3-cine") != bool(re.search(r"gamut ?3 ?cine|sg3c|cine", text)))
        if not re.search(r"gamut ?3", text):
            spaces.sort(key=lambda space: space != "s-log3-cine")
    outs_speak = bool(out) and first.spaces != LINEAR
    return Named(tuple(spaces), out, first.sure or outs_speak)


def name_display(text: str, before: str, behind: str) -> Named:
    """Find a space of pictures: what stands ahead of "to", behind "for", or in a name without "to"."""
    if before:
        inputs = [each for _, _, each in find_words(before, DISPLAY_WORDS)]
        return Named(inputs[0].spaces if inputs else (), find_out(behind), bool(inputs))
    for start, end, each in find_words(text, DISPLAY_WORDS):
        asked = FOR.search(text[:start]) or FOOTAGE.search(text[end:])
        if each.spaces == ("srgb",) or text[start:end] in ("709", "video", "extended video"):
            continue
        if asked or each.spaces[0] in ("adobe-rgb", "prophoto") or start == 0 or end == len(text):
            return Named(each.spaces, each.spaces[0])
    return Named()


def names_print_stock(text: str) -> bool:
    """Return True if a text names a print film."""
    return PRINT_STOCK.search(split_words(text)) is not None


LABEL = re.compile(
    r"^\W*(?:(input|source|camera|in|from)|(output|display|destination|target|out|to))\b[^:=]{0,40}[:=](.+)", re.I
)


def read_comment(line: str) -> Named:
    """Find the spaces in a line of a file's comments: "Input: Cineon Log", "Display: Rec.709", "V-Log to Rec.709".

    Comments speak of much, so a line without such a label counts only if it leads from one space to another.
    """
    label = LABEL.match(line)
    if label is not None and label[2]:
        return Named((), find_out(split_words(label[3])))
    if label is not None:
        named = read_name(label[3])
        words = find_words(split_words(label[3]), (*CAMERA_WORDS, *DISPLAY_WORDS))
        return named if named.spaces or not words else Named(words[0][2].spaces)
    named = read_name(line)
    return named if named.sure and named.spaces and named.out and TO in split_words(line) else Named()
