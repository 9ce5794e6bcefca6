"""Searching inside a workspace: pages of an organisation and of a programme."""
