"""Demand: which visits are due, for whom, by when, and why."""
