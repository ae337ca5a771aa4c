"""Nouns, states, units and errors that every floor shares; the standard library only."""
