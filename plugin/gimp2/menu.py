# -*- coding: utf-8 -*-
"""Register the procedures of GIMP 2.10: what plugin/menu/actions.py declares, as far as there is a use in it.

Each takes an image, a layer and its parameters; what it does gets them as a dictionary.
"""

from __future__ import absolute_import, division

import io
import os
import sys

import gimp
from gimpfu import (
    PF_DIRNAME,
    PF_DRAWABLE,
    PF_FILE,
    PF_FILENAME,
    PF_IMAGE,
    PF_LAYER,
    PF_OPTION,
    PF_SLIDER,
    PF_STRING,
    PF_TOGGLE,
    register,
)

from lut.shared import folders
from lut.shared.amounts import BLENDS, TONES, UNMIXED
from lut.shared.look_names import OWN
from lut.shared.printable import printable

from ..engine.client import EngineError
from ..engine.json_input import NotUnderstood
from ..engine.launch import connect, recorded_python
from ..language import _, native, without_key
from ..menu.amounts import AMOUNTS, BLEND_LABELS, TONE_LABELS
from ..menu.catalog import read_looks, shown_look
from ..menu.mnemonics import in_path, with_mnemonic
from ..menu.scenes import LABELS
from ..menu.titles import short_title
from . import create, export, run_look
from .pixels import Refused
from .run_look import Order
from .settings import read_settings
from .space_parameters import chosen_space, space_parameters
from .undo_step import register_step

FOLDER = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLUG_IN, CATALOG = os.path.join(FOLDER, "camera-looks.py"), os.path.join(FOLDER, "catalog.json")
MENU = "<Image>/Filters/Camera Looks"
LOOKS_OWN = -1
# Scripts choose them by number: new ones come last.
SCENES = ("auto", "day", "indoor", "night", "people", "food", "plants", "sunset")
# What scripts have given since the first version between a look's strength and new_layer; nothing for all other looks.
FIRST = {
    "leica-authentic": ["scene", "vignette"],
    "leica-vibrant": ["scene"],
    "hasselblad-xpan-color": ["crop"],
    "hasselblad-xpan-bw": ["grain", "crop"],
    "zeiss-textured": ["vignette"],
    "sony-sh": ["glow"],
}
# Where the middle of a look's own format is: a dialog of GIMP 2.10 has no preview to drag a frame in.
CROP_CENTER = (
    (PF_SLIDER, "crop_x", _("Crop's middle from the left (-1: by interest)"), -1, (-1, 100, 1)),
    (PF_SLIDER, "crop_y", _("Crop's middle from the top (-1: by interest)"), -1, (-1, 100, 1)),
)
PICTURE, NO_IMAGE = "RGB*, GRAY*", ""  # a layer's mask is gray, in images in color as well

STRENGTH = (PF_SLIDER, "strength", _("Streng_th"), 100, (0, 100, 1))
SCENE = (PF_OPTION, "scene", _("Sc_ene"), 0, [LABELS[scene] for scene in SCENES])
NEW_LAYER = (PF_TOGGLE, "new_layer", _("P_ut the result on a new layer"), False)
MIXING = [
    (PF_OPTION, "blend", _("_Blend mode"), 0, [BLEND_LABELS[name] for name in BLENDS]),
    (PF_OPTION, "tones", _("Tones affecte_d"), 0, [TONE_LABELS[name] for name in TONES]),
    (PF_SLIDER, "softness", _("Soft boundar_y"), round(100 * UNMIXED["softness"]), (0, 100, 1)),
]
OWN_NUMBERS = (PF_TOGGLE, "own_numbers", _("_Ignore the color profile"), False)


def amount_parameter(amount, default):
    """Return the parameter of an amount, in percent; -1 for the look's own."""
    return (PF_SLIDER, amount.name, amount.label, default, (min(default, 0), 100, 1))


