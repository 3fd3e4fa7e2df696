"""Names in a .zip whose encoding nobody told: each code page is told from the others by the names alone."""

from __future__ import annotations

import io
import random
import struct
import unicodedata
import zipfile
import zlib

import pytest

from lut.files.zip_names import decode_names, decode_together
from tests.raw_zips import zipped_raw

CHINESE = [
    "胶片/富士",
    "人像",
    "柯达",
    "电影感",
    "复古港风",
    "黑金城市",
    "青橙夜景",
    "奶油肤色",
    "樱花",
    "通透风光",
    "使用说明",
    "胶卷颗粒",
]
JAPANESE = [
    "フィルム",
    "ポートレート",
    "夜景",
    "表現",
    "能登",
    "桜",
    "シネマ",
    "銀残し",
    "昭和レトロ",
    "ソフト",
    "説明書",
    "オレンジ＆ティール",
]
TRADITIONAL = [
    "膠片",
    "富士",
    "柯達/人像",
    "電影感",
    "復古",
    "夜景",
    "黑白",
    "徠卡",
    "濾鏡",
    "使用說明",
    "底片顆粒",
    "台北夜色",
]
KOREAN = ["필름", "후지", "코닥", "인물", "풍경", "빈티지", "흑백", "따뜻한", "웨딩", "피부톤", "사용법"]
WESTERN = [
    "Grün",
    "Café",
    "Crème",
    "Wärme",
    "Straße",
    "Été",
    "Forêt",
    "Théâtre",
    "Lumière",
    "Año",
    "Niño",
    "Château",
    "Blütenweiß",
    "Größe",
]
WINDOWS = [*WESTERN, "Søvn", "Canção", "São_Paulo", "Grå", "København"]
RUSSIAN = ["Пленка", "Портрет", "Закат", "Москва_ночь", "Теплый", "Черно-белый", "Инструкция"]
SAMPLES = {
    "gb18030": CHINESE,
    "cp932": JAPANESE,
    "cp950": TRADITIONAL,
    "cp949": KOREAN,
    "cp437": WESTERN,
    "cp850": WINDOWS,
    "cp1252": WINDOWS,
    "cp866": RUSSIAN,
    "utf-8": [*CHINESE, *JAPANESE, *KOREAN, *WINDOWS, *RUSSIAN, "Ταινία", "film ☆", "Łódź"],
}


def packed(names: list[str], encoding: str) -> list[bytes]:
    return [f"{name}.cube".encode(encoding) for name in names]


@pytest.mark.parametrize(
    ("name", "encoding"), [(name, encoding) for encoding, names in SAMPLES.items() for name in names]
)
def test_a_single_name_is_enough(name: str, encoding: str) -> None:
    assert decode_together(packed([name], encoding)) == [f"{name}.cube"]


@pytest.mark.parametrize("encoding", SAMPLES)
def test_names_of_an_archive_decide_together(encoding: str) -> None:
    draw = random.Random(encoding)
    for count in (2, 3, 5, 10, 30):
        names = [draw.choice(SAMPLES[encoding]) for _ in range(count)]
        assert decode_together(packed(names, encoding)) == [f"{name}.cube" for name in names]


@pytest.mark.parametrize(
    ("name", "encoding"), [("야경", "cp949"), ("방법", "cp949"), ("느낌", "cp949"), ("平均", "cp950")]
)
def test_what_one_name_leaves_open_another_one_decides(name: str, encoding: str) -> None:
    """These are as likely in another code page; alone they may be taken for Chinese or Russian."""
    more = KOREAN[:2] if encoding == "cp949" else TRADITIONAL[:2]
    assert decode_together(packed([name, *more], encoding))[0] == f"{name}.cube"


def test_mac_names_are_decomposed_utf_8_without_a_flag() -> None:
    names = [unicodedata.normalize("NFD", name) for name in ("Grün", "Café", "필름")]
    for name in names:
        assert decode_together(packed([name], "utf-8")) == [f"{name}.cube"]


def test_bytes_of_no_code_page_are_shown_somehow() -> None:
    names = [b"\xff\xfe\x81\x20.cube", "胶片.cube".encode("gb18030")]
    assert decode_together(names)[1] == "胶片.cube"
    assert len(decode_together([bytes(range(1, 256))])) == 1


def decoded(data: bytes) -> list[str]:
    return decode_names(zipfile.ZipFile(io.BytesIO(data)).infolist())


def test_a_backslash_inside_of_a_letter_is_no_folder() -> None:
    """In Shift-JIS the second byte of 表 and of ソ is a backslash's."""
    assert decoded(zipped_raw(dict.fromkeys(packed(["表現/ソフト"], "cp932"), b""))) == ["表現/ソフト.cube"]


def unicode_path(name: bytes, text: str) -> bytes:
    body = b"\1" + struct.pack("<L", zlib.crc32(name)) + text.encode()
    return struct.pack("<HH", 0x7075, len(body)) + body


def test_the_unicode_path_goes_first() -> None:
    raw = b"\x8c\x9a.cube"
    before = struct.pack("<HH", 0x5455, 5) + b"\1\0\0\0\0"  # a time
    assert decoded(zipped_raw({raw: b""}, before + unicode_path(raw, "Łódź.cube"))) == ["Łódź.cube"]


def test_the_unicode_path_of_another_name_is_ignored() -> None:
    """The name was changed by a program that does not know the field."""
    raw = "Grün.cube".encode("cp437")
    assert decoded(zipped_raw({raw: b""}, unicode_path(b"old.cube", "old.cube"))) == ["Grün.cube"]


def test_a_flag_for_utf_8_decides_for_its_own_name_alone() -> None:
    raw = "森系.cube".encode("gbk")  # in UTF-8 the same bytes are ɭϵ
    plain, flagged = zipfile.ZipInfo(raw.decode("cp437")), zipfile.ZipInfo(raw.decode("utf-8"))
    flagged.flag_bits |= 0x800
    assert decode_names([plain, flagged]) == ["森系.cube", "ɭϵ.cube"]
