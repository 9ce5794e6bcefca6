"""Pages of the measures of a draft: add one, edit it, remove it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.commitments.actions import measures as actions
from equity_tracker.commitments.forms.measures import (
    MEASURE_FORMS,
    AddMeasureForm,
    RemoveMeasureForm,
    steps_of,
)
from equity_tracker.commitments.measures import measure_values
from equity_tracker.commitments.queries.commitments import get_commitment
from equity_tracker.commitments.queries.measures import get_measure
from equity_tracker.commitments.views.blueprint import blueprint
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.measure import Measure, MeasureKind, has_gap_only
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.readiness import Section
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_changed_since, render_form


@blueprint.route("/<commitment>/measures/new", methods=["GET", "POST"])
@loads(commitment=get_commitment)
@requires(get=Permission.EDIT_COMMITMENT, post=Permission.EDIT_COMMITMENT)
@creates_once
def add_measure(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Say what is measured and how it is told; the page after asks the rest."""
    if not commitment.is_editable:
        return _to_the_record(commitment)
    form = AddMeasureForm.for_request()
    if form.is_submitted and form.validate():
        try:
            measure = actions.add_measure(
                commitment,
                name=form.name.data or "",
                kind=MeasureKind(form.kind.data or ""),
                by=current_user,
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return redirect(_address(measure), code=303)
    return render_form("commitments/add_measure.html", form, organisation=organisation, commitment=commitment)


@blueprint.route("/<commitment>/measures/<measure>/edit", methods=["GET", "POST"])
@loads(commitment=get_commitment, measure=get_measure)
@requires(get=Permission.EDIT_COMMITMENT, post=Permission.EDIT_COMMITMENT)
def edit_measure(organisation: Organisation, commitment: Commitment, measure: Measure) -> ResponseReturnValue:
    """Edit a measure of a draft. Once it is public, its target moves on a page of its own, with a reason."""
    refuse_other(commitment, measure)
    if not commitment.is_editable:
        return _to_the_record(commitment)
    form_kind = MEASURE_FORMS[measure.kind]
    form = form_kind.for_request(measure_values(measure), version=commitment.version)
    page = {
        "organisation": organisation,
        "commitment": commitment,
        "measure": measure,
        "has_gap_only": has_gap_only(commitment),
    }
    if form.is_submitted and form.validate():
        try:
            actions.edit_measure(
                measure,
                form.data,
                steps=steps_of(form.data.get("scale") or ""),
                version=form.version,
                by=current_user,
                now=clock.now(),
            )
        except ChangedSince:
            theirs = form_kind(None, measure_values(measure))
            return render_changed_since(
                "commitments/measure_changed_since.html", form, theirs, version=commitment.version, **page
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return redirect(_after_saving(commitment), code=303)
    return render_form("commitments/edit_measure.html", form, **page)


@blueprint.route("/<commitment>/measures/<measure>/remove", methods=["GET", "POST"])
@loads(commitment=get_commitment, measure=get_measure)
@requires(get=Permission.EDIT_COMMITMENT, post=Permission.EDIT_COMMITMENT)
def remove_measure(
    organisation: Organisation, commitment: Commitment, measure: Measure
) -> ResponseReturnValue:
    """Take a measure out of a draft."""
    refuse_other(commitment, measure)
    if not commitment.is_editable:
        return _to_the_record(commitment)
    form = RemoveMeasureForm.for_request(version=commitment.version)
    page = {"organisation": organisation, "commitment": commitment, "measure": measure}
    if form.is_submitted and form.validate():
        try:
            actions.remove_measure(measure, version=form.version, by=current_user, now=clock.now())
        except ChangedSince as changed:
            flash(changed.message, "error")
            form.version = commitment.version
            return render_template("commitments/remove_measure.html", form=form, **page), 409
        flash(f"“{measure.name}” is removed.")
        return redirect(_section(commitment), code=303)
    return render_form("commitments/remove_measure.html", form, **page)


def refuse_other(commitment: Commitment, part: object) -> None:
    """Answer 404 when the address joins a commitment with a part of another one."""
    if getattr(part, "commitment_id", None) != commitment.id:
        abort(404)


def _to_the_record(commitment: Commitment) -> ResponseReturnValue:
    if commitment.is_archived:
        flash("This commitment is archived. Take it up again to change it.")
    else:
        flash("This commitment has been submitted. Its measures can no longer be edited here.")
    address = url_for(
        ".show_commitment", organisation=commitment.organisation.slug, commitment=commitment.public_id
    )
    return redirect(address, code=303)


def _address(measure: Measure) -> str:
    return url_for(
        ".edit_measure",
        organisation=measure.commitment.organisation.slug,
        commitment=measure.commitment.public_id,
        measure=measure.public_id,
    )


def _section(commitment: Commitment) -> str:
    return url_for(
        ".edit_section",
        organisation=commitment.organisation.slug,
        commitment=commitment.public_id,
        section=Section.TIMING.value,
    )


def _after_saving(commitment: Commitment) -> str:
    """Go back to the section, or on to another measure when that was asked for."""
    if request.form.get("next") == "measure":
        return url_for(
            ".add_measure", organisation=commitment.organisation.slug, commitment=commitment.public_id
        )
    return _section(commitment)
