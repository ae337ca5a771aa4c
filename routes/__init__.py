"""Edges for browsers and phones: one module per station, thin as paper."""

from routes import login, system

BLUEPRINTS = (system.bp, login.bp)
