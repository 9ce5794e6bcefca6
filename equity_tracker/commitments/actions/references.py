"""Whom the answers of a commitment name: people of the organisation, and other organisations."""

from equity_tracker.commitments.queries.partners import find_organisations
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.promise_answers import Answers, References, partner_slugs
from equity_tracker.organisations.queries.members import members_by_id


def find_references(organisation: Organisation, answers: Answers) -> References:
    """Return whom the answers may mean, whether they come from a form or were stored."""
    return References(members_by_id(organisation), find_organisations(partner_slugs(answers)))
