"""Outcomes: what a report from the field does to its visit and its cases."""
