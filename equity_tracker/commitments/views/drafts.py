"""Pages of an organisation's commitments: the list, the task list, its sections, submitting, the record."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.closing import queries as closing
from equity_tracker.commitments.actions import drafts as actions
from equity_tracker.commitments.forms.drafts import RegisterCommitmentForm, SubmitCommitmentForm
from equity_tracker.commitments.forms.sections import SECTION_FORMS
from equity_tracker.commitments.queries import commitments as queries
from equity_tracker.commitments.queries.archiving import find_archiving
from equity_tracker.commitments.sections import form_values
from equity_tracker.commitments.show import commitment_page, is_taken_back, listed, signs, task_list
from equity_tracker.commitments.views.blueprint import blueprint
from equity_tracker.commitments.views.options import offer_organisations, section_options
from equity_tracker.commitments.views.reading import panel_beside
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.measure import has_gap_only
from equity_tracker.model.naming_partners import read_partners
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.readiness import SECTION_TITLES, Section, missing
from equity_tracker.web.access import loads, one_of, requires
from equity_tracker.web.fields import Option
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_changed_since, render_form


@blueprint.route("/")
@requires(get=Permission.VIEW_COMMITMENT)
def list_commitments(organisation: Organisation) -> ResponseReturnValue:
    """Show the organisation's commitments, drafts first; what was set aside only when asked for."""
    found = queries.list_commitments(organisation)
    commitments = [row for row in found if not row.is_archived]
    return render_template(
        "commitments/list_commitments.html",
        organisation=organisation,
        archived=[row for row in found if row.is_archived],
        shows_archived=request.args.get("stage") == Lifecycle.ARCHIVED,
        drafts=[row for row in commitments if row.register_entry is None or is_taken_back(row)],
        published=listed(
            [row for row in commitments if not is_taken_back(row)], clock.today(organisation.time_zone)
        ),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(get=Permission.REGISTER_COMMITMENT, post=Permission.REGISTER_COMMITMENT)
@creates_once
def register_commitment(organisation: Organisation) -> ResponseReturnValue:
    """Begin a commitment."""
    programmes = {programme.slug: programme for programme in queries.list_programmes(organisation)}
    options = [Option(slug, programme.name) for slug, programme in programmes.items()]
    earlier = [
        Option(row.public_id, row.display_title)
        for row in queries.list_commitments(organisation)
        if not row.is_archived
    ]
    form = RegisterCommitmentForm.for_request(
        {"programme": options[0].value} if len(options) == 1 else None,
        options={"programme": options, "copy_of": earlier},
    )
    if not earlier:
        del form.copy_of
    if form.is_submitted and form.validate():
        try:
            commitment = actions.register_commitment(
                organisation,
                programmes[form.programme.data or ""],
                title=form.title.data or "",
                copy_of=_earlier(organisation, form),
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return redirect(_address(commitment), code=303)
    return render_form(
        "commitments/register_commitment.html", form, organisation=organisation, has_programme=bool(options)
    )


@blueprint.route("/<commitment>")
@loads(commitment=queries.get_commitment)
@requires(get=Permission.VIEW_COMMITMENT)
def show_commitment(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Show the task list of a draft, or the record of what has been submitted."""
    today = clock.today(organisation.time_zone)
    if commitment.is_editable:
        return render_template("commitments/task_list.html", **_tasks(organisation, commitment))
    return render_template(
        "commitments/show_commitment.html",
        ending=closing.find_ending(commitment, today),
        archived=find_archiving(commitment),
        **commitment_page(organisation, commitment, today),
    )


@blueprint.route("/<commitment>/<section>", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment, section=one_of(Section))
@requires(get=Permission.EDIT_COMMITMENT, post=Permission.EDIT_COMMITMENT)
def edit_section(organisation: Organisation, commitment: Commitment, section: Section) -> ResponseReturnValue:
    """Edit one section of a draft. Everything may be left for later; what is given is checked."""
    if request.method == "GET" and (refusal := _refusal(commitment)) is not None:
        return refusal
    options = section_options(organisation, section)
    form = SECTION_FORMS[section].for_request(
        form_values(commitment, section), version=commitment.version, options=options
    )
    offer_organisations(form, organisation, read_partners(commitment))
    page = {
        "organisation": organisation,
        "commitment": commitment,
        "section": section,
        "title": SECTION_TITLES[section],
        "needed": [requirement for requirement in missing(commitment) if requirement.section is section],
        "measures": signs(commitment)["measures"] if section is Section.TIMING else None,
        "has_gap_only": has_gap_only(commitment),
    }
    if form.is_submitted and form.validate():
        try:
            actions.edit_section(
                commitment,
                section,
                form.data,
                version=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except ChangedSince:
            theirs = SECTION_FORMS[section](None, form_values(commitment, section), options=options)
            offer_organisations(theirs, organisation, read_partners(commitment))
            return render_changed_since(
                "commitments/changed_since.html", form, theirs, version=commitment.version, **page
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return redirect(_after_saving(commitment, section), code=303)
    return render_form("commitments/edit_section.html", form, panel=panel_beside(commitment, section), **page)


@blueprint.route("/<commitment>/submit", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.SUBMIT_COMMITMENT, post=Permission.SUBMIT_COMMITMENT)
def submit_commitment(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Check the answers, see what becomes public and when, and submit."""
    if (refusal := _refusal(commitment)) is not None:
        return refusal
    form = SubmitCommitmentForm.for_request(
        None if missing(commitment) else {"publish_as": "commitment"}, version=commitment.version
    )
    if form.is_submitted and form.validate():
        try:
            actions.submit_commitment(
                commitment,
                as_statement_of_intent=form.publish_as.data == "statement_of_intent",
                version=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = commitment.version  # What stands now is on the page that follows.
        else:
            flash("Submitted. It is public now." if commitment.is_published else "Submitted for approval.")
            return redirect(_address(commitment), code=303)
    return render_form("commitments/submit_commitment.html", form, **_tasks(organisation, commitment))


def _earlier(organisation: Organisation, form: RegisterCommitmentForm) -> Commitment | None:
    """Return the commitment whose answers are carried over, if one was picked."""
    public_id = form.data.get("copy_of")
    return queries.get_commitment(organisation, public_id) if public_id else None


def _refusal(commitment: Commitment) -> ResponseReturnValue | None:
    """Lead away from a page that could only refuse, and say why."""
    try:
        commitment.refuse_unless_editable()
    except Refused as refused:
        flash(refused.message)
        return redirect(_address(commitment), code=303)
    return None


def _address(commitment: Commitment) -> str:
    return url_for(
        ".show_commitment", organisation=commitment.organisation.slug, commitment=commitment.public_id
    )


def _after_saving(commitment: Commitment, section: Section) -> str:
    """Go on to the next section, to a new measure, or back to the task list: as asked, and at the end."""
    sections = list(Section)
    position = sections.index(section) + 1
    if request.form.get("next") == "measure":
        return url_for(
            ".add_measure", organisation=commitment.organisation.slug, commitment=commitment.public_id
        )
    if request.form.get("next") == "later" or position == len(sections):
        return _address(commitment)
    return url_for(
        ".edit_section",
        organisation=commitment.organisation.slug,
        commitment=commitment.public_id,
        section=sections[position].value,
    )


def _tasks(organisation: Organisation, commitment: Commitment) -> dict[str, Any]:
    return task_list(organisation, commitment, clock.today(organisation.time_zone))
