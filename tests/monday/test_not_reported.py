"""Who has not reported: every check-in that was due and has not come, who to ring, and what was tried."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import User
from equity_tracker.model.round import RoundState
from equity_tracker.notices.actions.reminders import write_reminders
from tests.conftest import NOW
from tests.monday.conftest import TODAY, As, Owe, Promise, Report, days
from tests.support.factories.commitment import make_draft
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_participation
from tests.support.page import Page
from tests.support.people import World

CAPTION = "Check-ins of Alder Trust that have not come"


def listed(as_: As, person: User, **arguments: Any) -> Page:
    return as_(person).get("monday.list_not_reported", programme="fairer-shore", **arguments)


def titles(page: Page, caption: str = CAPTION) -> list[str]:
    return [row[0] for row in page.table(caption)]


def test_with_nothing_owed_the_page_says_so(as_: As, paula: User) -> None:
    page = listed(as_, paula)

    assert "Everything that was due has come" in page.main
    assert not page.has_link("CSV")


def test_each_check_in_says_since_when_and_who_to_ring(
    as_: As, paula: User, promise: Promise, owe: Owe
) -> None:
    commitment = promise()
    commitment.name_owner(OwnerRole.SPONSOR, "Chief executive", None, today=TODAY)
    owe(commitment, days(-3))

    page = listed(as_, paula)

    assert "1 check-in of 1 organisation" in page.main
    assert page.table(CAPTION) == [
        [
            "Fair pay Round 1",
            "3 April 2026 3 days ago: overdue",
            "Director of finance (Frances Private) Sponsor: Chief executive",
            "None yet",
        ]
    ]


def test_the_mailbox_and_the_website_of_the_organisation_are_one_click_away(
    as_: As, otto: User, promise: Promise, owe: Owe, world: World
) -> None:
    world.alder.mailbox, world.alder.website = "equity@alder.example", "https://alder.example/equity"
    owe(promise(), days(-3))
    owe(promise(of=world.birch), days(-3))

    page = listed(as_, otto)

    assert page.link("equity@alder.example").url == "mailto:equity@alder.example"
    assert page.link("https://alder.example/equity").url == "https://alder.example/equity"
    assert page.main.count("Mailbox:") == page.main.count("Website:") == 1
    text = page.link("This list").follow().response.text
    [row, other] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["Mailbox"], row["Website"]) == ("equity@alder.example", "https://alder.example/equity")
    assert (other["Mailbox"], other["Website"]) == ("", "")


def test_more_organisations_cost_no_more_queries(
    as_: As, paula: User, promise: Promise, owe: Owe, world: World
) -> None:
    for number in range(12):
        organisation = make_organisation(f"Trust {number:02d}", now=NOW)
        organisation.mailbox = f"equity@trust{number}.example"
        make_participation(organisation, world.programme, now=NOW)
        db.session.flush()
        owe(promise(of=organisation), days(-3))

    page = listed(as_, paula, most_queries=14)

    assert page.main.count("Mailbox:") == 12


def test_the_three_states_have_their_words(
    as_: As, paula: User, promise: Promise, owe: Owe, report: Report
) -> None:
    owe(promise("Late"), days(-3))
    owe(promise("Silent"), days(-30))
    once = promise("Once")
    report(once, at=NOW - timedelta(days=100))
    owe(once, days(-40))

    rows = {row[0].split()[0]: row[1] for row in listed(as_, paula).table(CAPTION)}

    assert rows["Late"].endswith("3 days ago: overdue")
    assert rows["Silent"].endswith("30 days ago: never reported")
    assert rows["Once"].endswith("40 days ago: not reported")


def test_what_is_not_due_yet_or_has_come_or_was_overtaken_is_not_listed(
    as_: As, paula: User, promise: Promise, owe: Owe, report: Report
) -> None:
    owe(promise("Not due yet"), days(1))
    owe(promise("Due today"), days(0))
    came = promise("Has come")
    owe(came, days(-5))
    report(came)
    overtaken = promise("Overtaken")
    owe(overtaken, days(-90), RoundState.CLOSED)
    report(overtaken, at=NOW - timedelta(days=60))

    assert "Everything that was due has come" in listed(as_, paula).main


def test_what_a_closed_round_missed_is_listed_until_a_report_comes(
    as_: As, paula: User, promise: Promise, owe: Owe, report: Report
) -> None:
    commitment = promise()
    owe(commitment, days(-90), RoundState.CLOSED)
    owe(commitment, days(-5))
    assert titles(listed(as_, paula)) == ["Fair pay Round 1", "Fair pay Round 2"]

    report(commitment)

    assert "Everything that was due has come" in listed(as_, paula).main


def test_closed_and_retracted_commitments_and_drafts_owe_nothing(
    as_: As, paula: User, promise: Promise, owe: Owe, world: World
) -> None:
    closed = promise("Closed")
    owe(closed, days(-90), RoundState.CLOSED)
    closed.close("withdrawn", "It was given up.", today=TODAY)
    make_draft(world.alder, world.programme, now=NOW, title="A secret draft")
    db.session.commit()

    assert "Everything that was due has come" in listed(as_, paula).main


def test_organisations_stand_in_the_order_of_their_names_and_can_be_narrowed(
    as_: As, otto: User, promise: Promise, owe: Owe, world: World
) -> None:
    owe(promise("Of Birch", of=world.birch), days(-3))
    owe(promise("Of Alder"), days(-2))
    page = listed(as_, otto)
    assert page.main.index("Alder Trust") < page.main.index("Birch College")

    by_kind = listed(as_, otto, kind="royal_college")
    assert "Of Birch" in by_kind.main
    assert "Of Alder" not in by_kind.main
    assert "1 check-in of 1 organisation in this view" in by_kind.main

    assert "None in this view" in listed(as_, otto, round="zzzzzzzzzzzz").main


@pytest.mark.thorough
def test_a_long_list_is_read_page_by_page_without_a_gap(
    as_: As, paula: User, promise: Promise, owe: Owe
) -> None:
    for number in range(30):
        owe(promise(f"Promise {number}"), days(-3))

    page = listed(as_, paula)
    following = page.link("More organisations").follow()

    assert len(titles(page)) == 25
    assert len(set(titles(page)) | set(titles(following))) == 30


def test_the_file_holds_every_row_and_runs_nothing(as_: As, otto: User, promise: Promise, owe: Owe) -> None:
    for number in range(30):
        owe(promise(f"=Promise {number}"), days(-3))

    answer = listed(as_, otto).link("This list").follow()

    rows = list(csv.reader(io.StringIO(answer.response.text.removeprefix("\ufeff"))))
    assert rows[0][:4] == ["Organisation", "Kind of organisation", "Commitment", "Round"]
    assert len(rows) == 31
    assert rows[1][2] == "'=Promise 0"
    assert rows[1][5] == "3"


def test_reminders_are_counted_as_they_go_out(
    as_: As, paula: User, promise: Promise, owe: Owe, world: World
) -> None:
    row = owe(promise(), days(-1))
    row.next_reminder_on = TODAY
    db.session.commit()

    write_reminders([world.alder.id], NOW)
    db.session.commit()

    assert listed(as_, paula).table(CAPTION)[0][3] == "1 the last 6 April 2026"


def test_a_mail_that_came_back_says_to_ring(
    as_: As, paula: User, promise: Promise, owe: Owe, world: World
) -> None:
    owe(promise(), days(-1))
    mail = OutgoingEmail.to(
        "x@example.org", "reminder_overdue", key="k", context={}, now=NOW, organisation_id=world.alder.id
    )
    mail.state = EmailState.FAILED
    db.session.add(mail)
    db.session.commit()
    assert "The last mail came back" in listed(as_, paula).main

    later = OutgoingEmail.to(
        "x@example.org", "reminder_overdue", key="l", context={}, now=NOW, organisation_id=world.alder.id
    )
    db.session.add(later)
    db.session.commit()
    assert "The last mail came back" not in listed(as_, paula).main


def test_a_gathered_mail_that_came_back_says_so_too_whatever_is_held_since(
    as_: As, paula: User, promise: Promise, owe: Owe, world: World
) -> None:
    owe(promise(), days(-1))
    carrier, part, held = (
        OutgoingEmail.to(
            "x@example.org", name, key=name, context={}, now=NOW, organisation_id=organisation_id
        )
        for name, organisation_id in (
            ("gathered", None),
            ("reminder_overdue", world.alder.id),
            ("reminder_before_due", world.alder.id),
        )
    )
    carrier.state, part.state, held.state = EmailState.FAILED, EmailState.GATHERED, EmailState.HELD
    db.session.add(carrier)
    db.session.flush()
    part.gathered_into_id = carrier.id
    db.session.add(part)
    db.session.flush()
    db.session.add(held)
    db.session.commit()

    assert "The last mail came back" in listed(as_, paula).main


def test_an_observer_reads_it_and_cannot_write(as_: As, otto: User, promise: Promise, owe: Owe) -> None:
    owe(promise(), days(-3))

    page = listed(as_, otto)

    assert not page.has_link("Write to Alder Trust")
    assert "Write to all those ticked" not in page.main


def test_another_programme_s_are_not_in_it(as_: As, promise: Promise, owe: Owe, world: World) -> None:
    owe(promise(), days(-3))

    page = as_(world.other_paula).get("monday.list_not_reported", programme="other-work")

    assert "Everything that was due has come" in page.main
