"""The invented programmes, played from their first day to the last through the same rules as real ones."""

from datetime import date, datetime

from equity_tracker.demonstration.accounts import add_people, add_roles
from equity_tracker.demonstration.amendments import plan_amendments
from equity_tracker.demonstration.cast import Cast
from equity_tracker.demonstration.check_ins import plan_check_ins
from equity_tracker.demonstration.commitments import plan_commitments
from equity_tracker.demonstration.content import Content
from equity_tracker.demonstration.drafts import plan_drafts
from equity_tracker.demonstration.joining import add_join_request
from equity_tracker.demonstration.library import plan_library
from equity_tracker.demonstration.nudges import plan_nudges
from equity_tracker.demonstration.places import add_organisations, plan_places
from equity_tracker.demonstration.practice import add_practice
from equity_tracker.demonstration.rounds import plan_rounds
from equity_tracker.demonstration.schedules import add_schedule
from equity_tracker.demonstration.suggestions import add_suggestions
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.demonstration.tokens import add_token
from equity_tracker.extensions import db
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.reporting import next_reminder_day


def play_story(content: Content, *, now: datetime, today: date) -> Cast:
    """Write what the product would have written, had all of it happened on the days the content names."""
    cast = Cast(content)
    timeline = Timeline()
    first_day = min(row["created_on"] for row in content.programmes)
    timeline.add(first_day, Turn.PROGRAMME, lambda moment: _begin(cast, moment))
    plan_places(cast, timeline)
    plan_rounds(cast, timeline)
    plan_commitments(cast, timeline)
    plan_amendments(cast, timeline)
    plan_check_ins(cast, timeline)
    plan_drafts(cast, timeline)
    plan_library(cast, timeline)
    plan_nudges(cast, timeline)
    timeline.play()
    add_roles(cast)
    add_practice(cast, Moment(now))
    add_join_request(cast, Moment(now))
    add_suggestions(cast, Moment(now))
    add_token(cast, Moment(now))
    add_schedule(cast, Moment(now))
    _set_reminders(cast, now=now, today=today)
    db.session.flush()
    return cast


def _begin(cast: Cast, moment: Moment) -> None:
    add_organisations(cast, moment)
    add_people(cast, moment)
    db.session.flush()


def _set_reminders(cast: Cast, *, now: datetime, today: date) -> None:
    """Reminders start from today: nobody is reminded of what was due while the story was told."""
    for commitment in cast.commitments.values():
        for row in commitment.expected_check_ins:
            if row.is_outstanding:
                row.next_reminder_on = next_reminder_day(row.due_on, today)
        refresh_register_entry(commitment, now=now)
