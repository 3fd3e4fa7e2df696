"""The color space of a dialog's LUT file: fields to choose it, and a suggestion, which changes nothing by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from gi.repository import Gimp, GLib, Gtk

from lut.shared.printable import printable

from ...engine.client import Engine, EngineError, Message
from ...language import _
from ...menu.lut_spaces import split_choice
from ...menu.parameters import LUT_FILE, LUT_SPACE
from . import layout
from .space_fields import SpaceFields


class SuggestionBar(Gtk.Box):
    """A sentence, and a button that follows it.  Hidden while there is nothing to say.

    use: called with the choice when the button is pressed.
    """

    def __init__(self, use: Callable[[str], None]) -> None:
        super().__init__(spacing=12, no_show_all=True)
        self.choice = ""
        self.sentence = layout.MessageLabel()
        self.button = Gtk.Button(valign=Gtk.Align.CENTER, use_underline=True)
        self.button.connect("clicked", lambda _button: use(self.choice))
        self.pack_start(self.sentence, True, True, 0)
        self.pack_end(self.button, False, False, 0)
        self.button.show()

    def suggest(self, sentence: str, label: str, choice: str) -> None:
        self.choice = choice
        self.sentence.tell(sentence)
        self.button.set_label(label)
        self.set_visible(True)


class FileSpace(Gtk.Box):
    """The fields in step with the settings ``lut-file`` and ``lut-space``, and what the engine suggests."""

    def __init__(self, engine: Engine, config: Gimp.ProcedureConfig) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=layout.GAP)
        self.engine = engine
        self.config = config
        self.path: str | None = None
        self.told: Message = {}  # the engine's answer about this file
        self.remembered = True  # the choice comes from another time or file
        self.closed = False
        self.fields = SpaceFields(self._on_choice)
        self.bar = SuggestionBar(self._use)
        self.pack_start(self.fields, False, False, 0)
        self.pack_start(self.bar, False, False, 0)
        self.connect("destroy", self._on_destroy)
        self.handler = config.connect("notify", lambda config, setting: self._on_setting(setting.name))
        self._on_setting(LUT_SPACE.name)
        self._on_setting(LUT_FILE.name)

    def _on_destroy(self, _widget: Gtk.Widget) -> None:
        if not self.closed:
            self.closed = True
            self.config.disconnect(self.handler)

    def _on_setting(self, setting: str) -> None:
        if setting == LUT_SPACE.name:
            choice = self.config.get_property(LUT_SPACE.name) or ""
            if choice != self.fields.choice:  # a saved one was loaded, or all was reset
                self.fields.show_choice(choice)
            self._show_suggestion()
        elif setting == LUT_FILE.name:
            file = self.config.get_property(LUT_FILE.name)
            path = file.get_path() if file is not None else None
            if path != self.path:
                self.path, self.told, self.remembered = path, {}, True
                self.fields.show_file("", {})
                self.bar.hide()
                self._ask()

    def _ask(self) -> None:
        """Ask the engine about the file; what is wrong with it, the preview tells."""
        path = self.path
        if path is None:
            return

        def hand_over(reply: Message) -> None:
            GLib.idle_add(self._take_answer, path, reply)

        with contextlib.suppress(EngineError):
            self.engine.post("suggest", hand_over, lut=path)

    def _take_answer(self, path: str, reply: Message) -> bool:
        if not self.closed and path == self.path and "error" not in reply:
            self.told = reply
            suggested = reply["suggestion"]
            self.fields.show_file(suggested["space"] if suggested else "", reply["outs"])
            self._show_suggestion()
        return GLib.SOURCE_REMOVE

    def _show_suggestion(self) -> None:
        """Say what the file looks made for, where that is not what is chosen."""
        chosen = split_choice(self.fields.choice)[0]
        suggested: dict[str, Any] | None = self.told.get("suggestion")
        if not self.told or self.path is None:
            self.bar.hide()
        elif suggested and suggested["space"] != chosen:
            name = printable(GLib.path_get_basename(self.path))
            sentence = "“{file}” {looks_made_for}.".format(file=name, looks_made_for=suggested["sentence"])
            label = _("_Use {space}").format(space=self.fields.name_of(suggested["space"]))
            self.bar.suggest(sentence, label, suggested["choice"])
        elif chosen and not suggested and self.remembered:
            sentence = _("Nothing in this file says that it is made for {space}.")
            self.bar.suggest(sentence.format(space=self.fields.name_of(chosen)), _("_Use as It Is"), "")
        else:
            self.bar.hide()

    def _on_choice(self) -> None:
        self.remembered = False
        self.config.set_property(LUT_SPACE.name, self.fields.choice)
        self._show_suggestion()

    def _use(self, choice: str) -> None:
        self.fields.show_choice(choice)
        self._on_choice()
