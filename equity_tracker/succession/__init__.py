"""What happens to promises when an organisation ends: who follows it, and whether that one takes them on."""
