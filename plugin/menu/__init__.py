"""The menu: entries, their settings and the catalog of looks, declared once for every host."""
