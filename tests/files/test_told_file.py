"""A file where its evidence is read: public pages, papers, mails, and the end of a commitment."""

from urllib.parse import urlsplit

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.four_answers import QUESTIONS
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.report import Edition
from equity_tracker.reports.queries import status_report
from equity_tracker.web.email_pages import render_email
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.files.conftest import FILE, As
from tests.public.records import report_on
from tests.reports.records import of_today
from tests.support import documents
from tests.support.factories.file import as_evidence, make_file
from tests.support.page import FilledForm
from tests.support.people import World

TODAY = NOW.date()
SECRET = "zz-private"
TITLE = "Lease agreement (PDF, 1 kB)"


@pytest.fixture
def told(world: World, promise: Commitment) -> Commitment:
    """A commitment with one file for everybody and one for few."""
    seen = as_evidence(make_file(promise, now=NOW))
    secret = make_file(promise, now=NOW, name=f"{SECRET}.pdf", data=SECRET.encode())
    hidden = as_evidence(secret, f"{SECRET} title", is_public=False)
    report_on(promise, TODAY, by=world.cora, evidence=(seen, hidden))
    return promise


def test_the_public_reads_kind_and_size_and_can_fetch_it(as_: As, told: Commitment) -> None:
    assert told.register_entry is not None
    page = as_(None).get(
        "public.show_commitment", public_id=told.public_id, slug=told.register_entry.slug, most_queries=8
    )
    link = page.link(TITLE)
    assert as_(None).browser.get(urlsplit(link.url).path).status_code == 200
    hidden = next(row for row in told.check_ins[0].current.evidence if not row.is_public)
    for said in (page.response.text, str([row.payload for row in told.publications])):
        assert SECRET not in said
        assert hidden.url not in said


def test_members_and_coordinators_read_both(as_: As, world: World, told: Commitment) -> None:
    (check_in,) = told.check_ins
    own = as_(world.vic).get(
        "check_ins.show_check_in", organisation="alder-trust", check_in=check_in.public_id
    )
    theirs = as_(world.paula).get(
        "programmes.review_check_in", programme="fairer-shore", check_in=check_in.public_id
    )
    for page in (own, theirs):
        assert TITLE in page.fact("Evidence")
        assert f"{SECRET} title (PDF, 1 kB)" in page.fact("Evidence")


@pytest.mark.parametrize("edition", list(Edition))
def test_a_printed_report_gives_the_address_on_the_register(
    world: World, told: Commitment, edition: Edition
) -> None:
    html = fill_report(status_report(world.alder, of_today(edition, TODAY)))
    address = next(row.url for row in told.check_ins[0].current.evidence if row.is_public)
    assert TITLE in html
    assert f'href="http://127.0.0.1:8000{address}"' in html
    assert (SECRET in html) is (edition is Edition.INTERNAL)


def test_the_copy_by_mail_leads_to_the_file(form: FilledForm) -> None:
    form.choose(FILE, "lease.pdf", documents.pdf()).submit()
    (mail,) = db.session.query(OutgoingEmail).filter_by(name="check_in_copy")
    _, text, html = render_email(mail.name, mail.context)
    for body in (text, html):
        assert TITLE in body
        assert "http://127.0.0.1:8000/files/" in body


def test_a_closing_takes_a_file_and_the_public_can_fetch_it(
    as_: As, world: World, promise: Commitment
) -> None:
    page = as_(world.prue).get(
        "closing.close_commitment", organisation="alder-trust", commitment=promise.public_id
    )
    form = page.form("Close this commitment").fill(
        reason="met_on_time",
        **dict.fromkeys(QUESTIONS, "yes"),
        **{f"{name}_because": "Every contract carries it." for name in QUESTIONS},
        evidence__0__title="Lease agreement",
        evidence__0__kind="document",
        evidence__0__strength="document",
    )
    kept = form.choose(FILE, "lease.pdf", documents.pdf()).submit(expected=422)
    assert kept.error_list == ["Enter what happened"]
    kept.form("Close this commitment").fill(what_happened="All of it.").submit()

    db.session.refresh(promise)
    assert promise.register_entry is not None
    shown = as_(None).get(
        "public.show_commitment",
        public_id=promise.public_id,
        slug=promise.register_entry.slug,
    )
    address = urlsplit(shown.link(TITLE).url).path
    assert as_(None).browser.get(address).status_code == 200
