"""The tests, and what holds for all their properties."""

from hypothesis import settings

# A slow machine is no failure.
settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")
