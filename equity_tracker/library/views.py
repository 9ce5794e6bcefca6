"""Pages of an organisation's library: the list, one entry, writing, changing, publishing and taking back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.commitments.queries.commitments import list_programmes
from equity_tracker.library import actions, queries
from equity_tracker.library.forms import FORMS, ConfirmForm, RetractEntryForm
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.library import EntryKind, LibraryEntry
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.web.access import loads, one_of, requires
from equity_tracker.web.fields import Option
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.forms import AppForm
from equity_tracker.web.templating import render_changed_since, render_form

blueprint = Blueprint("library", __name__, url_prefix="/o/<organisation>/library")

NAMES = {
    EntryKind.STATEMENT: "statement for action",
    EntryKind.CASE_STUDY: "case study",
    EntryKind.SUPPORT: "support",
}


@blueprint.route("/")
@requires(get=Permission.VIEW_COMMITMENT)
def list_entries(organisation: Organisation) -> ResponseReturnValue:
    """Show everything the organisation wrote beside its commitments."""
    return render_template(
        "library/list_entries.html",
        organisation=organisation,
        entries=queries.list_entries(organisation),
        names=NAMES,
        kinds=list(EntryKind),
    )


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
@loads(kind=one_of(EntryKind))
@requires(get=Permission.EDIT_LIBRARY, post=Permission.EDIT_LIBRARY)
@creates_once
def write_entry(organisation: Organisation, kind: EntryKind) -> ResponseReturnValue:
    """Begin a statement for action, a case study or a support."""
    programmes = {row.slug: row for row in list_programmes(organisation)}
    linkable = {row.public_id: row for row in queries.list_linkable(organisation)}
    options = _options(linkable) | {"programme": [Option(slug, row.name) for slug, row in programmes.items()]}
    only = {"programme": next(iter(programmes))} if len(programmes) == 1 else None
    form = FORMS[kind].for_request(only, options=options)
    _drop(form, "reason", *([] if linkable else ["commitments"]))
    if form.is_submitted and form.validate():
        try:
            entry = actions.write_entry(
                organisation,
                programmes[form.data["programme"]],
                kind,
                form.data,
                commitments=_picked(form, linkable),
                by=current_user,
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return redirect(_address(entry), code=303)
    return render_form(
        "library/write_entry.html", form, organisation=organisation, kind=kind, name=NAMES[kind],
        has_programme=bool(programmes),
    )  # fmt: skip


@blueprint.route("/<entry>")
@loads(entry=queries.get_entry)
@requires(get=Permission.VIEW_COMMITMENT)
def show_entry(organisation: Organisation, entry: LibraryEntry) -> ResponseReturnValue:
    """Show an entry as it stands, and what can be done with it."""
    return render_template(
        "library/show_entry.html",
        organisation=organisation,
        entry=entry,
        name=NAMES[entry.kind],
        form=ConfirmForm.for_request(),
        publication=queries.find_current_publication(entry),
    )


@blueprint.route("/<entry>/edit", methods=["GET", "POST"])
@loads(entry=queries.get_entry)
@requires(get=Permission.EDIT_LIBRARY, post=Permission.EDIT_LIBRARY)
def edit_entry(organisation: Organisation, entry: LibraryEntry) -> ResponseReturnValue:
    """Change an entry. What is published already is published anew."""
    linkable = {row.public_id: row for row in queries.list_linkable(organisation)}
    form = FORMS[entry.kind].for_request(_shown(entry), options=_options(linkable), version=entry.version)
    left_out = [
        "programme",
        *([] if entry.is_published else ["reason"]),
        *([] if linkable else ["commitments"]),
    ]
    _drop(form, *left_out)
    page = {"organisation": organisation, "entry": entry, "name": NAMES[entry.kind]}
    if form.is_submitted and form.validate():
        try:
            actions.edit_entry(
                entry,
                form.data,
                commitments=_picked(form, linkable),
                version=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except ChangedSince:
            theirs = FORMS[entry.kind](None, _shown(entry), options=_options(linkable))
            _drop(theirs, *left_out)
            return render_changed_since(
                "library/changed_since.html", form, theirs, version=entry.version, **page
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("The change is public now." if entry.is_published else "Saved.")
            return redirect(_address(entry), code=303)
    return render_form("library/edit_entry.html", form, **page)


@blueprint.route("/<entry>/publish", methods=["POST"])
@loads(entry=queries.get_entry)
@requires(post=Permission.EDIT_LIBRARY)
def publish_entry(organisation: Organisation, entry: LibraryEntry) -> ResponseReturnValue:
    """Show an entry to the public."""
    try:
        actions.publish_entry(
            entry, by=current_user, now=clock.now(), today=clock.today(organisation.time_zone)
        )
    except Refused as refused:
        form = ConfirmForm.for_request()
        form.add_error(refused)
        return render_form(
            "library/show_entry.html", form, organisation=organisation, entry=entry, name=NAMES[entry.kind],
            publication=queries.find_current_publication(entry),
        )  # fmt: skip
    flash("Published.")
    return redirect(_address(entry), code=303)


@blueprint.route("/<entry>/retract", methods=["GET", "POST"])
@loads(entry=queries.get_entry)
@requires(get=Permission.EDIT_LIBRARY, post=Permission.EDIT_LIBRARY)
def retract_entry(organisation: Organisation, entry: LibraryEntry) -> ResponseReturnValue:
    """Take an entry back, with a reason that the public reads."""
    form = RetractEntryForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.retract_entry(
                entry,
                form.data["reason"],
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("It is taken back. Its page says when and why.")
            return redirect(_address(entry), code=303)
    return render_form(
        "library/retract_entry.html", form, organisation=organisation, entry=entry, name=NAMES[entry.kind]
    )


def _shown(entry: LibraryEntry) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(entry, name) for name in actions.FIELDS}
    return values | {"commitments": [row.public_id for row in entry.commitments]}


def _options(linkable: dict[str, Commitment]) -> dict[str, list[Option]]:
    return {"commitments": [Option(public_id, row.display_title) for public_id, row in linkable.items()]}


def _picked(form: AppForm, linkable: dict[str, Commitment]) -> list[Commitment]:
    return [linkable[public_id] for public_id in form.data.get("commitments", ())]


def _drop(form: AppForm, *names: str) -> None:
    """Leave out questions that do not arise."""
    for name in names:
        del form[name]


def _address(entry: LibraryEntry) -> str:
    return url_for(".show_entry", organisation=entry.organisation.slug, entry=entry.public_id)
