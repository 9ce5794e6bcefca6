"""What a programme holds together, and what can be learnt from it: for its coordinators and observers."""
