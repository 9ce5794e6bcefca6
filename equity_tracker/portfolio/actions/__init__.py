"""Gathering a programme report: its two editions, and the lists that it takes from Monday morning."""
