"""One commitment with ten milestones and twenty check-ins, published as the product publishes it."""

from datetime import date, datetime, timedelta

from equity_tracker.extensions import db
from equity_tracker.model.check_in import Answers, CheckIn, EvidenceLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.publishing import publish_check_in, publish_commitment

MILESTONES = 10
CHECK_INS = 20
WORDS = "What we said we would do has been done in two of the nine places, and staff were told how. " * 3


def tell_of_one(organisation: Organisation, programme: Programme, *, now: datetime) -> str:
    """Return the address of its page."""
    person = User(email="a@example.org", name="A", password_hash="", created_at=now)
    commitment = Commitment(
        organisation=organisation,
        programme=programme,
        made_by=organisation,
        made_by_name=organisation.name,
        title="Every contract pays the real living wage",
        statement=WORDS,
        domain="nhs_organisations",
        level="conditions",
        starts_on=date(2024, 1, 1),
        ends_on=date(2028, 1, 1),
        created_at=now,
    )
    db.session.add_all([person, commitment])
    db.session.flush()
    for number in range(MILESTONES):
        planned_on = date(2025, 1, 1) + timedelta(days=90 * number)
        commitment.milestones.append(Milestone(title=f"Step {number}", planned_on=planned_on))
    db.session.flush()
    publish_commitment(commitment, now=now, today=now.date())
    for number in range(1, CHECK_INS + 1):
        submitted_on = date(2024, 6, 1) + timedelta(days=30 * number)
        check_in = CheckIn(commitment=commitment, number=number, submitted_on=submitted_on, is_returned=False)
        db.session.add(check_in)
        db.session.flush()
        check_in.add_version(_answers(), by=person, now=now)
        db.session.flush()
        publish_check_in(check_in, now=now, today=submitted_on)
    db.session.flush()
    entry = commitment.register_entry
    return f"/commitments/{commitment.public_id}/{entry.slug if entry else ''}"


def _answers() -> Answers:
    return Answers(
        delivery="limited",
        outlook="on_track",
        why=WORDS,
        what_changed=WORDS,
        level="community",
        distribution="universal",
        next_step="Do the same in the third.",
        next_step_on=date(2026, 9, 1),
        evidence=(EvidenceLink("The contract", "https://example.org/contract"),),
    )
