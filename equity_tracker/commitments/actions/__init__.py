"""What members do with their commitments, a module for each noun."""
