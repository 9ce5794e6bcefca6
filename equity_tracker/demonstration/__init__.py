"""The demonstration: an invented programme, its organisations, commitments and check-ins. No name is real."""
