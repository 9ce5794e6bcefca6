"""Following by e-mail: asking and confirming, the mails, and stopping. Nobody needs an account."""
