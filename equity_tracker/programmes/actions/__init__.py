"""What coordinators do, a module for each noun."""
