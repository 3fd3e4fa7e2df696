"""Recognize archives that we do not unpack, to say so.

Signatures: 7zFormat.txt of 7-Zip; RAR 5.0 archive format; RFC 1952 (gzip); RFC 8878 (Zstandard); POSIX.1 ustar.
"""

from __future__ import annotations

MAGIC = (
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\0", "an xz archive"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (257, b"ustar", "a tar archive"),
)


def name_archive(head: bytes) -> str:
    """Name the kind of archive that a file begins as; empty if it is none that we know."""
    return next((name for at, magic, name in MAGIC if head[at : at + len(magic)] == magic), "")
