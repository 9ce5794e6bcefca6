"""What followers are written: a link to confirm, that they follow already, and what is new."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from equity_tracker.following.sections import Ended, Section
from equity_tracker.model.dates import long_date
from equity_tracker.model.follow import CONFIRMED_WITHIN, Follow, Follower, Rhythm
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.public.queries.followable import Followable

CONFIRM, KNOWN, NEWS = "follow_confirm", "follow_known", "followed"
NAMES = (CONFIRM, KNOWN, NEWS)
# A longer list is on the pages that the mail links to.
MOST_LISTED = 40


def confirm(follow: Follow, subject: Followable, token: str, *, now: datetime) -> OutgoingEmail:
    """Send the link that begins it. It is written as often as it is asked for, within the limits."""
    return OutgoingEmail.to(
        follow.follower.address,
        "follow_confirm",
        key=f"{CONFIRM}:{follow.confirm_hash}",
        context={
            "subject": subject.name,
            "is_weekly": follow.rhythm is Rhythm.WEEKLY,
            "token": token,
            "until": long_date((now + CONFIRMED_WITHIN).date()),
        },
        now=now,
    )


def known(follower: Follower, subject: Followable, *, now: datetime) -> OutgoingEmail:
    return OutgoingEmail.to(
        follower.address,
        "follow_known",
        key=f"{KNOWN}:{follower.public_id}:{now.isoformat()}",
        context={"subject": subject.name, "follower": follower.public_id},
        now=now,
        is_essential=False,
    )


def news_key(follower: Follower, today: date) -> str:
    return f"{NEWS}:{follower.public_id}:{today}"


def news(
    follower: Follower,
    sections: Sequence[Section],
    because: Sequence[str],
    ended: Sequence[Ended],
    *,
    today: date,
    now: datetime,
) -> OutgoingEmail:
    """Write one mail with all that is new of what somebody follows, in the order of its sections."""
    listed = sections[:MOST_LISTED]
    return OutgoingEmail.to(
        follower.address,
        "followed",
        key=news_key(follower, today),
        context={
            "follower": follower.public_id,
            "total": len(sections),
            "left_out": len(sections) - len(listed),
            "sections": [_section(section) for section in listed],
            "because": list(because),
            "ended": [{"name": each.name, "why": each.why} for each in ended],
        },
        now=now,
        is_essential=False,
    )


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "organisation": section.organisation,
        "commitment_id": section.commitment_id,
        "slug": section.slug,
        "entry": section.entry,
        "items": [{"what": each.what, "lines": each.lines} for each in section.items],
    }
