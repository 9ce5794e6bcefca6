"""Gathering a board paper: the paper itself, and the lists that it takes from Monday morning."""
