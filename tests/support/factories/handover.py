"""Commitments that came from an organisation that has ended."""

from datetime import date

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.handover import Handover
from equity_tracker.model.organisation import Organisation, OrganisationChange


def make_handover(
    commitment: Commitment, before: Organisation, *, handed_on: date, kind: str = "merged"
) -> Handover:
    """Return the question whether the holder of this commitment takes it on."""
    change = OrganisationChange(
        kind=kind,
        effective_on=handed_on,
        source_url="https://example.org/order",
        predecessors=[before],
        successors=[commitment.organisation],
    )
    db.session.add(change)
    db.session.flush()
    handover = Handover(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        change=change,
        kind=kind,
        from_organisation=before,
        from_name=before.name,
        to_id=commitment.organisation_id,
        to_name=commitment.organisation.name,
        handed_on=handed_on,
        asked_on=handed_on,
    )
    commitment.handovers.append(handover)
    db.session.flush()
    return handover
