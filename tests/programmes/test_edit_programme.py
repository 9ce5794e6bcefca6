"""A programme's settings, what they make of what has been published, and closing it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme, ReviewMode, Visibility
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.publishing import publish_organisation
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.round import RoundState
from tests.conftest import NOW
from tests.programmes.conftest import As, Log
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_participation, make_round
from tests.support.page import FilledForm
from tests.support.people import World


@pytest.fixture
def form(as_: As, paula: User, world: World) -> Callable[[], FilledForm]:
    def opened() -> FilledForm:
        return (
            as_(paula)
            .get("programmes.edit_programme", programme=world.programme.slug)
            .form("Save the settings")
        )

    return opened


@pytest.fixture
def close_form(as_: As, paula: User, world: World) -> FilledForm:
    return (
        as_(paula)
        .get("programmes.close_programme", programme=world.programme.slug)
        .form("Close the programme")
    )


def public_dates(programme: Programme) -> list[date | None]:
    """Return from when each publication and each row of the register of the programme is public."""
    publications = select(Publication.public_from).where(Publication.programme_id == programme.id)
    entries = select(RegisterEntry.public_from).where(RegisterEntry.programme_id == programme.id)
    return [*db.session.scalars(publications), *db.session.scalars(entries)]


def published_organisation(organisation: Organisation, visible_from: date | None) -> Publication:
    row = publish_organisation(organisation, None, now=NOW, today=NOW.date(), visible_from=visible_from)
    assert row is not None
    db.session.add(row)
    return row


def test_the_form_shows_what_is_set(as_: As, paula: User, world: World) -> None:
    page = as_(paula).get("programmes.edit_programme", programme=world.programme.slug)

    values = page.form("Save the settings").values
    assert values["name"] == ["Fairer Shore"]
    assert values["coordinating_body"] == ["institute-of-fairness"]
    assert values["review_mode"] == ["acknowledge"]


def test_settings_are_saved_published_and_logged(
    form: Callable[[], FilledForm], world: World, log: Log
) -> None:
    form().fill(name="Fairest Shore", summary="A new summary.", review_mode="approve").submit()

    db.session.refresh(world.programme)
    assert (world.programme.name, world.programme.review_mode) == ("Fairest Shore", ReviewMode.APPROVE)
    assert world.programme.slug == "fairer-shore"
    published = db.session.scalars(
        select(Publication).where(
            Publication.kind == PublicationKind.PROGRAMME,
            Publication.subject_id == world.programme.public_id,
            Publication.is_current,
        )
    ).one()
    assert published.payload["name"] == "Fairest Shore"
    assert log() == ["programme_changed"]


def test_saving_what_is_there_changes_nothing(form: Callable[[], FilledForm], log: Log) -> None:
    form().submit()

    assert log() == []


def test_making_it_internal_takes_all_of_it_out_of_sight_and_back(
    form: Callable[[], FilledForm], world: World
) -> None:
    for number in range(3):
        make_published(world.alder, world.programme, now=NOW, title=f"Promise {number}")
    make_participation(world.alder, world.other_programme, now=NOW)
    db.session.flush()
    elsewhere = make_published(world.alder, world.other_programme, now=NOW)
    db.session.commit()
    launch = world.programme.launches_on
    assert set(public_dates(world.programme)) == {launch}

    form().fill(visibility="internal").submit()
    assert len(public_dates(world.programme)) == 7  # Three promises, their rows, the programme.
    assert set(public_dates(world.programme)) == {None}
    assert set(public_dates(elsewhere.programme)) == {launch}

    form().fill(visibility="public").submit()
    assert set(public_dates(world.programme)) == {launch}


def test_an_embargo_moves_what_was_published(form: Callable[[], FilledForm], world: World) -> None:
    make_published(world.alder, world.programme, now=NOW)
    db.session.commit()

    form().fill(launches_on__day=1, launches_on__month=10, launches_on__year=2026).submit()

    assert set(public_dates(world.programme)) == {date(2026, 10, 1)}


def test_those_who_joined_show_from_the_first_launch_of_any_programme_of_theirs(
    form: Callable[[], FilledForm], world: World
) -> None:
    world.programme.launches_on = date(2026, 12, 1)
    make_participation(world.birch, world.other_programme, now=NOW)
    world.other_programme.launches_on = date(2026, 6, 1)
    of_alder = published_organisation(world.alder, world.programme.launches_on)
    of_birch = published_organisation(world.birch, world.other_programme.launches_on)
    db.session.commit()

    form().fill(launches_on__day=1, launches_on__month=9, launches_on__year=2026).submit()

    db.session.refresh(of_alder)
    db.session.refresh(of_birch)
    assert of_alder.public_from == date(2026, 9, 1)
    assert of_birch.public_from == date(2026, 6, 1)


def test_an_organisation_that_is_public_stays_public(form: Callable[[], FilledForm], world: World) -> None:
    row = published_organisation(world.alder, world.programme.launches_on)
    db.session.commit()

    form().fill(visibility="internal").submit()

    db.session.refresh(row)
    assert row.public_from == world.programme.launches_on


def test_the_prefix_stays_once_references_are_given_out(form: Callable[[], FilledForm], world: World) -> None:
    make_published(world.alder, world.programme, now=NOW)
    db.session.commit()

    page = form().fill(reference_prefix="NEW").submit(expected=422)

    assert page.errors["reference_prefix"] == (
        "References such as FS-0001 are in use, so the prefix stays as it is."
    )
    db.session.refresh(world.programme)
    assert world.programme.reference_prefix == "FS"


def test_a_prefix_of_another_programme_is_refused(form: Callable[[], FilledForm]) -> None:
    page = form().fill(reference_prefix="OW").submit(expected=422)

    assert page.errors["reference_prefix"] == "Another programme uses this prefix. Choose another."


def test_a_name_is_needed(form: Callable[[], FilledForm], world: World) -> None:
    page = form().fill(name=" ").submit(expected=422)

    assert page.errors["name"] == "Enter the name of the programme"


def test_a_closed_programme_keeps_its_pages_and_says_so(
    close_form: FilledForm, as_: As, otto: User, world: World, log: Log
) -> None:
    page = close_form.fill(closing_statement="Fifty promises, forty kept.").submit()

    assert "This programme closed on 6 April 2026" in page.text
    assert "Fifty promises, forty kept." in page.main
    published = db.session.scalars(
        select(Publication).where(
            Publication.kind == PublicationKind.PROGRAMME,
            Publication.subject_id == world.programme.public_id,
            Publication.is_current,
        )
    ).one()
    assert published.payload["closing_statement"] == "Fifty promises, forty kept."
    assert log() == ["programme_closed"]
    for endpoint in ("list_commitments", "list_reviews", "list_participations", "list_rounds"):
        seen = as_(otto).get(f"programmes.{endpoint}", programme=world.programme.slug)
        assert "This programme closed on 6 April 2026" in seen.text


def test_closing_needs_a_statement(close_form: FilledForm, world: World) -> None:
    page = close_form.submit(expected=422)

    assert page.errors["closing_statement"] == "Enter a closing statement"
    db.session.refresh(world.programme)
    assert not world.programme.is_closed


def test_an_open_round_is_closed_first(close_form: FilledForm, world: World) -> None:
    make_round(world.programme, due_on=date(2026, 4, 30), state=RoundState.OPEN)
    db.session.commit()

    page = close_form.fill(closing_statement="The end.").submit(expected=422)

    assert "Round 1 is still open" in page.error_list[0]
    db.session.refresh(world.programme)
    assert not world.programme.is_closed


def test_a_programme_closes_once(close_form: FilledForm) -> None:
    form = close_form.fill(closing_statement="The end.")
    form.submit()

    assert "This programme is closed" in form.submit(expected=422).error_list[0]


def test_a_programme_that_is_made_public_shows_nothing_before_its_launch(
    form: Callable[[], FilledForm], world: World
) -> None:
    world.programme.visibility = Visibility.INTERNAL
    world.programme.launches_on = None
    db.session.commit()

    page = form().fill(visibility="public").submit(expected=422)

    assert page.errors["launches_on"] == "Enter the date from which the public can read it"
