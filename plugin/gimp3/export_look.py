"""Export a look for another program or a camera, from a script."""

from __future__ import annotations

from ..language import _
from .errors import HostError
from .message import announce
from .order import Call, order_from


def export_look(call: Call) -> None:
    """Write the file, and say how it is loaded and what it does not hold.  Raises HostError and EngineError."""
    config = call.config
    file = config.get_property("file")
    if file is None or file.get_path() is None:
        raise HostError(_("Name the file to write, or the folder for it."))
    order = order_from(call.action, config)
    source = {name: value for name, value in order.job.items() if name in ("look", "lut", "strength", "scene")}
    answer = call.engine.request(
        "export",
        **source,
        protect_skin=order.job["protect_skin"],
        target=config.get_property("target"),
        path=file.get_path(),
        overwrite=config.get_property("overwrite"),
    )
    if "exists" in answer:
        raise HostError(_("{file} exists: choose another name, or overwrite it.").format(file=answer["exists"]))
    notes = [_("Note: {sentence}.").format(sentence=note.rstrip(".")) for note in answer["notes"]]
    announce("\n".join((_("{file} is written.").format(file=answer["path"]), *notes, answer["loading"])))
