"""List the extensions of photographs: files are told apart by them, and dialogs offer them."""

# Raw files that LibRaw reads.
RAW = (
    *(".dng", ".nef", ".nrw", ".arw", ".sr2", ".srf", ".cr2", ".cr3", ".crw", ".orf", ".ori", ".rw2", ".rwl", ".raf"),
    *(".pef", ".srw", ".3fr", ".fff", ".iiq", ".x3f", ".mrw", ".erf", ".mef", ".mos", ".dcr", ".kdc", ".gpr"),
)
PICTURES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".heic", ".heif", ".hif", ".avif", ".jxl"),
    *(".webp", ".png", ".tif", ".tiff"),
)
