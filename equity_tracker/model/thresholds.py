"""Numbers that the code counts by and that public pages promise: one place, which both read.

It imports nothing of ours, so that a public page can name a limit without reaching for what is behind it.
"""

from datetime import timedelta

# A commitment with no rounds to answer to goes stale after so many months without a report.
STALE_MONTHS = 12
# Fewer people than this could be recognised by those who know them.
FEWEST_PEOPLE = 6
# So alike are two texts that count as the same, if they have so many words.
SIMILAR = 0.92
FEWEST_WORDS_TO_COMPARE = 25

# How long one is signed in, unused and in all, and how long a link to a new password works.
IDLE_LIMIT = timedelta(minutes=60)
ABSOLUTE_LIMIT = timedelta(hours=12)
RESET_LIMIT = timedelta(hours=1)
# How long what was counted, sent or opened is kept; tries are kept longer than any limit counts back.
KEEP_ATTEMPTS = timedelta(days=1)
KEEP_FORM_KEYS = timedelta(days=7)
KEEP_SESSIONS = timedelta(days=30)
# A file that nobody has sent off by then was left behind with its form.
KEPT_UNATTACHED = timedelta(hours=24)
