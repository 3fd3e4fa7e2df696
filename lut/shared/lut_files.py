"""List the extensions of LUT files: dialogs offer these, and step from one file of a folder to the next."""

PACK = ".zip"
PICTURES = (".png", ".tif", ".tiff", ".jpg", ".jpeg")  # few of which are LUTs
TABLES = (
    *(".cube", ".cms", ".3dl", ".csp", ".spi1d", ".spi3d", ".vf", ".itx", ".vlt", ".m3d", ".mga", ".lut", ".cub"),
    *(".gmz", ".cimg", ".cimgz", ".icc", ".icm", ".xmp", ".dcp", ".clf", ".ctf", ".cdl", ".ccc", ".cc", ".spimtx"),
    ".look",
)
