"""What following writes: requests, confirmations, mails, and the end of it."""
