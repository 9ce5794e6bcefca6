from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from equity_tracker.adapters.mailer import Mailer, Message, TryLater, Undeliverable
from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import post_office
from equity_tracker.model.outbox import LEASE, MOST_ATTEMPTS, EmailState, OutgoingEmail
from equity_tracker.notices.job import PostOffice, post_email, sweep_outbox
from tests.conftest import NOW
from tests.notices.rounds import mails

pytestmark = pytest.mark.usefixtures("isolated")

CONTEXT = {"name": "Cora Editor"}


class Postman(Mailer):
    """Takes messages, or says what a test wants it to say."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)
        self.taken: list[Message] = []
        self.tries: list[str] = []

    def send(self, message: Message) -> None:
        self.tries.append(message.message_id)
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.taken.append(message)


def office(postman: Mailer) -> PostOffice:
    here = post_office()
    return PostOffice(postman, "register@example.org", "Equity Tracker", here.render, here.choices)


def write(key: str = "one", name: str = "password_changed", **fields: Any) -> OutgoingEmail:
    values = {"recipient": "cora@example.org", "context": CONTEXT} | fields
    email = OutgoingEmail.to(name=name, key=key, now=NOW, **values)
    db.session.add(email)
    db.session.commit()
    return email


def test_a_message_is_posted_once_and_what_was_in_it_is_forgotten() -> None:
    email, postman = write(), Postman()

    assert post_email(email.id, NOW, office(postman)) == "sent"
    assert post_email(email.id, NOW, office(postman)) is None

    assert (email.state, email.sent_at, email.attempts) == (EmailState.SENT, NOW, 1)
    assert email.context == {}
    [message] = postman.taken
    assert message.recipient == "cora@example.org"
    assert message.message_id == f"<{email.message_id}@example.org>"


def test_a_message_in_other_hands_is_left_there_until_the_lease_ends() -> None:
    email, postman = write(), Postman()
    email.lease_until, email.attempts = NOW + LEASE, 1
    db.session.commit()

    assert post_email(email.id, NOW + LEASE, office(postman)) is None
    assert post_email(email.id, NOW + LEASE + timedelta(seconds=1), office(postman)) == "sent"


def test_a_message_that_is_not_due_yet_waits() -> None:
    email, postman = write(), Postman()

    assert post_email(email.id, NOW - timedelta(seconds=1), office(postman)) is None
    assert postman.tries == []


def test_a_server_that_is_away_delays_ever_longer_under_the_same_message_id() -> None:
    email = write()
    postman = Postman(*[TryLater("451 greylisted")] * 3)
    now, waits = NOW, []
    for _ in range(3):
        assert post_email(email.id, now, office(postman)) == "delayed"
        waits.append(email.due_at - now)
        now = email.due_at

    assert post_email(email.id, now, office(postman)) == "sent"

    assert [timedelta(minutes=2) <= waits[0] < timedelta(minutes=4), waits[1] > waits[0], waits[2] > waits[1]]
    assert waits[2] >= timedelta(minutes=8)
    assert len(set(postman.tries)) == 1


def test_a_refused_message_is_set_aside_at_once_for_a_person_to_see() -> None:
    email, postman = write(), Postman(Undeliverable("550 no such mailbox"))

    assert post_email(email.id, NOW, office(postman)) == "refused"

    assert (email.state, email.last_error) == (EmailState.FAILED, "550 no such mailbox")
    assert sweep_outbox(NOW + timedelta(days=30), office(postman))["sent"] == 0


@pytest.mark.parametrize(
    "poison",
    [{"name": "no_such_template"}, {"context": {}}, {"recipient": "not an address\r\nBcc: x@example.org"}],
)
def test_a_poison_row_is_set_aside_and_holds_up_no_other(poison: dict[str, Any], tmp_path: Path) -> None:
    bad = write("bad", **poison)
    good = [write(f"good {number}") for number in range(3)]
    folder = office(Mailer.from_url(f"file://{tmp_path}"))
    now = NOW
    assert sweep_outbox(now, folder)["sent"] == 3

    for _ in range(MOST_ATTEMPTS + 2):
        now += timedelta(hours=10)
        sweep_outbox(now, folder)

    assert [email.state for email in good] == [EmailState.SENT] * 3
    assert bad.state is EmailState.FAILED
    assert bad.last_error
    assert bad.attempts in {1, MOST_ATTEMPTS}


def test_what_a_worker_never_finished_is_set_aside_after_the_last_attempt() -> None:
    email = write()
    email.attempts, email.lease_until = MOST_ATTEMPTS, NOW + LEASE
    db.session.commit()

    assert sweep_outbox(NOW + timedelta(hours=1), office(Postman()))["set_aside"] == 1

    assert email.state is EmailState.FAILED
    assert email.last_error


def test_a_worker_that_comes_back_late_does_not_undo_what_another_did() -> None:
    email, second = write(), Postman()

    class Slow(Mailer):
        def send(self, message: Message) -> None:
            assert post_email(email.id, NOW + LEASE + timedelta(seconds=1), office(second)) == "sent"
            raise TryLater("the line broke")

    assert post_email(email.id, NOW, office(Slow())) == "delayed"

    assert email.state is EmailState.SENT


def test_no_transaction_is_open_while_the_server_is_talked_to() -> None:
    email = write()

    class Curious(Mailer):
        def send(self, message: Message) -> None:
            self.was_open = db.session.in_transaction()

    mailer = Curious()
    post_email(email.id, NOW, office(mailer))

    assert mailer.was_open is False


def test_a_subject_is_one_line_whatever_people_typed(world: object) -> None:
    email = write(
        name="commitment_submitted",
        context={
            "title": "First\r\nBcc: everybody@example.org\n\n  second",
            "organisation": "Alder",
            "programme": "Shore",
            "programme_slug": "shore",
            "commitment_id": "bcdfghjkmnpq",
            "submitted_by": "Cora",
            "awaits_approval": False,
        },
    )
    postman = Postman()

    assert post_email(email.id, NOW, office(postman)) == "sent"

    assert "\n" not in postman.taken[0].subject
    assert "First Bcc: everybody@example.org second" in postman.taken[0].subject


def test_a_dry_run_counts_what_waits_and_posts_nothing() -> None:
    write()
    postman = Postman()

    assert sweep_outbox(NOW, office(postman), dry_run=True)["waiting"] == 1
    assert postman.tries == []
    assert mails()[0].attempts == 0


@pytest.fixture
def letter(app: Flask) -> Iterator[EmailMessage]:
    """What lies in the mail folder of this installation after a reminder was posted."""
    email = write(
        name="reminder_overdue",
        context={
            "name": "Cora Editor",
            "organisation": "Alder Trust",
            "organisation_slug": "alder-trust",
            "total": 1,
            "first_due_on": "2026-09-30",
            "check_ins": [
                {
                    "title": "Pay <everybody> fairly & soon",
                    "commitment_id": "bcdfghjkmnpq",
                    "programme": "Fairer Shore",
                    "due_on": "2026-09-30",
                    "grace_until": "2026-10-14",
                    "days": 1,
                    "is_in_grace": True,
                }
            ],
        },
    )
    post_email(email.id, NOW, post_office())
    folder = Path(app.config["SETTINGS"].mail_url.removeprefix("file://"))
    [path] = folder.glob(f"{email.message_id}*.eml")
    yield message_from_bytes(path.read_bytes(), policy=policy.default)
    path.unlink()


def test_a_reminder_arrives_readable_with_its_links_on_the_public_address(letter: EmailMessage) -> None:
    assert letter["Subject"] == "Check-in was due on 30 September 2026: Pay <everybody> fairly & soon"
    assert letter["To"] == "cora@example.org"
    assert letter["From"] == "Equity Tracker <equity-tracker@example.org>"
    address = "http://127.0.0.1:8000/o/alder-trust/commitments/bcdfghjkmnpq/check-ins/new"
    text, html = [letter.get_body((kind,)) for kind in ("plain", "html")]
    assert text
    assert html
    assert address in text.get_content()
    assert "until 14 October 2026 before it shows as not reported" in text.get_content()
    assert f'href="{address}"' in html.get_content()
    assert "Pay &lt;everybody&gt; fairly &amp; soon" in html.get_content()
