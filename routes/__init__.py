"""Edges for browsers and phones: one module per station, thin as paper."""
