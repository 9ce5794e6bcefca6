"""Mail that was taken and came back later: read from a pipe, noted like a refusal, nothing else believed."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from equity_tracker.adapters.mailer import Mailer, Message
from equity_tracker.adapters.returned_mail import LARGEST, NotReadable, read_returned
from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import post_office
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import User
from equity_tracker.model.refused_address import RefusedAddress
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.notices.job import PostOffice, sweep_outbox, write_mornings
from tests.conftest import NOW
from tests.notices.rounds import at, expect, mails, open_round, titles
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
DUE = date(2026, 9, 30)
FIRST = at(DUE - timedelta(days=30))
CORA, ADA = "cora.editor@example.org", "ada.admin@example.org"


class Takes(Mailer):
    """Takes everything and keeps the ids."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}

    def send(self, message: Message) -> None:
        self.ids[message.recipient] = message.message_id


@pytest.fixture
def sent(world: World) -> dict[str, str]:
    """A reminder that Cora's server took; her deputy is Ada. By address: the Message-ID."""
    made = make_published(world.alder, world.programme, held_by=world.cora, now=NOW, title="Living wage")
    made.name_owner(OwnerRole.DEPUTY, "Deputy", "Ada", person=world.ada, today=NOW.date())
    expect(made, open_round(world.programme, DUE))
    write_mornings(FIRST)
    office = post_office()
    taker = Takes()
    sweep_outbox(FIRST, PostOffice(taker, office.sender, "Equity Tracker", office.render, office.choices))
    return taker.ids


def notice(
    message_id: str,
    *,
    to: str = CORA,
    status: str = "5.1.1",
    action: str = "failed",
    said: str = "smtp; 550 5.1.1 <cora.editor@example.org>: no such person",
    headers_only: bool = False,
) -> bytes:
    """Write what a mail server sends back."""
    kind, inner = ("text/rfc822-headers", "") if headers_only else ("message/rfc822", "\nHello\n")
    return f"""From: MAILER-DAEMON@mx.example.org
To: equity-tracker@example.org
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_part"

--=_part
Content-Type: text/plain

I am sorry to have to tell you.
--=_part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Original-Recipient: rfc822;{to}
Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--=_part
Content-Type: {kind}

Message-ID: {message_id}
To: {to}
{inner}
--=_part--
""".encode()


def read(app: Flask, data: bytes) -> tuple[int, str]:
    """Hand it over as a mail server does, through a pipe; return how that ended and what was said."""
    ended = app.test_cli_runner().invoke(args=["mail", "read-returned", "-"], input=data)
    db.session.expire_all()
    return ended.exit_code, ended.output


def refused() -> list[tuple[str, str]]:
    return [(row.address, row.reason) for row in db.session.scalars(select(RefusedAddress))]


@pytest.mark.parametrize("headers_only", [False, True])
def test_what_came_back_is_noted_and_somebody_else_is_reminded(
    *, app: Flask, sent: dict[str, str], headers_only: bool
) -> None:
    ended, said = read(app, notice(sent[CORA], headers_only=headers_only))

    assert (ended, said) == (0, "Noted. The log of mails says that it came back, and why.\n")
    returned, following = mails()
    assert returned.state is EmailState.FAILED
    assert returned.last_error == "5.1.1 550 5.1.1 <cora.editor@example.org>: no such person"
    assert [address for address, _ in refused()] == [CORA]
    assert (following.recipient, titles(following)) == (ADA, ["Living wage"])


def test_the_coordinator_sees_it_as_any_that_came_back(
    as_: As, app: Flask, world: World, sent: dict[str, str]
) -> None:
    read(app, notice(sent[CORA]))

    page = as_(world.paula).get("notices.list_programme_mail", programme="fairer-shore")

    told = {row[1]: row[2] for row in page.table("Mail")}
    assert "no such person" in told["Alder Trust editor"]
    assert CORA not in page.main


def test_what_was_gathered_with_others_is_passed_on_as_well(app: Flask, world: World) -> None:
    for title in ("One", "Two"):
        made = make_published(world.alder, world.programme, held_by=world.cora, now=NOW, title=title)
        due_on = DUE if title == "One" else FIRST.date() - timedelta(days=1)
        expect(made, open_round(world.programme, due_on, number=1 if title == "One" else 2))
    write_mornings(FIRST)
    office, taker = post_office(), Takes()
    sweep_outbox(FIRST, PostOffice(taker, office.sender, "Equity Tracker", office.render, office.choices))
    known = {mail.id for mail in mails()}

    read(app, notice(taker.ids[CORA]))

    following = [mail for mail in mails() if mail.id not in known]
    assert {mail.recipient for mail in following} == {ADA}
    assert sorted(title for mail in following for title in titles(mail)) == ["One", "Two"]


