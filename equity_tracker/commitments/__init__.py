"""Registering commitments: the task list, its sections, submitting, and the organisation's own record."""
