"""Writes of the Monday lists: a nudge, and that a flag was looked at."""
