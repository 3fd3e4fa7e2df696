# -*- coding: utf-8 -*-
r"""Messages between the editor's side and the engine.

One JSON object a line, in both directions, UTF-8.  A request carries ``id`` and ``do``; exactly one
reply with the same ``id`` follows, in the order of the requests, holding the result or ``error``,
one sentence for the user::

    → {"id": 1, "do": "hello", "languages": ["de_DE.UTF-8"]}
    ← {"id": 1, "protocol": 1, "version": "1.0.0", "python": "3.13.5", "numpy": "2.4.6",
       "pid": 4711}
    → {"id": 2, "do": "memory", "path": "/dev/shm/camera-looks-x1y2", "bytes": 67108864}
    ← {"id": 2}
    → {"id": 3, "do": "job", "look": "leica-authentic", "strength": 0.8, "vignette": 0.3,
       "grain": null, "glow": null, "frame": [6028, 3391], "type": "uint8", "channels": 4,
       "scene": "auto", "thumbnail": {"source": 0, "width": 256, "rows": 144,
                                      "left": 0, "top": 0, "size": [6028, 3391]},
       "capture": {"time": 0.0167, "aperture": 2.8, "iso": 800, "flash": 16}}
    ← {"id": 3, "scene": {"day": 0.9, "people": 0.1, "night": 0.0}}
    → {"id": 4, "do": "strip", "source": 0, "target": 0, "width": 6028, "rows": 256,
       "left": 0, "top": 0, "scale": 1.0}
    ← {"id": 4}
    → {"id": 5, "do": "crop", "look": "hasselblad-xpan-color", "frame": [6028, 3391]}
    ← {"id": 5, "box": [0, 583, 6028, 2226]}
    → {"id": 6, "do": "memory", "path": "/dev/shm/camera-looks-z3w4", "bytes": 96000000, "use": "material"}
    ← {"id": 6}
    → {"id": 7, "do": "create", "way": "pairs", "pictures": [
         {"source": 0, "width": 4000, "rows": 3000, "type": "uint8", "channels": 4}, {"file": "/home/me/after.jpg"}]}
    ← {"id": 7, "report": ["Very close."], "details": ["Residual: ΔE2000 0.31 in the mean, 0.87 for 95 %."],
       "name": "", "local_tone": true}
    → {"id": 8, "do": "save", "name": "Phone", "export": "/home/me/phone.3dl", "local_tone": false}
    ← {"id": 8, "path": "/home/me/.local/share/camera-looks/looks/Phone.cube", "changes": []}

``hello`` names the languages that the user reads, the preferred one first: sentences are in the first that there is
(``lut/language.py`` says which are not), in English by default.

Pixels never travel in a message: ``memory`` names a file that both sides map (on Windows, as ``tag``,
memory without a file), ``strip`` names the byte offsets of its input and of its output in there.

``job`` says what is done to every strip after it: a look by its id or a LUT file by its path
(``lut``), and the color space that this is made for (``lut_space``), "v-log" or "v-log:rec709", sRGB by default;
``strength`` 0..1; the amounts of amounts.py, 0..1 or null for the look's own;
``blend``, ``tones`` and ``softness`` beside them, by which the result is mixed with the picture; with ``"mask": true``
strips become how much of the look each pixel gets by these tones, as gray;
``frame``, the size of the whole image in pixels.  ``scene``, for looks that tell scenes apart, is
auto, day, people, food, plants, sunset, indoor or night.  ``thumbnail`` is needed for auto, for local tone, for glow
and for a crop without a center: the whole layer, small, as 8-bit sRGB with alpha, and where in the image it lies.
``crop``: whether the image will be cut to the look's own format, in the middle of which a vignette then is.
``center``: where the middle of that frame is, x and y as shares of the image's sides, 0..1; null, for both or for one
of them, where the thumbnail's interest is.  ``rough``: whether a coarser table will do, until the look's own is baked.
``capture`` is what the camera noted of the light, by CAPTURE_FIELDS: numbers of EXIF, of which nothing need be true.
The reply tells the scenes' weights, the ``crop`` as left, top, width and height, and a LUT file's ``notes``.

``left`` and ``top`` place a strip in the image, in image pixels; ``scale`` is image pixels per strip
pixel, above 1 for a preview.  ``crop`` asks where a look's own format lies in an image, with
``center`` and ``thumbnail`` as in ``job``: left, top, width, height.

A look in the making: ``create`` makes a draft from pictures, in files or in the memory for material, in one
of the ways of lut/engine/creation.py, and tells about it: ``report`` in words, ``details`` in figures;
``job`` with ``"draft": true`` tries it;  ``save``
keeps it in the user's folder.  A draft with ``local_tone`` has a local step, as its look's own: ``save`` keeps it, in
a recipe beside the table, unless ``local_tone`` is false.  ``arrange`` writes the colors that go through a layer's
effects, in the orders of lut/engine/effects_lattice.py; a ``create`` whose report is null says that no LUT can hold
what came out.

A long ``create`` may be asked for its ``progress``.  Before its reply then come lines with the same ``id``, and the
share that is done.  ``cancel`` ends it, before its reply, and so does the end of the conversation: its reply is an
``error``, and ``cancel``, as every request, has a reply of its own::

    → {"id": 9, "do": "photos", "files": ["/home/me/DCIM"]}
    ← {"id": 9, "pairs": [["IMG_1.DNG", "IMG_1.HEIC"], ["IMG_2.DNG", null]], "missing": ["…"]}
    → {"id": 10, "do": "create", "way": "photos", "files": ["/home/me/DCIM"], "progress": true}
    ← {"id": 10, "progress": 0.05}
    → {"id": 11, "do": "cancel", "request": 10}
    ← {"id": 10, "error": "engine: create: cancelled"}
    ← {"id": 11}

``photos`` tells which pairs of a raw file and its rendering there are in ``files``, which may be folders, by the names
of their files (null for the rendering in the raw file itself), and in sentences what is ``missing``.

``own`` brings the list of the user's looks up to date, from which menus are built; with ``patience``, seconds, it
leaves the rest for the next time, and tells how many are ``waiting``.

``rename`` gives one of the user's own looks another name, and its files; the reply has the ``look``'s id then, and
``own`` maps the former one to it.  ``copy`` copies any ``look`` into a recipe of the user's own, at ``path``, under a
``name`` or one after the original's.

``cube`` keeps the table of the ``job`` before it, without its strength, in a file that lasts, for a live filter:
``path``, and the ``changes`` that the format needed.

A look that travels with an image: ``pack`` gives one of the user's own as a ``copy``, text to keep;  ``unpack`` takes
it where the look is missing, and tells the id by which it can be asked for, and its ``entry`` in a catalog.

Files of others: ``offers`` lists the looks that ``files`` bring, LUTs, packs and recipes, and says why others are none;
``job`` with ``"offer": NUMBER`` tries one of them;  ``import`` puts ``offers``, their numbers, into the user's folder.
A ``lut_space`` in either is that of the LUTs, and ``import`` keeps it, in a recipe beside each::

    → {"id": 12, "do": "offers", "files": ["/home/me/Film pack.zip", "/home/me/notes.cube"]}
    ← {"id": 12, "offers": [{"name": "Warm", "pack": "Film pack", "source": "/home/me/Film pack.zip: Warm.cube",
       "state": "new"}], "failed": ["/home/me/notes.cube: expected …"]}
    → {"id": 13, "do": "import", "offers": [0]}
    ← {"id": 13, "written": ["/home/me/.local/share/camera-looks/looks/Film pack/Warm.cube"], "known": [], "failed": []}

``suggest`` asks which color space a ``lut`` file, or an ``offer``, looks made for; null where nothing says that it is
not for sRGB.  ``sentence`` lacks its subject and its end, and ``also`` lists spaces that fit nearly as well.  ``outs``
are the results' spaces, for each ``lut_space`` of a file that names none.  Nothing is applied because of it: the user
chooses::

    → {"id": 14, "do": "suggest", "lut": "/home/me/VLog_to_709.cube"}
    ← {"id": 14, "suggestion": {"space": "v-log", "out": "rec709", "choice": "v-log:rec709", "also": [],
       "sentence": "looks made for V-Log / V-Gamut (its name says so; it raises contrast 2.1 times)"},
       "outs": {"srgb": "srgb", "v-log": "rec709", …}}

A look for other programs: ``targets`` lists the programs and cameras of lut/looks/export_targets.py, with the file that
a ``look`` or ``lut`` becomes, the sentence on ``loading`` it, and the program's own ``folder`` if there is one here;
``export`` writes that file, at ``path`` or in that folder, and tells where another one ``exists`` unless it is to
``overwrite``::

    → {"id": 15, "do": "targets", "look": "leica-authentic"}
    ← {"id": 15, "targets": [{"id": "lumix", "name": "Lumix", "file": "Authenti.vlt", "loading": "Copy Authenti.vlt …",
       "folder": null}]}
    → {"id": 16, "do": "export", "look": "leica-authentic", "target": "lumix", "path": "/media/card", "strength": 0.8}
    ← {"id": 16, "path": "/media/card/Authenti.vlt", "loading": "Copy Authenti.vlt …", "notes": ["…"]}

A message that is not understood, or longer than a MiB, is answered with an ``error``, and with null as ``id`` where
that could not be read; the next one is answered as if nothing had been.

The engine ends when its standard input closes, or waits at a socket for the next conversation
(lut/engine/socket_server.py).
"""

VERSION = 1
MAX_LINE = 1 << 20  # bytes of a message
# What a camera notes of the light, in "capture": each field's EXIF tag (CIPA DC-008, section 4.6.5), and the name that
# GIMP writes for it.
CAPTURE_FIELDS = {
    "time": (0x829A, "ExposureTime"),
    "aperture": (0x829D, "FNumber"),
    "iso": (0x8827, "ISOSpeedRatings"),
    "brightness": (0x9203, "BrightnessValue"),
    "source": (0x9208, "LightSource"),
    "flash": (0x9209, "Flash"),
    "type": (0xA406, "SceneCaptureType"),
}
LARGE_ISO = 65535  # an ISO that EXIF's field cannot hold, which then is in the recommended exposure index
RECOMMENDED_INDEX = (0x8832, "RecommendedExposureIndex")
LATTICE_ORDERS = ("straight", "shuffled", "inner")  # of "arrange", as lut/engine/effects_lattice.py says them
# How an editor starts an engine: its Python sees the engine's folder first, and nothing of GIMP's settings for Python.
BOOT = "import sys; sys.path[0] = sys.argv.pop(1); from lut.engine.server import main; main()"
