"""What the timetable and the workers run for notices."""

from equity_tracker.notices.job.mornings import (
    gather_mails,
    queue_due_notices,
    queue_still_in_place,
    queue_weekly_notices,
    write_mornings,
)
from equity_tracker.notices.job.posting import PostOffice, open_post_office, post_email, sweep_outbox

__all__ = [
    "PostOffice",
    "gather_mails",
    "open_post_office",
    "post_email",
    "queue_due_notices",
    "queue_still_in_place",
    "queue_weekly_notices",
    "sweep_outbox",
    "write_mornings",
]
