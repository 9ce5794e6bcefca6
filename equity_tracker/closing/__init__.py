"""How commitments end: closing, the coordinators' own answers, taking back, *still in place?*."""
