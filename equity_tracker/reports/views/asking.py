"""Asking for a report: the same form for organisations and programmes, its preview, and what is asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import BadRequest, NotFound

from equity_tracker import clock
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Report, ReportKind
from equity_tracker.reports import actions, queries
from equity_tracker.reports.asking import KIND_WORDS, Subject, report_on
from equity_tracker.reports.forms import AskForm
from equity_tracker.web import report_pages
from equity_tracker.web.fields import Option
from equity_tracker.web.form_keys import creates_once

# The value of the button that leads to the preview.
PREVIEW = "preview"
NOTHING_PUBLIC = "Nothing of it is public yet, so there is nothing that a public report could tell"
_OF_AN_ORGANISATION = (ReportKind.STATUS_REPORT, ReportKind.COMMITMENT_RECORD, ReportKind.ANNUAL_STATEMENT)
_OF_A_PROGRAMME = (ReportKind.PROGRAMME_REPORT, ReportKind.ROUND_REPORT)


def kinds_for(owner: Organisation | Programme) -> dict[str, str]:
    """Return slug and name of the kinds that can be asked for here."""
    kinds = _OF_AN_ORGANISATION if isinstance(owner, Organisation) else _OF_A_PROGRAMME
    return {kind.value: KIND_WORDS[kind] for kind in kinds if kind in report_pages.KINDS}


@dataclass(frozen=True)
class Asking:
    """The form for one kind of report, at the place whose report it will be."""

    owner: Organisation | Programme
    kind: ReportKind
    subjects: Mapping[str, Subject] | None
    form: AskForm
    today: date

    @property
    def title(self) -> str:
        return KIND_WORDS[self.kind]

    def report(self) -> Report:
        """Return the row that the answers describe. Nothing is stored."""
        return report_on(self.subject, self.form.choice(self.kind, self.today), self.form.post)

    @property
    def subject(self) -> Subject:
        return self.subjects[str(self.form.about.data)] if self.subjects is not None else self.owner

    def is_answered(self) -> bool:
        """Judge the answers, and that a public report would have something to tell."""
        if not self.form.validate():
            return False
        report = self.report()
        if report.is_public and not queries.has_something_public(report, clock.today()):
            self.form.edition.say(NOTHING_PUBLIC)
            return False
        return True


def asking(owner: Organisation | Programme, kind: str) -> Asking:
    """Return the form as it was sent, or as it begins."""
    return _asking(owner, kind, is_preview=False)


def previewed(owner: Organisation | Programme, kind: str) -> str:
    """Return the page that shows what would be printed, for answers in the address."""
    asked = _asking(owner, kind, is_preview=True)
    if not asked.is_answered():
        raise BadRequest
    return report_pages.preview(asked.report())


def answer(
    asked: Asking,
    *,
    show: Callable[[], ResponseReturnValue],
    preview: Callable[..., str],
    page: Callable[[Report], str],
) -> ResponseReturnValue:
    """Lead to the preview or to the report that was asked for; show the form again if it needs mending."""
    if request.form.get("next") == PREVIEW and asked.is_answered():
        return redirect(preview(**asked.form.in_address()), code=303)
    return _ask(asked, show, page)


@creates_once
def _ask(
    asked: Asking, show: Callable[[], ResponseReturnValue], page: Callable[[Report], str]
) -> ResponseReturnValue:
    if not asked.form.is_submitted or not asked.is_answered():
        return show()
    choice = asked.form.choice(asked.kind, asked.today)
    try:
        report = actions.request(
            choice, subject=asked.subject, by=current_user, now=clock.now(), signatory=asked.form.post
        )
    except Refused as refused:
        asked.form.add_error(refused)
        return show()
    flash("The report has been asked for. It is being made now.")
    return redirect(page(report), code=303)


def _asking(owner: Organisation | Programme, kind: str, *, is_preview: bool) -> Asking:
    if kind not in kinds_for(owner):
        raise NotFound
    chosen = ReportKind(kind)
    subjects, sections = _subjects(owner, chosen), report_pages.sections_of(chosen)
    today = clock.today(owner.time_zone) if isinstance(owner, Organisation) else clock.today()
    is_signed = isinstance(owner, Organisation) and chosen is ReportKind.ANNUAL_STATEMENT
    posts = queries.list_posts(cast("Organisation", owner), today) if is_signed else []
    options = {
        "signatory": [Option(post, post) for post in posts],
        "about": [Option(key, words) for key, (words, _) in (subjects or {}).items()],
        "sections": [Option(slug, title) for slug, title in sections.items()],
    }
    if is_preview:
        answers = request.args.copy()
        # An address that names no section asks for all of them.
        answers.setlistdefault("sections", list(sections))
        form = AskForm(answers, options=options)
    else:
        form = AskForm.for_request({"edition": "internal", "sections": list(sections)}, options=options)
    if subjects is None:
        del form.about
    if not sections:
        del form.sections
    if not posts:
        del form.signatory
    form.today = today
    found = None if subjects is None else {key: subject for key, (_, subject) in subjects.items()}
    return Asking(owner, chosen, found, form, today)


def _subjects(owner: Organisation | Programme, kind: ReportKind) -> dict[str, tuple[str, Subject]] | None:
    """Return what a report of this kind can be about here; None where it is about the place itself."""
    rows: Sequence[tuple[str, str, Subject]]
    if kind is ReportKind.COMMITMENT_RECORD:
        commitments = queries.list_commitments(cast("Organisation", owner))
        rows = [(row.public_id, row.display_title, row) for row in commitments]
    elif kind is ReportKind.ROUND_REPORT:
        rows = [(row.public_id, row.name, row) for row in queries.list_rounds(cast("Programme", owner))]
    else:
        return None
    return {key: (words, subject) for key, words, subject in rows}
