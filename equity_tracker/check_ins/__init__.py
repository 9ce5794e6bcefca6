"""Checking in: reports on published commitments, their corrections, and what is due."""
