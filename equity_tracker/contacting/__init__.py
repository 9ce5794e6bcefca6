"""The public contact route: a form to whoever runs the register, or coordinates a programme."""
