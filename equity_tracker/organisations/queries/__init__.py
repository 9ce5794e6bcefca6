"""Reads of an organisation's workspace, a module for each noun. The organisation comes first, always."""
