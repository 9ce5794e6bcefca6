"""The log of mails: coordinators see what became of each, and nobody's address; admins know their people."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.refused_address import RefusedAddress
from equity_tracker.notices.mail_log import KINDS
from tests.architecture.mail_samples import SAMPLES
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
LOG, OWN_LOG = "notices.list_programme_mail", "notices.list_organisation_mail"
CORA = "cora.editor@example.org"


def write(
    world: World, recipient: str = CORA, name: str = "check_in_acknowledged", **fields: Any
) -> OutgoingEmail:
    number = db.session.query(OutgoingEmail).count()
    email = OutgoingEmail.to(
        recipient,
        name,
        key=f"mail:{number}",
        context={"secret": "what was in it"},
        now=NOW,
        organisation_id=world.alder.id,
        programme_id=world.programme.id,
    )
    for field, value in fields.items():
        setattr(email, field, value)
    db.session.add(email)
    db.session.commit()
    return email


def rows(page: Page) -> list[list[str]]:
    return page.table("Mail")


def csv_of(reader: CheckingClient, path: str) -> str:
    answer = reader.browser.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return answer.text


def test_every_kind_of_mail_has_a_name_for_the_log() -> None:
    assert KINDS.keys() == SAMPLES.keys()


def test_a_coordinator_sees_what_was_written_to_whom_and_what_became_of_it(
    as_: As, world: World, paula: User
) -> None:
    world.alder.mailbox = "office@alder.example"
    write(world, state=EmailState.SENT, sent_at=NOW)
    write(world, recipient="office@alder.example", name="reminder_overdue", state=EmailState.HELD)
    write(world, recipient=paula.email, name="check_in_submitted")
    write(world, recipient="gone@example.org", state=EmailState.LEFT_OUT)

    page = as_(paula).get("programmes.show_home", programme="fairer-shore").link("Mail").follow()

    told = [(row[0], row[1], row[2].partition(",")[0]) for row in rows(page)]
    assert told == [
        ("Check-in acknowledged", "Alder Trust an address without an account", "Not needed any more"),
        ("Check-in sent", "Alder Trust coordinator of the programme", "Waiting to go out"),
        (
            "Reminder of an overdue check-in",
            "Alder Trust the organisation's mailbox",
            "Waits for the reader's morning",
        ),
        ("Check-in acknowledged", "Alder Trust editor", "Sent"),
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"state": EmailState.FAILED, "attempts": 1, "last_error": f"550 5.1.1 <{CORA}>: no such person"},
            "Came back The receiving server will not take it: 550 5.1.1 the address: no such person",
        ),
        (
            {"attempts": 2, "last_error": "451 greylisted"},
            "Delayed, and tried again Attempt 2 of 8. 451 greylisted",
        ),
        (
            {"state": EmailState.FAILED, "attempts": 8, "last_error": "451 busy"},
            "Came back Given up after 8 attempts. 451 busy",
        ),
    ],
)
def test_a_reason_is_told_in_plain_words_and_without_the_address(
    as_: As, world: World, paula: User, fields: dict[str, Any], words: str
) -> None:
    write(world, **fields)

    page = as_(paula).get(LOG, programme="fairer-shore")

    assert rows(page)[0][2] == words
    assert CORA not in page.text
    assert CORA not in csv_of(as_(paula), "/p/fairer-shore/mail.csv")


def test_what_went_into_another_mail_says_what_became_of_that_one(as_: As, world: World, paula: User) -> None:
    carrier = OutgoingEmail.to(CORA, "gathered", key="carrier", context={}, now=NOW)
    carrier.mark_refused("550 no such person")
    db.session.add(carrier)
    db.session.flush()
    write(world, state=EmailState.GATHERED, gathered_into_id=carrier.id)

    page = as_(paula).get(LOG, programme="fairer-shore", state="refused")

    assert [row[2].startswith("Came back") for row in rows(page)] == [True]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"state": "sent"}, ["Check-in acknowledged"]),
        ({"state": "delayed"}, ["Check-in approved"]),
        ({"state": "waiting"}, ["Commitment closed"]),
        ({"state": "held", "organisation": "alder-trust"}, ["Check-in sent"]),
        ({"organisation": "birch-college"}, []),
        (
            {"state": "no such state"},
            ["Commitment closed", "Check-in sent", "Check-in approved", "Check-in acknowledged"],
        ),
    ],
)
def test_it_can_be_narrowed(
    as_: As, world: World, otto: User, asked: dict[str, Any], expected: list[str]
) -> None:
    write(world, state=EmailState.SENT)
    write(world, name="check_in_approved", last_error="451 busy", attempts=1)
    write(world, name="check_in_submitted", state=EmailState.HELD)
    write(world, name="commitment_closed")

    page = as_(otto).get(LOG, programme="fairer-shore", **asked)

    assert [row[0] for row in (rows(page) if expected else [])] == expected
    if not expected:
        assert "None in this view" in page.text


def test_a_long_log_has_pages_and_a_file_holds_all(as_: As, world: World, paula: User) -> None:
    for _ in range(30):
        write(world)

    first = as_(paula).get(LOG, programme="fairer-shore")
    second = first.link("Older").follow()
    lines = list(csv.reader(io.StringIO(csv_of(as_(paula), "/p/fairer-shore/mail.csv"))))

    assert (len(rows(first)), len(rows(second)), len(lines)) == (25, 5, 31)
    assert lines[0][0].endswith("Written (UTC)")


def test_other_programmes_see_nothing_of_it(as_: As, world: World) -> None:
    write(world)

    assert "No mail yet" in as_(world.other_paula).get(LOG, programme="other-work").text


def test_an_admin_sees_the_own_people_by_name_and_nobody_elses_address(
    as_: As, world: World, ada: User, paula: User
) -> None:
    write(world, state=EmailState.FAILED, last_error="550 no such person", attempts=1)
    write(world, recipient=paula.email, name="check_in_submitted")

    page = as_(ada).get(OWN_LOG, organisation="alder-trust")

    assert [row[1] for row in rows(page)] == ["coordinator of the programme", f"Cora Editor, editor {CORA}"]
    assert paula.email not in page.text
    assert CORA in csv_of(as_(ada), "/o/alder-trust/mail.csv")


def test_a_cell_is_no_formula(as_: As, world: World, paula: User) -> None:
    world.alder.name = "=1+1"
    write(world)

    assert "'=1+1" in csv_of(as_(paula), "/p/fairer-shore/mail.csv")


class TestComesBack:
    @pytest.fixture(autouse=True)
    def _refused(self, world: World) -> None:
        row = RefusedAddress(address=CORA, refused_at=NOW - timedelta(days=2), reason="550 no such person")
        db.session.add(row)
        db.session.commit()

    def test_the_coordinators_home_counts_it(self, as_: As, paula: User) -> None:
        page = as_(paula).get("programmes.show_home", programme="fairer-shore")

        assert "1 address where mail comes back" in page.text
        assert CORA not in page.text

    def test_the_coordinators_of_other_programmes_do_not_hear_of_it(self, as_: As, world: World) -> None:
        page = as_(world.other_paula).get("programmes.show_home", programme="other-work")

        assert "mail comes back" not in page.text

    def test_the_team_page_tells_its_admin(self, as_: As, ada: User, world: World) -> None:
        world.alder.mailbox = CORA
        db.session.commit()
        page = as_(ada).get("organisations.list_members", organisation="alder-trust")

        assert "Mail comes back since 4 April 2026: check the address" in page.text
        assert f"Mail to {CORA} comes back" in page.text

    def test_and_nobody_else(self, as_: As, cora: User) -> None:
        page = as_(cora).get("organisations.list_members", organisation="alder-trust")

        assert "comes back" not in page.text

    def test_who_has_left_is_not_counted(self, as_: As, world: World, paula: User) -> None:
        world.cora.memberships[0].ended_at = NOW
        db.session.commit()

        assert "mail comes back" not in as_(paula).get("programmes.show_home", programme="fairer-shore").text
