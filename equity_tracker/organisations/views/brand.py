"""The organisation's colour and logo, which stand on the covers of its reports."""

from flask import Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.organisations.actions import brand as actions
from equity_tracker.organisations.forms import BrandForm
from equity_tracker.organisations.queries import brand as queries
from equity_tracker.organisations.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.templating import render_form


@blueprint.route("/settings/brand", methods=["GET", "POST"])
@requires(get=Permission.EDIT_ORGANISATION, post=Permission.EDIT_ORGANISATION)
def edit_brand(organisation: Organisation) -> ResponseReturnValue:
    """Set the colour and the logo of the organisation's reports."""
    brand = queries.find_brand(organisation)
    form = BrandForm.for_request({"colour": brand.colour if brand else None})
    logo_error = None
    if form.is_submitted and form.validate():
        try:
            actions.set_brand(
                organisation,
                actions.Wanted(form.colour.data, _chosen(), form.removes_logo.data),
                by=current_user,
                now=clock.now(),
                scanner=current_app.config["SETTINGS"].file_scanner,
            )
        except Refused as refused:
            if refused.field == "logo":
                logo_error = refused.message
            form.add_error(refused)
        else:
            flash("Colour and logo are saved. Reports made from now on have them on their covers.")
            return redirect(url_for(".edit_brand", organisation=organisation.slug), code=303)
    return render_form(
        "organisations/edit_brand.html",
        form,
        organisation=organisation,
        brand=brand,
        logo_error=logo_error,
    )


@blueprint.get("/settings/brand/logo")
@requires(get=Permission.EDIT_ORGANISATION)
def show_logo(organisation: Organisation) -> ResponseReturnValue:
    """Show the logo as it stands on covers."""
    brand = queries.find_brand(organisation)
    if brand is None or brand.logo is None:
        abort(404)
    return Response(brand.logo, mimetype=brand.logo_type)


def _chosen() -> actions.ChosenFile | None:
    file = request.files.get("logo")
    return actions.ChosenFile(file.filename, file.read()) if file is not None and file.filename else None
