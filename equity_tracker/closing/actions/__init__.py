"""What people do at the end of a commitment, by noun."""