def test_what_has_been_reported_meanwhile_is_passed_on_to_nobody(app: Flask, sent: dict[str, str]) -> None:
    every = select(ExpectedCheckIn).execution_options(every_organisation=True)
    row = db.session.scalars(every).one()
    row.reported_on = FIRST.date()
    db.session.commit()

    assert read(app, notice(sent[CORA]))[0] == 0
    assert len(mails()) == 1


def test_a_second_notice_changes_nothing(app: Flask, sent: dict[str, str]) -> None:
    read(app, notice(sent[CORA]))
    before = [(mail.id, mail.state, mail.last_error) for mail in mails()]

    ended, said = read(app, notice(sent[CORA], said="smtp; 550 Something else"))

    assert (ended, "known already" in said) == (0, True)
    assert [(mail.id, mail.state, mail.last_error) for mail in mails()] == before


@pytest.mark.parametrize(
    ("status", "action"), [("4.4.1", "delayed"), ("2.0.0", "delivered"), ("5.1.1", "relayed")]
)
def test_what_is_late_or_there_is_no_refusal(
    app: Flask, sent: dict[str, str], status: str, action: str
) -> None:
    ended, said = read(app, notice(sent[CORA], status=status, action=action))

    assert (ended, "not refused" in said) == (0, True)
    assert [mail.state for mail in mails()] == [EmailState.SENT]


def test_what_was_wrong_with_the_message_is_not_held_against_the_address(
    app: Flask, sent: dict[str, str]
) -> None:
    read(app, notice(sent[CORA], status="5.7.1", said="smtp; 550 5.7.1 looks like spam"))

    assert [mail.state for mail in mails()] == [EmailState.FAILED]
    assert refused() == []


def forgeries(sent: dict[str, str]) -> dict[str, bytes]:
    own = sent[CORA]
    local, _, host = own.strip("<>").partition("@")
    return {
        "unknown id": notice(f"<bcdfghjkmnpq@{host}>"),
        "other host": notice(f"<{local}@elsewhere.example>"),
        "other address": notice(own, to=ADA),
        "no id": notice("nothing"),
        "no status": notice(own, status="oh dear"),
        "an answer": b"From: cora@example.org\nSubject: Re: Living wage\n\nI am away.",
        "nothing": b"",
        "noise": bytes(range(256)) * 40,
        "deep": b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3_000)
        ),
        "huge": notice(own) + b"x" * LARGEST,
        "two people": notice(own).replace(
            b"Action: failed", b"Action: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; x@y.example", 1
        ),
        "injected": notice(own, to="cora.editor@example.org\nX: y, ada.admin@example.org"[:60]).replace(
            CORA.encode(), b"mallory@example.org"
        ),
    }


@pytest.mark.parametrize(
    "which",
    [
        *("unknown id", "other host", "other address", "no id", "no status", "an answer", "nothing", "noise"),
        *("deep", "huge", "two people", "injected"),
    ],
)
def test_what_is_hostile_or_no_notice_gets_a_sentence_and_changes_nothing(
    app: Flask, sent: dict[str, str], which: str
) -> None:
    ended, said = read(app, forgeries(sent)[which])

    assert ended == 1
    assert said.startswith("Error: ")
    assert said.strip().endswith(".")
    assert "Traceback" not in said
    assert [mail.state for mail in mails()] == [EmailState.SENT]
    assert refused() == []


def test_what_was_never_posted_cannot_come_back(app: Flask, world: World) -> None:
    row = OutgoingEmail.to(CORA, "password_changed", key="one", context={}, now=NOW)
    db.session.add(row.hold())
    db.session.commit()
    host = post_office().sender.rpartition("@")[2]

    assert read(app, notice(f"<{row.message_id}@{host}>"))[0] == 1
    assert [mail.state for mail in mails()] == [EmailState.HELD]


def test_a_reason_is_one_line_that_can_be_printed() -> None:
    said = "smtp; 550 \x07no\tsuch " + "person " * 90
    reason = read_returned(notice("<a@b.example>", said=said)).reason

    assert reason.isprintable()
    assert len(reason) <= 300


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_no_bytes_end_otherwise_than_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(notice("<a@b.example>"))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(whole)))
        whole[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=60))
    with suppress(NotReadable):
        assert read_returned(bytes(whole)).reason.isprintable()
