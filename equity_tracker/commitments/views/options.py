"""The lists in a section's form that depend on which organisation fills it in, and what it typed."""

from collections.abc import Sequence

from equity_tracker.commitments.forms.people import EditPeopleForm
from equity_tracker.commitments.partners import Known, Rows, known_partners, settled_outside
from equity_tracker.commitments.queries import partners
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.readiness import Section
from equity_tracker.organisations.queries.members import list_members
from equity_tracker.web.fields import Option
from equity_tracker.web.forms import AppForm


def section_options(organisation: Organisation, section: Section) -> dict[str, list[Option]]:
    """Return the lists of a section that depend on who the organisation is."""
    if section is not Section.OWNERSHIP:
        return {}
    people = [Option(row.user.public_id, row.user.name) for row in list_members(organisation)]
    return {f"{role.value}_person": people for role in OwnerRole}


def offer_organisations(form: AppForm, organisation: Organisation, named: Rows) -> None:
    """Let the form ask whom a typed name means. A name that was settled is not asked about again.

    :param named: the partners that are stored, as plain answers.
    """
    if not isinstance(form, EditPeopleForm):
        return
    known: dict[str, Sequence[Known]] = dict(known_partners(named))
    if form.is_submitted:
        settled = settled_outside(named)
        for name in form.partner_names - set(known):
            known[name] = partners.list_known_by(name, organisation, exact_only=name in settled)
    form.offer_organisations(known)
