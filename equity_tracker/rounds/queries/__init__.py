"""Reads of what a round asks and of what came. The programme or its round comes first, always."""
