"""Pages of public measures: a reading, its correction, the baseline, another target."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.commitments.actions import readings as actions
from equity_tracker.commitments.actions.readings import Signing
from equity_tracker.commitments.forms.readings import form_about, said_in, values_of
from equity_tracker.commitments.queries.commitments import get_commitment
from equity_tracker.commitments.queries.measures import get_measure
from equity_tracker.commitments.show import tell_measure
from equity_tracker.commitments.views.blueprint import blueprint
from equity_tracker.commitments.views.measures import refuse_other
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.measure import Measure
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.web.access import as_typed, loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.forms import AppForm
from equity_tracker.web.templating import render_form


@blueprint.route("/<commitment>/measures/<measure>/readings/new", methods=["GET", "POST"])
@loads(commitment=get_commitment, measure=get_measure)
@requires(get=Permission.RECORD_READING, post=Permission.RECORD_READING)
@creates_once
def record_reading(
    organisation: Organisation, commitment: Commitment, measure: Measure
) -> ResponseReturnValue:
    """Say what the measure showed on a day."""
    refuse_other(commitment, measure)
    if elsewhere := closed_to_updates(commitment):
        return elsewhere
    form = form_about("reading", measure, commitment.version)
    if form.is_submitted and form.validate():
        value, words = said_in(form)
        is_far = measure.is_far_from_last(value)
        try:
            actions.record_reading(
                measure,
                value,
                words,
                read_on=form["read_on"].data,
                note=form["note"].data,
                signing=signing_of(form, organisation),
            )
        except Refused as refused:
            add_refusal(form, refused, commitment)
        else:
            flash("The reading is on record and public." + _look_again(is_far))
            return to_the_record(commitment)
    return _page("commitments/record_reading.html", form, organisation, measure)


@blueprint.route("/<commitment>/measures/<measure>/readings/<number>/correct", methods=["GET", "POST"])
@loads(commitment=get_commitment, measure=get_measure, number=as_typed)
@requires(get=Permission.RECORD_READING, post=Permission.RECORD_READING)
@creates_once
def correct_reading(
    organisation: Organisation, commitment: Commitment, measure: Measure, number: str
) -> ResponseReturnValue:
    """Say what a reading should have been. What was said before stays on record."""
    refuse_other(commitment, measure)
    reading = next((row for row in measure.standing_readings if str(row.number) == number), None)
    if reading is None:
        abort(404)
    if elsewhere := closed_to_updates(commitment):
        return elsewhere
    form = form_about("correction", measure, commitment.version, values_of(measure, reading))
    if form.is_submitted and form.validate():
        value, words = said_in(form)
        try:
            actions.correct_reading(
                measure,
                reading,
                value,
                words,
                read_on=form["read_on"].data,
                note=form["note"].data,
                signing=signing_of(form, organisation),
            )
        except Refused as refused:
            add_refusal(form, refused, commitment)
        else:
            flash("The correction is on record and public, beside what was said before.")
            return to_the_record(commitment)
    return _page("commitments/correct_reading.html", form, organisation, measure, reading=reading)


@blueprint.route("/<commitment>/measures/<measure>/baseline", methods=["GET", "POST"])
@loads(commitment=get_commitment, measure=get_measure)
@requires(get=Permission.RECORD_READING, post=Permission.RECORD_READING)
@creates_once
def give_baseline(
    organisation: Organisation, commitment: Commitment, measure: Measure
) -> ResponseReturnValue:
    """Say where the measure started, once that is known."""
    refuse_other(commitment, measure)
    if elsewhere := closed_to_updates(commitment):
        return elsewhere
    form = form_about("baseline", measure, commitment.version)
    if form.is_submitted and form.validate():
        value, words = said_in(form)
        comment = words if words is not None else form["note"].data
        signing = signing_of(form, organisation)
        try:
            actions.give_baseline(measure, value, comment, on=form["read_on"].data, signing=signing)
        except Refused as refused:
            add_refusal(form, refused, commitment)
        else:
            flash("The baseline is on record and public.")
            return to_the_record(commitment)
    return _page("commitments/give_baseline.html", form, organisation, measure)


@blueprint.route("/<commitment>/measures/<measure>/target", methods=["GET", "POST"])
@loads(commitment=get_commitment, measure=get_measure)
@requires(get=Permission.REVISE_TARGET, post=Permission.REVISE_TARGET)
@creates_once
def revise_target(
    organisation: Organisation, commitment: Commitment, measure: Measure
) -> ResponseReturnValue:
    """Move the target, for a reason that everybody reads."""
    refuse_other(commitment, measure)
    if elsewhere := closed_to_updates(commitment):
        return elsewhere
    form = form_about("target", measure, commitment.version)
    if form.is_submitted and form.validate():
        value, words = said_in(form)
        try:
            actions.revise_target(
                measure,
                value,
                words,
                form["by"].data,
                reason=form["reason"].data,
                signing=signing_of(form, organisation),
            )
        except Refused as refused:
            add_refusal(form, refused, commitment)
        else:
            flash("The target is moved. The one before and your reason are public beside it.")
            return to_the_record(commitment)
    return _page("commitments/revise_target.html", form, organisation, measure)


def signing_of(form: AppForm, organisation: Organisation) -> Signing:
    return Signing(
        by=current_user, now=clock.now(), today=clock.today(organisation.time_zone), version=form.version
    )


def closed_to_updates(commitment: Commitment) -> ResponseReturnValue | None:
    """Lead back, having said why, when nothing can be added."""
    try:
        commitment.refuse_unless_updatable()
    except Refused as refused:
        flash(refused.message, "error")
        return to_the_record(commitment)
    return None


def add_refusal(form: AppForm, refused: Refused, commitment: Commitment) -> None:
    """Show it; where a colleague was first, what is sent again knows of what they did."""
    form.add_error(refused)
    if isinstance(refused, ChangedSince):
        form.version = commitment.version


def to_the_record(commitment: Commitment) -> ResponseReturnValue:
    address = url_for(
        ".show_commitment", organisation=commitment.organisation.slug, commitment=commitment.public_id
    )
    return redirect(address, code=303)


def _page(
    template: str,
    form: AppForm,
    organisation: Organisation,
    measure: Measure,
    **more: Any,  # noqa: ANN401 - words for the page
) -> ResponseReturnValue:
    return render_form(
        template,
        form,
        organisation=organisation,
        commitment=measure.commitment,
        measure=measure,
        told=tell_measure(measure),
        **more,
    )


def _look_again(is_far: bool) -> str:  # noqa: FBT001 - what was found
    """Ask to look again at a figure far from the one before. It stands as it was typed."""
    return " It is far from the reading before. If a digit slipped, correct it below." if is_far else ""
