"""Statements for action, case studies and support, as their organisation writes and publishes them."""
