"""Zip files as programs of other countries write them."""

from __future__ import annotations

import io
import zipfile


def zipped_raw(files: dict[bytes, bytes], extra: bytes = b"") -> bytes:
    """A .zip of files by the bytes of their names, without the flag for UTF-8.  extra: each file's extra field."""
    stand_ins = [f"{number:05}{'-' * len(name)}"[-len(name) :] for number, name in enumerate(files)]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for stand_in, data in zip(stand_ins, files.values(), strict=True):
            entry = zipfile.ZipInfo(stand_in)
            entry.extra = extra
            archive.writestr(entry, data)
    packed = file.getvalue()
    for name, stand_in in zip(files, stand_ins, strict=True):
        packed = packed.replace(stand_in.encode(), name)
    return packed
