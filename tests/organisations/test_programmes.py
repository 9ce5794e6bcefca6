"""The programmes an organisation takes part in: the list, joining, leaving."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import Participation, ReviewMode, Visibility
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_participation
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Mails = Callable[[], Sequence[OutgoingEmail]]
Log = Callable[[], list[str]]

TODAY = NOW.date()


@pytest.fixture
def invited(world: World) -> Participation:
    """Invite Alder to the other programme."""
    participation = make_participation(world.alder, world.other_programme, now=NOW)
    participation.invited_on, participation.joined_on = date(2026, 4, 1), None
    db.session.commit()
    return participation


def programmes(as_: As, person: User, world: World) -> Page:
    return as_(person).get("organisations.list_programmes", organisation=world.alder.slug)


def joining(as_: As, person: User, world: World, **arguments: Any) -> Page:
    return as_(person).get(
        "organisations.join_programme",
        organisation=world.alder.slug,
        participation=world.other_programme.slug,
        **arguments,
    )


def leaving(as_: As, person: User, world: World, **arguments: Any) -> Page:
    return as_(person).get(
        "organisations.leave_programme",
        organisation=world.alder.slug,
        participation=world.programme.slug,
        **arguments,
    )


def stored(participation: Participation) -> Participation:
    return db.session.scalars(
        select(Participation)
        .where(Participation.organisation_id == participation.organisation_id)
        .where(Participation.programme_id == participation.programme_id)
        .execution_options(populate_existing=True)
    ).one()


def organisation_page(organisation: Organisation) -> Publication | None:
    return db.session.scalars(
        select(Publication).where(
            Publication.kind == PublicationKind.ORGANISATION,
            Publication.subject_id == organisation.public_id,
            Publication.is_current,
        )
    ).one_or_none()


def test_programmes_are_listed_by_how_the_organisation_stands_to_them(
    as_: As, ada: User, world: World, invited: Participation
) -> None:
    page = programmes(as_, ada, world)

    assert page.table("Invited") == [["Other Work Institute of Fairness", "1 April 2026", "Join Other Work"]]
    assert page.table("Taking part") == [
        ["Fairer Shore Institute of Fairness", "11 April 2025", "Leave Fairer Shore"]
    ]
    assert page.link("Programmes").url == f"/o/{world.alder.slug}/programmes"


def test_only_an_admin_is_offered_to_join_or_leave(
    as_: As, vic: User, world: World, invited: Participation
) -> None:
    page = programmes(as_, vic, world)

    assert page.table("Invited")[0][2] == "An admin can join"
    assert not page.has_link("Leave")


def test_an_organisation_in_no_programme_is_told_how_one_begins(as_: As, ada: User, world: World) -> None:
    stored_row = stored(Participation(organisation_id=world.alder.id, programme_id=world.programme.id))
    db.session.delete(stored_row)
    db.session.commit()

    assert "No programmes yet" in programmes(as_, ada, world).main


def test_an_admin_reads_what_joining_means_and_joins(
    as_: As, world: World, invited: Participation, mails: Mails, log: Log
) -> None:
    page = joining(as_, world.ada, world)
    assert page.fact("Coordinated by") == "Institute of Fairness"
    assert "Alder Trust gets a public page" in page.main
    assert "What you submit is published at once" in page.main

    page = page.form("Join the programme").submit()

    assert "Alder Trust takes part in Other Work from today." in page.flash
    assert stored(invited).joined_on == TODAY
    assert page.table("Taking part")[1][1] == "6 April 2026"
    assert [(mail.name, mail.recipient) for mail in mails()] == [
        ("organisation_joined", world.other_paula.email)
    ]
    assert log() == ["organisation_joined"]
    activity = as_(world.ada).get("organisations.list_activity", organisation=world.alder.slug)
    assert "Ada Admin joined Other Work for the organisation." in activity.main


def test_opening_the_page_joins_nothing(as_: As, ada: User, world: World, invited: Participation) -> None:
    joining(as_, ada, world)

    assert stored(invited).joined_on is None


def test_the_organisation_becomes_public_with_the_programme(
    as_: As, ada: User, world: World, invited: Participation
) -> None:
    joining(as_, ada, world).form("Join the programme").submit()

    published = organisation_page(world.alder)
    assert published is not None
    assert published.public_from == world.other_programme.launches_on
    assert published.organisation_id == world.alder.id


def test_the_organisation_stays_private_while_the_programme_is_internal(
    as_: As, ada: User, world: World, invited: Participation
) -> None:
    world.other_programme.visibility = Visibility.INTERNAL
    world.other_programme.review_mode = ReviewMode.APPROVE
    db.session.commit()

    page = joining(as_, ada, world)
    assert "Nothing of it is public until the programme is." in page.main
    assert "published when they approve it" in page.main
    page.form("Join the programme").submit()

    published = organisation_page(world.alder)
    assert published is not None
    assert published.public_from is None


def test_joining_twice_joins_once(
    as_: As, world: World, invited: Participation, mails: Mails, log: Log
) -> None:
    browser = as_(world.ada)
    arguments: dict[str, Any] = {
        "organisation": world.alder.slug,
        "participation": world.other_programme.slug,
    }
    browser.post("organisations.join_programme", **arguments)

    page = browser.post("organisations.join_programme", **arguments)

    assert "takes part in Other Work already" in page.flash
    assert (len(mails()), log()) == (1, ["organisation_joined"])


def test_a_closed_programme_cannot_be_joined(
    as_: As, ada: User, world: World, invited: Participation
) -> None:
    world.other_programme.closed_on = TODAY
    db.session.commit()

    page = joining(as_, ada, world).form("Join the programme").submit(expected=422)

    assert page.error_list == ["This programme is closed. Its pages stay, but nothing new can be added."]
    assert stored(invited).joined_on is None
    assert not programmes(as_, ada, world).has_link("Join")


def test_where_others_wrote_down_what_it_promised_an_organisation_is_not_yet_invited(
    as_: As, ada: User, world: World, invited: Participation
) -> None:
    invited.invited_on = None
    db.session.commit()

    page = joining(as_, ada, world).form("Join the programme").submit(expected=422)

    assert page.error_list == ["The programme has not invited your organisation. Ask its coordinator first."]
    assert not programmes(as_, ada, world).has_link("Join")


def test_after_leaving_the_organisation_has_to_be_invited_again(as_: As, ada: User, world: World) -> None:
    leaving(as_, ada, world).form("Leave the programme").submit()

    page = as_(ada).post(
        "organisations.join_programme",
        expected=422,
        organisation=world.alder.slug,
        participation=world.programme.slug,
    )

    assert page.error_list == ["This organisation left the programme. Invite it again first."]


def test_a_programme_that_did_not_invite_cannot_be_joined(as_: As, ada: User, world: World) -> None:
    joining(as_, ada, world, expected=404)


def test_an_admin_leaves_and_the_date_is_kept(
    as_: As, ada: User, world: World, mails: Mails, log: Log
) -> None:
    page = leaving(as_, ada, world).form("Leave the programme").submit()

    assert "Alder Trust has left Fairer Shore." in page.flash
    assert page.table("Left") == [["Fairer Shore Institute of Fairness", "11 April 2025", "6 April 2026"]]
    assert [(mail.name, mail.recipient) for mail in mails()] == [("organisation_left", world.paula.email)]
    assert log() == ["organisation_left"]


def test_what_was_published_stays_public_and_nothing_new_can_be_registered(
    as_: As, ada: User, world: World
) -> None:
    make_published(world.alder, world.programme, now=NOW - timedelta(days=9))
    db.session.commit()

    leaving(as_, ada, world).form("Leave the programme").submit()

    entry = db.session.scalars(select(RegisterEntry)).one()
    assert entry.public_from == world.programme.launches_on
    page = as_(ada).get("commitments.register_commitment", organisation=world.alder.slug)
    assert "Fairer Shore" not in page.main


def test_a_programme_is_left_once(as_: As, ada: User, world: World, mails: Mails) -> None:
    browser = as_(ada)
    arguments: dict[str, Any] = {"organisation": world.alder.slug, "participation": world.programme.slug}
    browser.post("organisations.leave_programme", **arguments)

    page = browser.post("organisations.leave_programme", **arguments)

    assert "Alder Trust does not take part in Fairer Shore." in page.flash
    assert len(mails()) == 1
