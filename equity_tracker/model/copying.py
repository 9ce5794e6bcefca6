"""Beginning a commitment from an earlier one: what tends to be the same again is carried over.

The promise's own words, its dates, steps, measures and source are not: a promise is written, not repeated,
and no deadline is made by copying one.
"""

from copy import copy
from datetime import date

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.partner import Partner

COPIED = (
    "kind",
    "domain",
    "other_domains",
    "recommendation_areas",
    "other_recommendation_area",
    "marmot_principles",
    "core20plus5",
    "anchor_areas",
    "inequality",
    "determinants",
    "rationale",
    "mechanisms",
    "how_it_works",
    "population",
    "benefits_own_staff",
    "excluding_system",
    "setting",
    "place",
    "professions",
    "profession",
    "level",
    "actor_position",
    "reach",
    "distribution",
    "how_inequality_shrinks",
    "upstream_meanings",
    "decision_power",
    "decision_body",
    "money_holder",
    "sponsor_statement",
    "forum",
    "resources",
    "funding_source",
    "evidence_source",
)


def copy_answers(earlier: Commitment, draft: Commitment, *, today: date) -> None:
    """Fill a draft with the answers of an earlier commitment of the same organisation."""
    for name in COPIED:
        setattr(draft, name, copy(getattr(earlier, name)))
    draft.partners = [
        Partner(
            name=row.name,
            partner_organisation_id=row.partner_organisation_id,
            role=row.role,
            contribution=row.contribution,
            worked_together_before=row.worked_together_before,
            outcome=row.outcome,
        )
        for row in earlier.partners
    ]
    for role in OwnerRole:
        post = earlier.owner(role)
        if post is None:
            continue
        known_as, person = (post.name, post.user) if post.is_held else (None, None)
        draft.name_owner(role, post.job_title, known_as, person=person, today=today)