def register_all():
    if "-query" not in sys.argv:
        register_step()
    letters = {}
    for look in read_catalogs():
        register_look(look, letters.setdefault(look["maker"], set()))
    any_look = [(PF_STRING, "look", _("Loo_k"), ""), (PF_FILE, "lut_file", _("LUT _file"), ""), STRENGTH, SCENE]
    any_look += [amount_parameter(amount, LOOKS_OWN) for amount in AMOUNTS if not amount.later]
    blurb = _("Apply a look or a LUT file, from a script")
    register_procedure("apply", None, None, PICTURE, blurb, any_look + [NEW_LAYER, OWN_NUMBERS], apply_any)
    blurb = _("Apply a look or a LUT file with settings by their names, from a script")
    named = any_look[:2] + [(PF_STRING, "settings", _("Settings"), "")]
    register_procedure("apply-with", None, None, PICTURE, blurb, named, apply_with)
    blurb = _("Write a file with a look for another program or a camera, from a script")
    exported = [
        (PF_STRING, "target", _("_For"), ""),
        (PF_FILENAME, "file", _("Fi_le"), ""),
        (PF_TOGGLE, "overwrite", _("Over_write"), False),
    ]
    in_table = [amount_parameter(amount, 0) for amount in AMOUNTS if amount.in_table]
    register_procedure("export", None, None, NO_IMAGE, blurb, any_look[:4] + in_table + exported, export_any)
    blurb = _("Apply a LUT from a file, of any format that Camera Looks reads")
    file = [(PF_FILE, "lut_file", _("LUT _file"), ""), STRENGTH, NEW_LAYER, OWN_NUMBERS]
    later = space_parameters(CATALOG) + [amount_parameter(amount, 0) for amount in AMOUNTS] + MIXING
    register_procedure("apply-file", _("Apply L_UT File…"), MENU, PICTURE, blurb, file, apply_any, later)
    blurb = _("Make a look from a picture before and after it was developed")
    pair = [
        (PF_LAYER, "before", _("_Before (this layer is after)"), None),
        (PF_STRING, "name", _("_Name"), ""),
        (PF_FILENAME, "export", _("E_xport to"), ""),
    ]
    kept = [(PF_TOGGLE, "keep_local_tone", _("_Keep the local tone"), True)]
    label, menu = _("From _Before and After…"), MENU + "/" + _("Create")
    register_procedure("create-from-layers", label, menu, PICTURE, blurb, pair, create.from_layers, kept)
    blurb = _("Learn the look of your own phone or camera from its raw files")
    photos = [
        (PF_DIRNAME, "folder", _("_Folder of raw files and pictures"), ""),
        (PF_FILENAME, "raw", _("Or one ra_w file"), ""),
        (PF_FILENAME, "rendered", _("And its _picture, if not inside"), ""),
    ]
    label = _("From _Your Phone's Photos…")
    register_procedure("create-from-photos", label, menu, NO_IMAGE, blurb, photos + pair[1:] + kept, create.from_photos)


def register_look(look, letters):
    """Register the menu entry of one look, from its entry in the catalog.

    letters: mnemonics of the menu's other entries; this one's is added.
    """
    ratio = _("Crop the i_mage to {ratio}").format(ratio=native(look["crop"])) if look.get("crop") else ""
    parameters = [("variants", SCENE)]
    parameters += [
        (amount.name, amount_parameter(amount, round(100 * (look.get(amount.name) or 0), 1))) for amount in AMOUNTS
    ]
    parameters += [("crop", (PF_TOGGLE, "crop", ratio or _("Crop the i_mage to the look's format"), False))]
    any_look = [amount.name for amount in AMOUNTS if not amount.in_table]
    has = [parameter for key, parameter in parameters if key in any_look or look.get(key) not in (None, [])] + MIXING
    later = [amount.name for amount in AMOUNTS if amount.later]
    first = FIRST.get(look["id"], [])
    if look["id"].startswith(OWN):
        first = [parameter[1] for key, parameter in parameters if look.get(key) and parameter[1] not in later]
    always = [STRENGTH] + [parameter for _key, parameter in parameters if parameter[1] in first]
    later = [parameter for parameter in has if parameter[1] not in first]
    later += CROP_CENTER if look.get("crop") else ()

    def apply_look(engine, image, drawable, settings):
        order = Order(make_title(look), look, dict(make_job(settings), look=look["id"]), settings["own_numbers"])
        apply(engine, image, drawable, order, settings)

    label, menu = native(with_mnemonic(short_title(look), letters)) + "…", MENU + "/" + native(in_path(look["maker"]))
    said = [look["character"], look["rests_on"]] + look["remarks"]
    blurb = " ".join(_(native(sentence)) for sentence in said if sentence)
    always += [NEW_LAYER, OWN_NUMBERS]
    register_procedure(native(look["id"]), label, menu, PICTURE, blurb, always, apply_look, later)


