"""Suggesting an update with a source, and what coordinators make of it. None of it is public."""
