"""What workers run for notices: posting the outbox, message by message, each in a transaction of its own."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from equity_tracker.adapters.mailer import AddressRefused, Mailer, Message, TryLater, Undeliverable
from equity_tracker.extensions import db
from equity_tracker.notices import queries
from equity_tracker.notices.actions import outbox
from equity_tracker.notices.letters import Letter

log = logging.getLogger(__name__)

Counts = dict[str, int]
# A sweep ends in time for the next, and for a host that gives a process 30 s to end.
SWEEP_FOR_SECONDS = 15
MOST_IN_ONE_SWEEP = 500


# Fills the templates of a mail: its name and context in, subject, plain text and HTML out.
Render = Callable[[str, Mapping[str, Any]], tuple[str, str, str]]
# Gives the address of the page on which whoever got a mail with this context stops such mails.
Choices = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class PostOffice:
    """What posting needs: a way out, a sender, and somebody who fills the templates and knows the pages."""

    mailer: Mailer
    sender: str
    sender_name: str
    render: Render
    choices: Choices

    def message(self, letter: Letter, now: datetime) -> Message:
        subject, text, html = self.render(letter.name, letter.context)
        return Message(
            message_id=f"<{letter.message_id}@{self.sender.rpartition('@')[2]}>",
            sender=self.sender,
            sender_name=self.sender_name,
            recipient=letter.recipient,
            subject=subject,
            text=text,
            html=html,
            date=now,
            list_unsubscribe=None if letter.is_essential else self.choices(letter.context),
            # People with an account stop most mails where they are signed in; others have none.
            stops_in_one_click=not {"follower", "report_recipient"}.isdisjoint(letter.context),
        )


def open_post_office(
    mail_url: str, *, sender: str, sender_name: str, render: Render, choices: Choices
) -> PostOffice:
    return PostOffice(Mailer.from_url(mail_url), sender, sender_name, render, choices)


def post_email(row_id: int, now: datetime, office: PostOffice) -> str | None:
    """Post one message; say how it went, or None when it was not ours to post."""
    letter = outbox.claim_email(row_id, now)
    db.session.commit()
    if letter is None:
        return None
    outcome = _post(letter, now, office)
    db.session.commit()
    return outcome


def _post(letter: Letter, now: datetime, office: PostOffice) -> str:
    try:
        office.mailer.send(office.message(letter, now))
    except Undeliverable as refused:
        log.warning("Message %s was refused: %s", letter.row_id, refused)
        outbox.note_refused(letter, str(refused), now=now, by_address=isinstance(refused, AddressRefused))
        return "refused"
    except TryLater as delay:
        log.warning("Message %s has to wait: %s", letter.row_id, delay)
        outbox.note_delayed(letter, str(delay), now=now)
        return "delayed"
    except Exception as fault:
        # A template or a context that is wrong: it may be mended by the time of the next attempt.
        log.exception("Message %s could not be made", letter.row_id)
        outbox.note_delayed(letter, f"The message could not be made: {type(fault).__name__}", now=now)
        return "delayed"
    outbox.note_sent(letter, now=now)
    return "sent"


def sweep_outbox(now: datetime, office: PostOffice, *, dry_run: bool = False) -> Counts:
    """Post what no worker took: what was never carried to one, and what a worker left half-way."""
    counts: Counter[str] = Counter(waiting=0, sent=0, delayed=0, refused=0, set_aside=0)
    if dry_run:
        counts["waiting"] = len(queries.list_to_post(now, most=MOST_IN_ONE_SWEEP))
        return dict(counts)
    counts["set_aside"] = outbox.set_aside_given_up(now)
    row_ids = queries.list_to_post(now, most=MOST_IN_ONE_SWEEP)
    db.session.commit()
    started = time.monotonic()
    for row_id in row_ids:
        spent = timedelta(seconds=time.monotonic() - started)
        if spent.total_seconds() > SWEEP_FOR_SECONDS:
            break
        outcome = post_email(row_id, now + spent, office)
        if outcome is not None:
            counts[outcome] += 1
    return dict(counts)
