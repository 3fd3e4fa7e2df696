"""rename_import.py WHEEL TO: copy a wheel, its libraries importing the DLL that complex.c becomes.

Wine answers every import from ``api-ms-win-crt-math-l1-1-0.dll`` with its own ucrtbase, whatever file has that name.
"""

import sys
import zipfile

OLD = b"api-ms-win-crt-math-l1-1-0.dll"
NEW = b"camera-looks-complex-for-w.dll"
assert len(OLD) == len(NEW)  # the import table is edited in place

source, target = sys.argv[1:]
renamed = 0
with zipfile.ZipFile(source) as wheel, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
    for entry in wheel.infolist():
        data = wheel.read(entry)
        if entry.filename.endswith((".pyd", ".dll")) and OLD in data:
            data = data.replace(OLD, NEW)
            renamed += 1
        copy.writestr(entry, data)
assert renamed, f"{source}: no library imports {OLD.decode()}"
