"""Export Look: choose a program or camera and a folder; the engine writes the file that is loaded there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gi.repository import GLib, Gtk

from ...engine.client import Engine, EngineError, Message
from ...language import _
from . import layout

WIDTH = 460
chosen: dict[str, str] = {}  # the target, and the folder of each, that were chosen last in this process


def show_export(parent: Gtk.Window, engine: Engine, title: str, source: dict[str, Any]) -> None:
    """Show the dialog until it is closed.

    title: of the look.  source: the fields of an ``export`` message that say what is exported, the look or the LUT
    file, and its rendering.
    """
    wanted = {name: source[name] for name in ("look", "lut") if name in source}
    window = ExportWindow(parent, engine, title, source, engine.request("targets", **wanted)["targets"])
    try:
        while window.dialog.run() == Gtk.ResponseType.OK:
            window.export()
    finally:
        window.dialog.destroy()


class ExportWindow:
    """The dialog: where the look goes, how it is loaded there, and what became of the last export."""

    def __init__(
        self, parent: Gtk.Window, engine: Engine, title: str, source: dict[str, Any], targets: list[Message]
    ) -> None:
        self.engine = engine
        self.source = source
        self.targets = {target["id"]: target for target in targets}
        self.dialog = Gtk.Dialog(title=_("Export Look"), transient_for=parent, modal=True, resizable=False)
        self.dialog.add_button(_("_Close"), Gtk.ResponseType.CLOSE)
        self.dialog.add_button(_("_Export"), Gtk.ResponseType.OK)
        self.dialog.set_default_response(Gtk.ResponseType.OK)
        heading = Gtk.Label(xalign=0, wrap=True, max_width_chars=1)
        heading.set_markup(f"<b>{GLib.markup_escape_text(title)}</b>")
        self.target = Gtk.ComboBoxText(hexpand=True)
        for target in targets:
            self.target.append(target["id"], target["name"])
        self.folder = Gtk.FileChooserButton(action=Gtk.FileChooserAction.SELECT_FOLDER, title=_("Folder"))
        self.file, self.loading, self.outcome = (layout.MessageLabel() for _each in range(3))
        grid = Gtk.Grid(column_spacing=12, row_spacing=8)
        for row, (label, field) in enumerate(
            ((_("_For"), self.target), (_("_In the folder"), self.folder), (_("File"), self.file))
        ):
            named = Gtk.Label(label=label, use_underline=True, xalign=0)
            if field is not self.file:
                named.set_mnemonic_widget(field)
            grid.attach(named, 0, row, 1, 1)
            grid.attach(field, 1, row, 1, 1)
        content = self.dialog.get_content_area()
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=10, margin=12)
        box.set_size_request(WIDTH, -1)
        for widget in (heading, grid, self.loading, self.outcome):
            box.pack_start(widget, False, False, 0)
        content.pack_start(box, True, True, 0)
        content.show_all()
        self.target.connect("changed", lambda box: self._show_target())
        self.target.set_active_id(chosen.get("", targets[0]["id"]))

    def _show_target(self) -> None:
        target = self.targets[self.target.get_active_id()]
        self.file.tell(target["file"])
        self.loading.tell(target["loading"])
        self.outcome.hide()
        folder = chosen.get(target["id"]) or target["folder"]
        if folder is not None or self.folder.get_filename() is None:
            self.folder.set_filename(folder or str(Path.home()))

    def export(self, overwrite: bool = False) -> None:
        """Write the file, and say where it is, what it does not hold, and how it is loaded."""
        target, folder = self.target.get_active_id(), self.folder.get_filename()
        if folder is None:
            self.outcome.tell_error(_("Choose a folder on this computer."))
            return
        chosen.update({"": target, target: folder})
        try:
            answer = self.engine.request("export", **self.source, target=target, path=folder, overwrite=overwrite)
        except EngineError as error:
            self.outcome.tell_error(str(error))
            return
        if "exists" in answer:
            if self._may_replace(answer["exists"]):
                self.export(overwrite=True)
            return
        said = [_("{file} is written.").format(file=answer["path"])]
        said += [_("Note: {sentence}.").format(sentence=note.rstrip(".")) for note in answer["notes"]]
        self.outcome.tell("\n".join(said))

    def _may_replace(self, path: str) -> bool:
        question = Gtk.MessageDialog(
            transient_for=self.dialog,
            modal=True,
            message_type=Gtk.MessageType.QUESTION,
            text=_("“{file}” exists. Replace it?").format(file=Path(path).name),
        )
        question.add_button(_("_Cancel"), Gtk.ResponseType.CANCEL)
        question.add_button(_("_Replace"), Gtk.ResponseType.OK)
        question.set_default_response(Gtk.ResponseType.CANCEL)
        try:
            return bool(question.run() == Gtk.ResponseType.OK)
        finally:
            question.destroy()
