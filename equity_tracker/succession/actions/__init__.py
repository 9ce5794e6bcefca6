"""What coordinators and new holders do when an organisation has ended."""