def register_procedure(name, label, menu, types, blurb, parameters, do, later=()):
    """Register what ``do(engine, image, drawable, settings)`` does; of types NO_IMAGE, ``do(engine, settings)``.

    later: parameters that the procedure did not have at first.  Script-Fu refuses a call with another number of
    arguments than GIMP knows of, and scripts have the first ones: the dialog alone asks for these.
    """
    layer = [(PF_IMAGE, "image", _("Image"), None), (PF_DRAWABLE, "drawable", _("Layer"), None)]
    layer = layer if types else []
    every = parameters + list(later)
    defaults = {parameter[1]: parameter[3] for parameter in every}

    def run(*arguments):
        place, values = arguments[: len(layer)], arguments[len(layer) :]
        given = dict(zip([parameter[1] for parameter in every], values))
        if place:
            place = (place[0], run_look.find_layer(place[1]))
        python = recorded_python(FOLDER)
        if python is None:
            raise EngineError(_("Camera Looks is not completely installed: install Camera Looks again."))
        with connect(python, FOLDER, folders.log()) as engine:
            do(engine, *(place + (dict(defaults, **given),)))
            refresh_menu(engine)
        gimp.displays_flush()

    about = ("Camera Looks", "Camera Looks, GPL-3.0-or-later", "2026")
    help = (
        blurb
        + " "
        + _(
            "Looks are inspired by the cameras they name; they are not made by, endorsed by or taken from "
            "the makers, whose names are their trademarks."
        )
    )
    author, copyright, date = about
    shown = parameters if "-query" in sys.argv else every  # GIMP asks which procedures there are, or runs one
    register("camera-looks-" + name, blurb, help, author, copyright, date, label, types, layer + shown, [], run, menu)


def read_catalogs():
    """Yield the entry of every look in both catalogs, ours and the user's own.  A broken one is left out."""
    for catalog in (CATALOG, folders.own_catalog()):
        try:
            with io.open(catalog, "rb") as file:
                entries = read_looks(file.read())
        except (EnvironmentError, NotUnderstood):
            continue
        for entry in entries:
            yield shown_look(entry)


def make_title(look):
    return native(look["maker"]) + " · " + native(look["name"])


def make_job(settings):
    """Return the engine's job for a procedure's arguments, without the look or the file."""
    job = {"strength": settings["strength"] / 100}
    for amount in AMOUNTS:
        percent = settings.get(amount.name, LOOKS_OWN)
        job[amount.name] = None if percent < 0 else percent / 100
    job.update(
        blend=BLENDS[int(settings.get("blend", 0))],
        tones=TONES[int(settings.get("tones", 0))],
        softness=settings.get("softness", 100 * UNMIXED["softness"]) / 100,
    )
    if "scene" in settings:
        job["scene"] = SCENES[int(settings["scene"])]
    if settings.get("crop"):
        percents = [settings.get(name, -1) for name in ("crop_x", "crop_y")]
        job.update(crop=True, center=[None if percent < 0 else percent / 100 for percent in percents])
    return job


