"""Pages of the organisation that was named: what it was asked about, and its answers."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import Answer, Partner
from equity_tracker.model.permissions import Permission
from equity_tracker.partnerships import actions, queries
from equity_tracker.partnerships.forms import AnswerPartnershipForm, GiveReadingForm
from equity_tracker.partnerships.show import listed, partnership_page, reading_said, reading_values
from equity_tracker.web.access import current_member, loads, requires
from equity_tracker.web.templating import render_form

blueprint = Blueprint("partnerships", __name__, url_prefix="/o/<organisation>/partnerships")


@blueprint.route("/")
@requires(get=Permission.VIEW_COMMITMENT)
def list_partnerships(organisation: Organisation) -> ResponseReturnValue:
    """Show what the organisation was asked about, open questions first."""
    return render_template(
        "partnerships/list_partnerships.html",
        organisation=organisation,
        rows=listed(queries.list_partnerships(organisation)),
    )


@blueprint.route("/<partnership>")
@loads(partnership=queries.get_partnership)
@requires(get=Permission.VIEW_COMMITMENT)
def show_partnership(organisation: Organisation, partnership: Partner) -> ResponseReturnValue:
    """Show the text as far as it may be seen, and what the organisation has said to it."""
    return render_template("partnerships/show_partnership.html", **_page(organisation, partnership))


@blueprint.route("/<partnership>/answer", methods=["GET", "POST"])
@loads(partnership=queries.get_partnership)
@requires(get=Permission.ANSWER_PARTNERSHIP, post=Permission.ANSWER_PARTNERSHIP)
def answer_partnership(organisation: Organisation, partnership: Partner) -> ResponseReturnValue:
    """Confirm the part, or decline it with a reason."""
    form = AnswerPartnershipForm.for_request(version=partnership.version)
    if form.is_submitted and form.validate():
        answer = Answer(form.answer.data or "")
        try:
            is_new = actions.answer_partnership(
                partnership,
                answer,
                reason=form.reason.data,
                version=form.version,
                by=current_member(),
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = partnership.version  # What stands now is on the page that follows.
        else:
            flash(_said(partnership, answer) if is_new else "Your organisation has answered so already.")
            return redirect(_address(organisation, partnership), code=303)
    return render_form("partnerships/answer_partnership.html", form, **_page(organisation, partnership))


@blueprint.route("/<partnership>/reading", methods=["GET", "POST"])
@loads(partnership=queries.get_partnership)
@requires(get=Permission.ANSWER_PARTNERSHIP, post=Permission.ANSWER_PARTNERSHIP)
def give_reading(organisation: Organisation, partnership: Partner) -> ResponseReturnValue:
    """Say how the organisation reads the promise itself."""
    form = GiveReadingForm.for_request(reading_values(partnership.reading), version=partnership.version)
    if form.is_submitted and form.validate():
        try:
            is_new = actions.give_reading(
                partnership,
                reading_said(form.data),
                version=form.version,
                by=current_member(),
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = partnership.version
        else:
            flash("Your reading is on record." if is_new else "This reading is on record already.")
            return redirect(_address(organisation, partnership), code=303)
    return render_form("partnerships/give_reading.html", form, **_page(organisation, partnership))


def _said(partnership: Partner, answer: Answer) -> str:
    asker = partnership.commitment.organisation.name
    if answer is Answer.CONFIRMED:
        return f"Confirmed. {asker} is told by e-mail."
    return f"Declined. {asker} has your reason by e-mail."


def _page(organisation: Organisation, partnership: Partner) -> dict[str, Any]:
    return {"organisation": organisation} | partnership_page(partnership, clock.today())


def _address(organisation: Organisation, partnership: Partner) -> str:
    return url_for(".show_partnership", organisation=organisation.slug, partnership=partnership.public_id)
