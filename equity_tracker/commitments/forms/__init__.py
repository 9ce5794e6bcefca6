"""What people may type about a commitment."""
