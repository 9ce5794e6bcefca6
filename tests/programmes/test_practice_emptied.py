"""All that can be left in a practice programme goes when it is reset, and what opens a door is not kept."""

from typing import Any

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model import report as reports
from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_help import HelpNote
from equity_tracker.model.check_in_signature import CheckInSignature
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.commitment_flag import CommitmentFlag, FlagLook
from equity_tracker.model.nudge import Nudge
from equity_tracker.model.outbox import EmailState
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import RoundState
from equity_tracker.model.round_question import AnswerToRound
from equity_tracker.model.round_snapshot import take_snapshot
from equity_tracker.model.sign_in import UserSession
from equity_tracker.programmes.actions.practice import KEPT, reset_practice
from tests.conftest import NOW
from tests.programmes.conftest import As, Mails, Report, rows_of
from tests.support.factories.commitment import make_published
from tests.support.factories.draft import make_draft_of_check_in, make_link
from tests.support.factories.file import as_evidence, make_file
from tests.support.factories.programme import make_round
from tests.support.factories.round_question import ask
from tests.support.people import World

TODAY = NOW.date()


def test_what_is_begun_signed_looked_at_and_printed_goes_too(
    world: World, practice: Programme, report: Report
) -> None:
    commitment = make_published(world.alder, practice, now=NOW)
    round_ = make_round(practice, due_on=TODAY, state=RoundState.OPEN)
    round_.questions = [ask("What would help?", programme_id=practice.id)]
    db.session.flush()
    db.session.add(commitment.expect_check_in(round_))
    db.session.commit()
    check_in = report(
        commitment,
        evidence=(as_evidence(make_file(commitment, now=NOW)),),
        themes=(ThemeNote("funding", "hindering", "Too late."),),
        help=(HelpNote("wanted", "evidence", "Who has measured it?"),),
        asks=(Ask("funder", "Pay earlier."),),
        to_round=(AnswerToRound(1, "Time."),),
    )
    place: dict[str, Any] = {"organisation_id": world.alder.id, "programme_id": practice.id}
    by: dict[str, Any] = {"by": world.cora, "now": NOW}
    check_in.current.signature = CheckInSignature(**place, signed_by=world.prue, signed_at=NOW)
    make_draft_of_check_in(commitment, waits=True, **by)
    link = make_link(commitment, "a-link", **by)
    session = {"created_at": NOW, "last_seen_at": NOW, "expires_at": NOW, "browser": "Firefox"}
    about = {"commitment_id": commitment.id, "kind": "recycled", "subject": "x", "version": 1}
    paula = world.paula.id
    kind, internal = reports.ReportKind.PROGRAMME_REPORT, reports.Edition.INTERNAL
    db.session.add_all(
        [
            UserSession(token_hash="hash", check_in_link_id=link.id, **session),
            take_snapshot(round_, commitment.expected_check_ins, now=NOW, today=TODAY),
            CommitmentFlag(**place, **about, sentence="As before.", seen_on=TODAY),
            FlagLook(**place, **about, note="So it is.", looked_at=NOW, looked_by_id=paula),
            Nudge(**place, sent_on=TODAY, sent_at=NOW, sent_by_id=paula, subject="Please", text="Please."),
            reports.Report(programme=practice, kind=kind, edition=internal, as_of=TODAY, requested_at=NOW),
        ]
    )
    db.session.commit()
    left = set(
        "check_in_asks check_in_drafts check_in_help check_in_links check_in_signatures"
        " check_in_themes commitment_flags files flag_looks nudges outgoing_emails reports round_answers"
        " round_questions round_snapshot_rows round_snapshots".split()
    )
    assert left <= rows_of(practice.id).keys()

    reset_practice(practice, by=world.paula, now=NOW)
    db.session.commit()

    assert rows_of(practice.id).keys() - KEPT == {"activities"}
    assert db.session.scalar(select(UserSession.id).where(UserSession.check_in_link_id.is_not(None))) is None


def test_a_link_to_a_check_in_is_kept_unsent_without_its_token(
    practice: Programme, world: World, mails: Mails, as_: As
) -> None:
    commitment = make_published(world.alder, practice, now=NOW)
    db.session.commit()

    page = as_(world.cora).get(
        "check_ins.ask_by_link", organisation=world.alder.slug, commitment=commitment.public_id
    )
    page.form("Send the link").fill(email="gwen@elsewhere.example.org").submit()

    [mail] = mails()
    assert (mail.name, mail.state) == ("check_in_link", EmailState.NOT_SENT)
    assert "token" not in mail.context