def find_one(settings, procedure):
    """Return the look's id and the LUT file, of which one is given.  Raises Refused where both are, or none."""
    wanted, file = settings.get("look"), settings["lut_file"]
    if bool(wanted) == bool(file):
        found = _("found both") if wanted else _("found none")
        sentence = _("{procedure} needs either a look's id or a LUT file, {found}.")
        raise Refused(sentence.format(procedure=procedure, found=found))
    return wanted, file


def export_any(engine, settings):
    """Export a look by its id, or a LUT file."""
    wanted, file = find_one(settings, "camera-looks-export")
    source = {"lut": file} if file else {"look": wanted}
    export.export_look(engine, dict(make_job(settings), **source), settings)


def apply_any(engine, image, drawable, settings):
    """Apply a look by its id, or a LUT file."""
    if not settings["lut_file"] and "look" not in settings:
        raise Refused(_("Choose a LUT file."))
    wanted, file = find_one(settings, "camera-looks-apply")
    job, own_numbers, space = make_job(settings), settings["own_numbers"], chosen_space(settings, CATALOG)
    if file:
        name = os.path.splitext(os.path.basename(file))[0]
        title, job = name if isinstance(name, bytes) else printable(name), dict(job, lut=file)
        if space:
            title, job = "{0} ({1})".format(title, native(space)), dict(job, lut_space=space)
        order = Order(title, None, job, own_numbers)
    elif space:
        sentence = _("{procedure} needs a LUT file with its color space, found {space} and the look {look}.")
        raise Refused(sentence.format(procedure="camera-looks-apply-with", space=space, look=wanted))
    else:
        known = [look for look in read_catalogs() if native(look["id"]) == wanted]
        title = make_title(known[0]) if known else wanted
        order = Order(title, known[0] if known else None, dict(job, look=wanted), own_numbers)
    apply(engine, image, drawable, order, settings)


def apply_with(engine, image, drawable, settings):
    """Apply a look by its id, or a LUT file, with settings by their names."""
    ranges = dict.fromkeys([amount.name for amount in AMOUNTS] + ["strength", "softness"], (0, 100))
    ranges.update(new_layer=(0, 1), own_numbers=(0, 1), crop=(0, 1), crop_x=(-1, 100), crop_y=(-1, 100))
    given = read_settings(settings["settings"], {"scene": SCENES, "blend": BLENDS, "tones": TONES}, ranges)
    usual = dict(settings, strength=100, scene=0, new_layer=0, own_numbers=0)
    apply_any(engine, image, drawable, dict(usual, **given))


def apply(engine, image, drawable, order, settings):
    box = None
    if order.job.get("crop"):
        box = run_look.place_crop(engine, drawable, order)
        left, top, width, height = box
        order.job["center"] = [(left + width / 2) / image.width, (top + height / 2) / image.height]
    (run_look.apply_to_copy if settings["new_layer"] else run_look.apply_here)(engine, drawable, order)
    if box:
        run_look.crop_image(image, box)
    if "lut" in order.job:
        tell_notes(engine, order)


def tell_notes(engine, order):
    """Show what reading a LUT file could not keep or had to guess, and where no space is chosen, a likely one."""
    answer = engine.request("job", **dict(order.job, frame=[1, 1], type="uint8", channels=4))
    said = ["{0}: {1}.".format(order.title, native(note.rstrip("."))) for note in answer.get("notes", ())]
    suggested = None if "lut_space" in order.job else engine.request("suggest", lut=order.job["lut"])["suggestion"]
    if suggested:
        advice = _("Choose it as “{setting}” if its colors look wrong.").format(setting=without_key(_("_Made for")))
        said.append("“{0}” {1}. {2}".format(order.title, native(suggested["sentence"]), advice))
    if said:
        gimp.message("\n".join(said))


def refresh_menu(engine):
    """Have GIMP ask again for the menu at its next start, when the user's own looks have changed."""
    if engine.request("own")["changed"]:
        try:
            os.utime(PLUG_IN, None)
        except EnvironmentError:
            pass  # a plug-in of the system's: its menu is its administrator's
