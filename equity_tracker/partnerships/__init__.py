"""What an organisation is asked when another names it as a partner, and how it answers."""
