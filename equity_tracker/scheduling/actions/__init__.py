"""What scheduling writes: schedules, reports on their way, and the end of mails that nobody wants."""
