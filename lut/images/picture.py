"""A photograph in memory: pixels, what their numbers mean, and what travels with them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from .color_tags import ColorTags
from .icc_profile import Profile
from .trailing_parts import Part

NO_CREDENTIALS = "its content credentials (C2PA) are not kept: they hold for the unchanged file only"


@dataclass(frozen=True)
class Metadata:
    """The blocks as their specifications have them, without the signatures that a file puts before them.

    exif: a TIFF structure.  xmp: an RDF/XML packet of any length.
    photoshop: image resources, which hold IPTC.  comments: JPEG's.  texts: PNG's, keyword → text.
    dpi: pixels per inch, across and down.  segments: JPEG's further application segments, markers and contents.
    following: what comes behind the picture in its file.  color: what else than the ICC profile says what the
    numbers mean.
    """

    exif: bytes = b""
    xmp: bytes = b""
    photoshop: bytes = b""
    icc: bytes = b""
    comments: tuple[bytes, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    dpi: tuple[float, float] | None = None
    segments: tuple[tuple[int, bytes], ...] = ()
    following: tuple[Part, ...] = ()
    color: ColorTags | None = None


@dataclass(frozen=True, eq=False)
class Picture:
    """A photograph in memory, the right way up.

    Parameters
    ----------
    pixels : (H, W, 3) or (H, W, 4) uint8, uint16 or float32
        255, 65535 or 1 is white. Alpha is not premultiplied.
    profile : Profile, optional
        What the numbers mean; None says sRGB.
    gray : bool
        Whether the file held one channel.
    metadata : Metadata
        EXIF, XMP, ICC and what else travels with the pixels.
    format : str
        JPEG, PNG, TIFF, WEBP, HEIC, AVIF, JXL or RAW; empty for what was not read from a file.
    encoding : Mapping
        How finely that file was compressed, for ``write``.
    notes : tuple of str
        Sentences about what could not be kept.
    beside : (H, W, …) ndarray, optional
        Samples that are neither color nor alpha (a film scanner's infrared), of the pixels' type.

    Examples
    --------
    >>> from lut import images
    >>> images.Picture(np.zeros((2, 3, 3), np.uint8)).profile is None
    True
    """

    pixels: NDArray[Any]
    profile: Profile | None = None
    gray: bool = False
    metadata: Metadata = field(default_factory=Metadata)
    format: str = ""
    encoding: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    beside: NDArray[Any] | None = None


@dataclass(frozen=True, eq=False)
class Deep:
    """The header of a file that Pillow would flatten to 8 bits, or cannot read.

    size: width and height.  pixel_bytes: of each as RGB, with alpha where there is any.
    samples: decodes the pixels, (H, W, …).  refusal: why they are refused, empty if they are not.
    shell: the same file without its pixels, from which Pillow reads the metadata; empty where there is no need.
    upright: the samples are the right way up.  half: decodes at half the size, where that is faster.
    notes: what decoding finds out.
    """

    size: tuple[int, int]
    pixel_bytes: int
    samples: Callable[[], NDArray[Any]]
    refusal: str = ""
    shell: bytes = b""
    upright: bool = False
    half: Callable[[], NDArray[Any]] | None = None
    notes: Sequence[str] = ()


def describe_aspect(across: int, down: int) -> tuple[str, ...]:
    """Return a note for pixels that are not square.  across, down: pixels per unit, which is unknown."""
    if not across or not down or across == down:
        return ()
    return (f"its pixels are not square ({across} × {down} in the same length), which the result does not say",)


def make_refused(size: tuple[int, int], sentence: str) -> Deep:
    """Make the Deep of a file whose pixels are refused.  sentence: the reason."""

    def samples() -> NDArray[Any]:
        raise ValueError(sentence)

    return Deep(size, 0, samples, sentence)


@dataclass(frozen=True)
class PictureFormat:
    """A kind of file.

    metadata, encoding, notes: what a file says, from Pillow's image of it (loaded; deep TIFFs have none) and its bytes.
    encode: (samples (H, W, 1…4), the picture they belong to, quality or None) → the file.  None: it is read only.
    carries: the fields of Metadata that it has a place for.  block_bytes: the longest EXIF block that fits, and
    the longest XMP in one piece.
    alpha: whether it holds alpha.  beside: whether it holds samples that are neither color nor alpha.
    types: of samples that it holds, the coarsest first.  most_bits: of uint16 samples, those that it keeps.
    prepare: the picture as the format can hold its color space, and notes on what that costs.
    deep: a file's Deep, None where Pillow reads it as it is.
    copies: how often a picture's samples are in memory at the peak of being read, developed and written: measured by
    tests/images/test_memory.py.
    """

    name: str
    extensions: tuple[str, ...]
    metadata: Callable[[Any, bytes], Metadata]
    encode: Callable[[NDArray[Any], Picture, int | None], bytes] | None
    carries: frozenset[str]
    block_bytes: int | None = None
    alpha: bool = True
    beside: bool = False
    types: tuple[str, ...] = ("uint8",)
    most_bits: int = 16
    prepare: Callable[[Picture], tuple[Picture, tuple[str, ...]]] = lambda picture: (picture, ())
    deep: Callable[[bytes], Deep | None] = lambda data: None
    encoding: Callable[[Any, bytes], dict[str, Any]] = lambda image, data: {}
    notes: Callable[[Any, bytes], tuple[str, ...]] = lambda image, data: ()
    copies: int = 5


def encode_with_pillow(pixels: NDArray[Any], name: str, **options: Any) -> bytes:
    """Encode (H, W, 1…4) samples with Pillow's writer of that name."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels).save(file, name, **options)
    return file.getvalue()
