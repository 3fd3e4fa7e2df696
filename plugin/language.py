"""Messages in the user's language: English in the source, other languages in ``locale/``.

Values are put in after translation, ``_("“{name}” is locked").format(name=…)``: an f-string cannot be looked up.
"""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "camera-looks"
LOCALES = Path(__file__).resolve().parent / "locale"

_ = gettext.translation(DOMAIN, LOCALES, fallback=True).gettext
