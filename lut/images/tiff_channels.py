"""Tell a TIFF page's samples apart: colors, alpha, and data beside them (TIFF 6.0, sections 3 to 8 and 18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LutError
from ..kernel.blending import CODE_MAX
from ..language import _
from .tiff_pages import PHOTOMETRIC, SAMPLES_PER_PIXEL, Page

BITS, COMPRESSION, FILL_ORDER, EXTRA_SAMPLES, SAMPLE_FORMAT = 258, 259, 266, 338, 339
PLANAR_CONFIGURATION, IMAGE_DEPTH, TILE_DEPTH = 284, 32997, 32998
MIN_IS_WHITE, MIN_IS_BLACK, RGB, PALETTE, YCBCR = 0, 1, 2, 3, 6  # of PHOTOMETRIC
COLORS = {MIN_IS_WHITE: 1, MIN_IS_BLACK: 1, RGB: 3, PALETTE: 1, YCBCR: 3}  # samples of a color
SPACES = {5: "CMYK", 6: "YCbCr", 8: "CIELAB", 9: "CIELAB", 10: "CIELAB", 32844: "LogL", 32845: "LogLuv"}
DATA, PREMULTIPLIED, STRAIGHT = 0, 1, 2  # of EXTRA_SAMPLES
COREL_ALPHA = 999  # as Corel Draw 10 has STRAIGHT
UNSIGNED, SIGNED, FLOAT, UNDEFINED = 1, 2, 3, 4  # of SAMPLE_FORMAT
COMPLEX = (5, 6)
TYPES = {(UNSIGNED, 8): "uint8", (UNSIGNED, 16): "uint16", **{(FLOAT, bits): "float32" for bits in (16, 32, 64)}}
NO_PHOTOMETRIC = -1

# Compressions that Pillow reads everywhere: none, fax, LZW, JPEG, Deflate, PackBits, LZMA.
BY_PILLOW = frozenset({1, 2, 3, 4, 5, 7, 8, 32773, 32946, 34925})
# JPEG 2000, PNG, JPEG XR, LERC, lossy JPEG as in DNG, zstd, WebP, JPEG XL.
BY_TIFFFILE = frozenset({33003, 33004, 33005, 34712, 34933, 34934, 34887, 34892, 50000, 50001, 50002, 52546})
JPEG = 7
OLD_JPEG = 6
BIG_ENDIAN_BIG = b"MM\0+"  # which Pillow does not know


@dataclass(frozen=True)
class Channels:
    """The samples of a page, as its tags describe them.

    bits, formats: of each sample.  count: samples of a pixel.  declared: kinds of the samples behind the colors, as the
    file declares them.  pillow: whether Pillow reads this kind of file and compression.
    """

    photometric: int
    bits: tuple[int, ...]
    formats: tuple[int, ...]
    count: int
    declared: tuple[int, ...]
    pillow: bool
    compression: int
    fill_order: int
    planar: bool
    voxels: bool

    @classmethod
    def from_page(cls, page: Page) -> Channels:
        return cls(
            page.number(PHOTOMETRIC, NO_PHOTOMETRIC),
            page.numbers(BITS) or (1,),
            # "Undefined" is as if nothing were said.
            tuple(UNSIGNED if kind == UNDEFINED else kind for kind in page.numbers(SAMPLE_FORMAT)) or (UNSIGNED,),
            page.number(SAMPLES_PER_PIXEL, 1),
            tuple({COREL_ALPHA: STRAIGHT}.get(kind, kind) for kind in page.numbers(EXTRA_SAMPLES)),
            page.data[:4] != BIG_ENDIAN_BIG and page.number(COMPRESSION, 1) in BY_PILLOW,
            page.number(COMPRESSION, 1),
            page.number(FILL_ORDER, 1),
            page.number(PLANAR_CONFIGURATION, 1) != 1,
            page.number(IMAGE_DEPTH, 1) != 1 or page.number(TILE_DEPTH, 1) != 1,
        )

    @property
    def colors(self) -> int:
        return COLORS.get(self.photometric, 3)

    @property
    def extras(self) -> tuple[int, ...]:
        """DATA, PREMULTIPLIED or STRAIGHT for each sample behind the colors.

        Writers forget to declare one that is alpha, not premultiplied: GIMP and Pillow take it so, too.
        """
        return (STRAIGHT,) if not self.declared and self.count == self.colors + 1 else self.declared

    @property
    def type(self) -> str | None:
        """The dtype of the decoded samples; None for samples that are not read."""
        if len(set(self.bits)) != 1 or len(set(self.formats)) != 1:
            return None
        bits, format_ = self.bits[0], self.formats[0]
        few = self.count == 1 and self.photometric != RGB and self.pillow  # which scales them
        return "uint8" if few and format_ == UNSIGNED and bits in (1, 2, 4) else TYPES.get((format_, bits))

    @property
    def pixel_bytes(self) -> int:
        """Bytes of a pixel as RGB, with all extra samples."""
        return (3 + len(self.extras)) * np.dtype(self.type).itemsize

    @property
    def by_pillow(self) -> bool:
        """True if Pillow reads them unchanged."""
        if self.type != "uint8" or not self.pillow:
            return False
        if self.extras and (self.fill_order != 1 or (self.planar and self.colors == 1)):
            return False  # of the planes of gray and alpha, it reads the first
        return len(self.extras) <= (0 if self.photometric == MIN_IS_WHITE else 1)

    def explain_refusal(self) -> str:
        """Return the reason why the samples are not a photograph's; empty if they are."""
        other = _("expected RGB or gray, found {mode}; convert it to RGB first")
        if self.photometric == NO_PHOTOMETRIC:
            return _("expected RGB or gray, found samples of which the file does not say what they mean")
        number = _("the color space {number}").format(number=self.photometric)
        named = other.format(mode={PALETTE: _("a palette"), **SPACES}.get(self.photometric, number))
        if self.photometric not in COLORS:
            return named
        if self.compression == OLD_JPEG:
            return _("expected a compression of today, found JPEG of the old style (number 6); save it again first")
        if self.compression not in BY_PILLOW | BY_TIFFFILE:
            sentence = _("expected a known compression, found number {number}; save it without compression first")
            return sentence.format(number=self.compression)
        # Pillow takes YCbCr as if it were neither halved nor in video's range; decoders of JPEG know better.
        if (self.photometric == YCBCR and self.compression != JPEG) or (
            self.photometric == PALETTE and not self.by_pillow
        ):
            return named
        if self.photometric in (MIN_IS_WHITE, MIN_IS_BLACK) and self.bits == (1,):
            return other.format(mode=_("pure black and white"))
        if self.voxels or self.count != self.colors + len(self.extras):
            return _("expected RGB or gray, and alpha, found {count} channels").format(count=self.count)
        if sum(kind in (PREMULTIPLIED, STRAIGHT) for kind in self.extras) > 1:
            return _("expected one channel of transparency, found several")
        if self.type is None:
            kinds = {UNSIGNED: _("integers"), SIGNED: _("signed integers"), FLOAT: _("floating-point numbers")}
            kinds |= dict.fromkeys(COMPLEX, _("complex numbers"))
            sentence = _("expected 8 or 16 bits per channel, or floating point, found {bits}-bit {numbers}")
            return sentence.format(bits=self.bits[0], numbers=kinds.get(self.formats[0], _("numbers")))
        if self.type == "float32" and self.photometric == MIN_IS_WHITE:
            return _("expected 8 or 16 bits per channel, or floating point, found floating point with white at 0")
        return ""

    def split_samples(self, samples: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any] | None]:
        """Split samples into (H, W, 1…4) colors and alpha, and the (H, W, …) data beside them, None without any.

        samples: (H, W, …), as decoded.  Raises LutError for colors that are multiplied by an alpha between 0 and 1:
        divided again, they would be rounded twice.
        """
        if not self.extras:
            return samples, None
        colors = samples.shape[2] - len(self.extras)
        where = {kind: [colors + at for at, found in enumerate(self.extras) if found == kind] for kind in self.extras}
        alpha = where.get(PREMULTIPLIED, []) + where.get(STRAIGHT, [])
        data = [at for at in range(colors, samples.shape[2]) if at not in alpha]
        if PREMULTIPLIED in where:
            (values,) = (samples[..., at] for at in alpha)
            if ((values != 0) & (values != CODE_MAX[samples.dtype])).any():
                sentence = _("expected RGB or gray, found {mode}; convert it to RGB first")
                raise LutError(sentence.format(mode=_("premultiplied alpha")))
        if not data:
            return samples, None
        return select_channels(samples, [*range(colors), *alpha]), select_channels(samples, data)


def select_channels(samples: NDArray[Any], channels: list[int]) -> NDArray[Any]:
    """Select channels; a view where they lie together, which takes neither time nor memory."""
    together = channels == list(range(channels[0], channels[-1] + 1))
    return samples[..., channels[0] : channels[-1] + 1] if together else samples[..., channels]
