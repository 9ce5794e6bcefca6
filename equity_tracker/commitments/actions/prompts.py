"""What people do with a prompt about wording: set it aside."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dismissed_prompt import DismissedPrompt, folded_words
from equity_tracker.model.errors import Refused
from equity_tracker.model.language_rules import RULES
from equity_tracker.model.people import User
from equity_tracker.model.prompts import PROMPTED


def dismiss_prompt(
    commitment: Commitment,
    *,
    answer: str,
    family: str,
    words: str,
    reason: str | None,
    by: User,
    now: datetime,
) -> None:
    """Set a prompt aside for good, for everybody in the organisation. A second click changes nothing.

    The words need not stand in the saved text: prompts come while people type, before they save.
    """
    folded = folded_words(words)
    if answer not in PROMPTED or family not in RULES.families or not folded:
        raise Refused("This question is not one of ours. Open the page again.", "reason")
    row = DismissedPrompt(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        commitment_id=commitment.id,
        answer=answer,
        family=family,
        words=folded,
        reason=reason,
        dismissed_by_id=by.id,
        dismissed_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return
    db.session.add(
        Activity(
            kind=ActivityKind.PROMPT_DISMISSED,
            at=now,
            actor=by,
            organisation_id=commitment.organisation_id,
            programme_id=commitment.programme_id,
            subject_kind="commitment",
            subject_id=commitment.public_id,
            subject_name=commitment.display_title,
            after={"answer": answer, "family": family, "words": folded},
        )
    )
    db.session.flush()
