"""The organisation's settings."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.organisations.actions import settings as actions
from equity_tracker.organisations.forms import EditOrganisationForm
from equity_tracker.organisations.identifiers import Identifier
from equity_tracker.organisations.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.templating import render_changed_since, render_form


@blueprint.route("/settings", methods=["GET", "POST"])
@requires(get=Permission.EDIT_ORGANISATION, post=Permission.EDIT_ORGANISATION)
def edit_organisation(organisation: Organisation) -> ResponseReturnValue:
    """Change what the organisation says about itself."""
    form = EditOrganisationForm.for_request(_values(organisation), version=organisation.version)
    if form.is_submitted and form.validate():
        try:
            actions.edit_organisation(
                organisation,
                _facts(form),
                version=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except ChangedSince:
            return render_changed_since(
                "organisations/changed_since.html",
                form,
                EditOrganisationForm(None, _values(organisation)),
                version=organisation.version,
                organisation=organisation,
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("The settings are saved.")
            return redirect(url_for(".edit_organisation", organisation=organisation.slug), code=303)
    return render_form("organisations/edit_organisation.html", form, organisation=organisation)


def _values(organisation: Organisation) -> dict[str, object]:
    """Return what the form is filled with when it is first shown."""
    return {
        "name": organisation.name,
        "short_name": organisation.short_name,
        "kind": organisation.kind,
        "place": organisation.place,
        "website": organisation.website,
        "mailbox": organisation.mailbox,
        "time_zone": organisation.time_zone,
        "signs_check_ins": organisation.signs_check_ins,
        "identifiers": [vars(identifier) for identifier in Identifier.all_of(organisation)],
    }


def _facts(form: EditOrganisationForm) -> actions.Facts:
    written = (Identifier.typed(row["namespace"], row["value"]) for row in form.identifiers.data)
    return actions.Facts(
        name=form.name.data or "",
        short_name=form.short_name.data,
        kind=form.kind.data or "",
        place=form.place.data,
        website=form.website.data,
        mailbox=form.mailbox.data,
        time_zone=form.time_zone.data or "",
        signs_check_ins=form.signs_check_ins.data,
        identifiers=tuple(sorted(written)),
    )
