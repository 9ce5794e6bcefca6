"""Writes of notices, a module for each noun: what is due is claimed, so that one process alone acts on it."""
