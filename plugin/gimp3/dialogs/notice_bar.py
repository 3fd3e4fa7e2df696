"""A bar that tells what was done, with a button for what can follow, such as to undo it."""

from __future__ import annotations

from collections.abc import Callable

from gi.repository import Gtk


class NoticeBar(Gtk.InfoBar):
    """One sentence, until the next one or until it is closed."""

    def __init__(self) -> None:
        super().__init__(no_show_all=True, show_close_button=True)
        self.label = Gtk.Label(xalign=0, wrap=True, max_width_chars=1, hexpand=True)
        self.label.show()
        self.get_content_area().add(self.label)
        self.button: Gtk.Widget | None = None
        self.act: Callable[[], object] = lambda: None
        self.connect("response", self._on_response)

    def tell(self, sentence: str, label: str = "", act: Callable[[], object] = lambda: None) -> None:
        """Show a sentence, of something that was done."""
        self._show(sentence, Gtk.MessageType.INFO, label, act)

    def fail(self, sentence: str) -> None:
        """Show a sentence, of something that was not."""
        self._show(sentence, Gtk.MessageType.ERROR, "", lambda: None)

    def _show(self, sentence: str, kind: Gtk.MessageType, label: str, act: Callable[[], object]) -> None:
        if self.button is not None:
            self.button.destroy()
        self.button = self.add_button(label, Gtk.ResponseType.APPLY) if label else None
        self.act = act
        self.label.set_text(sentence)
        self.set_message_type(kind)
        self.show()

    def _on_response(self, bar: Gtk.InfoBar, response: int) -> None:
        self.hide()
        if response == Gtk.ResponseType.APPLY:
            self.act()
