"""Reads of what a programme holds and of what its organisations say, each made into one dataclass."""
