"""The lists in a section's form that depend on which organisation fills it in."""

from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.readiness import Section
from equity_tracker.organisations.queries.members import list_members
from equity_tracker.web.fields import Option


def section_options(organisation: Organisation, section: Section) -> dict[str, list[Option]]:
    """Return the lists of a section that depend on who the organisation is."""
    if section is not Section.OWNERSHIP:
        return {}
    people = [Option(row.user.public_id, row.user.name) for row in list_members(organisation)]
    return {f"{role.value}_person": people for role in OwnerRole}
