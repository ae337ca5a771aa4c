"""Measurements, each with the command that made it. Never part of the tests."""
