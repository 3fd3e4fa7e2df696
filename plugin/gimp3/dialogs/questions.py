"""Ask before something of the user's would be lost."""

from __future__ import annotations

from collections.abc import Sequence

from gi.repository import GimpUi, Gtk

from ...language import _
from ..errors import Cancelled


def ask_to_edit(layer: str, title: str) -> bool:
    """Ask whether a look is to replace that of a look layer.  Returns False if it is to go above it."""
    question = _("“{layer}” is a look layer.").format(layer=layer)
    more = _("A look that is put into its pixels is lost when the layer is made again.")
    return choose(title, question, more, (_("Put a Look _Above It"), _("_Edit Its Look"))) == 1


def ask_to_keep(layers: str, title: str) -> bool:
    """Ask whether to keep copies of look layers that were painted on."""
    question = _("Changed since they were made, by painting or otherwise: {layers}.").format(layers=layers)
    more = _("What was changed is lost when a look layer is made again. A copy keeps it, as a hidden layer above.")
    return choose(title, question, more, (_("_Throw the Changes Away"), _("_Keep a Copy"))) == 1


def choose(title: str, question: str, more: str, answers: Sequence[str]) -> int:
    """Ask a question.  Returns the answer's number, the last one's for Return; raises Cancelled."""
    GimpUi.init("camera-looks")
    dialog = Gtk.MessageDialog(message_type=Gtk.MessageType.QUESTION, title=title, text=question, secondary_text=more)
    dialog.add_button(_("_Cancel"), Gtk.ResponseType.CANCEL)
    for number, answer in enumerate(answers):
        dialog.add_button(answer, number)
    dialog.set_default_response(len(answers) - 1)
    try:
        answer = dialog.run()
    finally:
        dialog.destroy()
    if answer < 0:
        raise Cancelled
    return int(answer)
