"""What in the folder of the user's own looks is none, told in the browser."""

from __future__ import annotations

from collections.abc import Sequence

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk

from ...language import _


def notice(sentences: Sequence[str]) -> Gtk.Expander:
    """How many files there are, and on request a sentence for each."""
    label = Gtk.Label(xalign=0, wrap=True, max_width_chars=1, selectable=True, can_focus=False)
    label.set_text("\n".join(sentences))
    scroller = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
    scroller.set_propagate_natural_height(True)
    scroller.set_max_content_height(160)
    scroller.add(label)
    title = _("Files in your folder that are not understood: {count}").format(count=len(sentences))
    folded = Gtk.Expander(label=title)
    folded.add(scroller)
    folded.show_all()
    return folded
