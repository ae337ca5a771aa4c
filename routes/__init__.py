"""Edges for browsers and phones: one module per station, thin as paper."""

from routes import login, system, ui_gallery

BLUEPRINTS = (system.bp, login.bp, ui_gallery.bp)
