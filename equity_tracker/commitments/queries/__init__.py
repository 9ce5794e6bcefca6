"""Reads of an organisation's commitments, a module for each noun. The organisation comes first, always."""
