"""The extensions of LUT files that dialogs offer are those of the formats."""

from lut.formats import FORMATS
from lut.shared.lut_files import PACK, PICTURES, TABLES


def test_every_extension_of_a_format_is_listed_once() -> None:
    known = {ending for kind in FORMATS for ending in (*kind.extensions, *kind.read_only)}
    listed = [*TABLES, *PICTURES, PACK]
    assert sorted(listed) == sorted(known)
