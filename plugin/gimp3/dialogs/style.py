"""Style our own widgets, the same on dark themes and on light ones."""

from __future__ import annotations

from functools import cache

from gi.repository import Gdk, Gtk

# On pictures, colors are the pictures' own business: white and black there, the theme's wherever the focus is.
CSS = b"""
.looks-line { background-color: white; box-shadow: 0 0 0 1px rgba(0, 0, 0, 0.35); }
.looks-grip {
  background-color: white; color: #333; border-radius: 12px; min-width: 24px; min-height: 24px;
  font-size: 11px; box-shadow: 0 0 0 1px rgba(0, 0, 0, 0.35);
}
.looks-focus .looks-line, .looks-focus .looks-grip { box-shadow: 0 0 0 2px @theme_selected_bg_color; }
.looks-frame { border: 1px solid white; box-shadow: 0 0 0 1px rgba(0, 0, 0, 0.35); }
.looks-focus .looks-frame { box-shadow: 0 0 0 2px @theme_selected_bg_color; }
.looks-compact button { padding-left: 8px; padding-right: 8px; }
.looks-cell { padding: 2px; border: none; background: none; box-shadow: none; }
.looks-cell:focus { outline: 1px dashed @theme_fg_color; outline-offset: -1px; }
.looks-version { padding: 2px; border: 2px solid transparent; -gtk-icon-effect: none; }
.looks-cell:hover .looks-version, .looks-cell:active .looks-version { -gtk-icon-effect: none; }
.looks-version.looks-chosen { border-color: @theme_selected_bg_color; }
.looks-caption { background-color: rgba(0, 0, 0, 0.55); color: white; border-radius: 4px; padding: 1px 6px; }
.looks-star {
  background-color: rgba(0, 0, 0, 0.45); color: white; border-radius: 10px;
  min-width: 20px; min-height: 20px; opacity: 0;
}
.looks-tile:hover .looks-star, .looks-tile:selected .looks-star, .looks-star.looks-favorite { opacity: 1; }
.looks-star.looks-favorite { color: #ffd54a; }
.looks-tile { padding: 4px; border-radius: 6px; }
.looks-name { font-size: 92%; }
spinbutton.looks-setting:disabled, GimpSpinScale.looks-setting:disabled { opacity: 0.45; }
.looks-error, .looks-warning { padding: 6px; border-radius: 3px; border-left: 4px solid #e53935; }
.looks-error { background-color: rgba(229, 57, 53, 0.18); }
.looks-warning { background-color: rgba(255, 179, 0, 0.16); border-left-color: #ffb300; }
.looks-empty { background-color: alpha(@theme_fg_color, 0.08); }
"""


@cache
def load_style() -> None:
    """Load the style sheet, once for all windows of this process."""
    provider = Gtk.CssProvider()
    provider.load_from_data(CSS)
    screen = Gdk.Screen.get_default()
    Gtk.StyleContext.add_provider_for_screen(screen, provider, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION)


def with_class(widget: Gtk.Widget, *names: str) -> Gtk.Widget:
    for name in names:
        widget.get_style_context().add_class(f"looks-{name}")
    return widget
