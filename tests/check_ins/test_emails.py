"""The mails of a check-in: what the coordinators are told, and the author's own copy."""

from flask import Flask
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.programme import ReviewMode
from equity_tracker.web.email_pages import render_email
from tests.check_ins.conftest import Report
from tests.support.people import World

HOST = "http://127.0.0.1:8000"
EVIDENCE = (
    EvidenceLink("Minutes & minutes", "https://example.org/minutes"),
    EvidenceLink("Pay data", "https://example.org/SECRET", is_public=False),
)


def rendered(name: str, check_in: CheckIn) -> tuple[str, str, str]:
    mail = db.session.scalars(
        select(OutgoingEmail).where(
            OutgoingEmail.name == name, OutgoingEmail.key.contains(check_in.public_id)
        )
    ).one()
    return render_email(mail.name, mail.context)


def test_the_coordinators_are_told_who_reported_on_what_and_where_to_read_it(
    app: Flask, report: Report
) -> None:
    check_in = report()
    subject, text, html = rendered("check_in_submitted", check_in)
    assert subject == "Alder Trust checked in: Every cleaning contract pays the real living wage"
    assert "Cora Editor of Alder Trust sent check-in 1 on a commitment in Fairer Shore:" in text
    assert "Please acknowledge it, or return it with a reason." in text
    for body in (text, html):
        assert f"{HOST}/p/fairer-shore/check-ins/{check_in.public_id}" in body


def test_where_it_is_approved_first_they_are_asked_to_approve(
    app: Flask, world: World, report: Report
) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    check_in = report()
    assert "It becomes public when you approve it." in rendered("check_in_submitted", check_in)[1]
    assert "It becomes public when a coordinator approves it." in rendered("check_in_copy", check_in)[1]


def test_the_author_gets_a_copy_of_every_answer_and_of_no_private_link(app: Flask, report: Report) -> None:
    check_in = report(evidence=EVIDENCE, why="Pay & conditions <agreed>.")
    subject, text, html = rendered("check_in_copy", check_in)
    assert subject == "Your check-in on: Every cleaning contract pays the real living wage"
    assert "Why: Pay & conditions <agreed>." in text
    assert "<dd>Pay &amp; conditions &lt;agreed&gt;.</dd>" in html
    assert "Next step: Sign the second contract, by 1 September 2026" in text
    assert "Evidence: Minutes & minutes, https://example.org/minutes" in text
    for body in (text, html):
        assert "1 private piece of evidence not copied here." in body
        assert "SECRET" not in body
        assert f"{HOST}/o/alder-trust/check-ins/{check_in.public_id}" in body
