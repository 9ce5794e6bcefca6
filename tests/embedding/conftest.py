"""A reader, and a world in which something is public."""

from tests.public.conftest import planted, public_world, reader

__all__ = ["planted", "public_world", "reader"]
