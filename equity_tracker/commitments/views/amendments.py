"""Pages on which a published commitment is changed: its sections, the change as a whole, taking it back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.commitments.actions import amendments as actions
from equity_tracker.commitments.forms.amendments import (
    AMENDED_FORMS,
    SendAmendmentForm,
    WithdrawAmendmentForm,
)
from equity_tracker.commitments.partners import form_partners
from equity_tracker.commitments.queries import commitments as queries
from equity_tracker.commitments.sections import answer_names, form_values
from equity_tracker.commitments.show_amendment import amendment_page, owes_reason
from equity_tracker.commitments.views.blueprint import blueprint
from equity_tracker.commitments.views.options import offer_organisations, section_options
from equity_tracker.model.amending import (
    proposal,
    refuse_unless_amendable,
    version_of,
    working_answers,
)
from equity_tracker.model.amendment import Amendment, open_amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.permissions import Permission
from equity_tracker.model.readiness import SECTION_TITLES, Section
from equity_tracker.web.access import loads, one_of, requires
from equity_tracker.web.templating import render_changed_since, render_form

INTENT = "statement_of_intent"


@blueprint.route("/<commitment>/change", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.AMEND_COMMITMENT, post=Permission.AMEND_COMMITMENT)
def amend_commitment(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Read the whole change as the public will, give its reason, and send it."""
    if (refusal := _refusal(commitment)) is not None:
        return refusal
    form = SendAmendmentForm.for_request(_as_it_stands(commitment), version=version_of(commitment))
    if form.is_submitted and form.validate():
        try:
            amendment = actions.send_amendment(
                commitment,
                reason=form.reason.data,
                as_statement_of_intent=form.publish_as.data == INTENT,
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = version_of(commitment)  # What stands now is on the page that follows.
        else:
            flash(_said(amendment))
            return redirect(_address(commitment), code=303)
    page = amendment_page(organisation, commitment)
    return render_form("commitments/amend_commitment.html", form, **page)


@blueprint.route("/<commitment>/change/<section>", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment, section=one_of(Section))
@requires(get=Permission.AMEND_COMMITMENT, post=Permission.AMEND_COMMITMENT)
def amend_section(
    organisation: Organisation, commitment: Commitment, section: Section
) -> ResponseReturnValue:
    """Write what one section of a published commitment would say."""
    if (refusal := _refusal(commitment)) is not None:
        return refusal
    names = answer_names(section)
    values = form_values(proposal(commitment).amended, section)
    working = working_answers(commitment)
    if section is Section.OWNERSHIP:  # Whose account it is stands in no publication.
        values |= {f"{role.value}_person": working[f"{role.value}_person"] for role in OwnerRole}
    elif section is Section.PEOPLE:
        values["partners"] = form_partners(working["partners"])
    options = section_options(organisation, section)
    form = AMENDED_FORMS[section].for_request(values, version=version_of(commitment, names), options=options)
    offer_organisations(form, organisation, working["partners"])
    page = {
        "organisation": organisation,
        "commitment": commitment,
        "section": section,
        "title": SECTION_TITLES[section],
        "amendment": open_amendment(commitment),
        "goalposts": [field.label.text for field in form if owes_reason(field.short_name)],
    }
    if form.is_submitted and form.validate():
        try:
            actions.amend_section(
                commitment, section, form.data, seen=form.version, by=current_user, now=clock.now()
            )
        except ChangedSince:
            theirs = AMENDED_FORMS[section](None, values, options=options)
            offer_organisations(theirs, organisation, working["partners"])
            version = version_of(commitment, names)
            return render_changed_since(
                "commitments/amendment_changed_since.html", form, theirs, version=version, **page
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return redirect(_change_address(commitment), code=303)
    return render_form("commitments/amend_section.html", form, **page)


@blueprint.route("/<commitment>/change/withdraw", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.AMEND_COMMITMENT, post=Permission.AMEND_COMMITMENT)
def withdraw_amendment(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Drop the change, so that the published text stands alone again."""
    form = WithdrawAmendmentForm.for_request(version=version_of(commitment))
    if form.is_submitted and form.validate():
        try:
            actions.withdraw_amendment(commitment, seen=form.version, by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
            form.version = version_of(commitment)
        else:
            flash("The change is dropped. The published text stands as it was.")
            return redirect(_address(commitment), code=303)
    if open_amendment(commitment) is None and not form.is_submitted:
        flash("There is no change to take back.")
        return redirect(_address(commitment), code=303)
    page = amendment_page(organisation, commitment)
    return render_form("commitments/withdraw_amendment.html", form, **page)


def _refusal(commitment: Commitment) -> ResponseReturnValue | None:
    """Lead away from a page that could only refuse; what was sent to it is refused where it was typed."""
    if request.method == "GET":
        try:
            refuse_unless_amendable(commitment)
        except Refused as refused:
            flash(refused.message)
            return redirect(_address(commitment), code=303)
    return None


def _as_it_stands(commitment: Commitment) -> dict[str, str | None]:
    amendment = open_amendment(commitment)
    return {
        "publish_as": INTENT if commitment.is_statement_of_intent else "commitment",
        "reason": amendment.reason if amendment else None,
    }


def _said(amendment: Amendment) -> str:
    if amendment.is_waiting:
        return "Sent. The public reads the text as it was until the coordinator approves the change."
    if amendment.publication_number is None:
        return "Saved. Nothing of this is public."
    return f"Published. It stands in the change log as publication {amendment.publication_number}."


def _address(commitment: Commitment) -> str:
    return url_for(
        ".show_commitment", organisation=commitment.organisation.slug, commitment=commitment.public_id
    )


def _change_address(commitment: Commitment) -> str:
    return url_for(
        ".amend_commitment", organisation=commitment.organisation.slug, commitment=commitment.public_id
    )
