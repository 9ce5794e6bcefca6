"""Reads of a programme's workspace, a module for each noun. The programme comes first, always."""

from equity_tracker.programmes.queries.colleagues import list_coordinators

__all__ = ["list_coordinators"]
