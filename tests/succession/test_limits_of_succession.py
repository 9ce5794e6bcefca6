"""When who follows cannot be recorded so, and what else a move settles."""

from datetime import date, timedelta

from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.amending import amend, send_amendment, version_of
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import OrganisationChange
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import Participation, ReviewMode, Visibility
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.publishing import publish_commitment
from tests.conftest import NOW
from tests.succession.conftest import HERE, TYPED, As, form, handovers, public_text, recorded
from tests.support.factories.commitment import make_draft, make_published
from tests.support.factories.draft import make_link
from tests.support.factories.partner import name_partner
from tests.support.factories.programme import make_participation, make_programme
from tests.support.people import World


def test_what_the_directory_knows_stands_in_the_form_and_is_not_recorded_twice(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    known = OrganisationChange(
        kind="absorbed",
        effective_on=date(2026, 3, 1),
        source_url="https://example.org/known",
        predecessors=[world.alder],
        successors=[world.birch],
    )
    db.session.add(known)
    db.session.commit()

    form(as_, paula).submit()

    assert len(db.session.scalars(select(OrganisationChange)).all()) == 1
    assert {(row.kind, row.handed_on) for row in handovers()} == {("absorbed", date(2026, 3, 1))}


def test_what_waits_for_a_decision_is_decided_on_first(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    waiting = make_draft(world.alder, world.programme, now=NOW, title="Waits")
    waiting.statement = "We will."
    db.session.flush()
    waiting.submit(as_statement_of_intent=True, now=NOW)
    db.session.commit()

    page = recorded(as_, paula, expected=422)

    assert "1 text of Alder Trust waits for your decision" in page.main
    assert handovers() == []


def test_sent_twice_the_second_is_told_that_it_was_handed_over_already(
    as_: As, paula: User, promises: list[Commitment]
) -> None:
    first, second = form(as_, paula).fill(**TYPED), form(as_, paula).fill(**TYPED)
    first.submit()

    page = second.submit(expected=422)

    assert "There is nothing to hand over" in page.main
    assert len(handovers()) == 3


def test_a_change_that_waits_is_decided_on_first(
    as_: As, paula: User, cora: User, world: World, promises: list[Commitment]
) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    seen = version_of(promises[0], ("forum",))
    amend(promises[0], {"forum": "The board"}, seen=seen, by=cora, now=NOW)
    send_amendment(
        promises[0],
        reason="It reviews this.",
        as_statement_of_intent=False,
        seen=version_of(promises[0]),
        by=cora,
        now=NOW,
        today=NOW.date(),
    )
    db.session.commit()

    page = recorded(as_, paula, expected=422)

    assert "1 text of Alder Trust waits for your decision" in page.main


def test_what_the_directory_says_does_not_replace_what_is_typed(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    db.session.add(OrganisationChange(kind="absorbed", predecessors=[world.alder], successors=[world.birch]))
    db.session.commit()

    recorded(as_, paula, note="By order of the minister.")

    assert {(row.kind, row.source_url, row.note) for row in handovers()} == {
        ("merged", "https://example.org/order", "By order of the minister.")
    }
    assert "By order of the minister." in public_text(as_, promises[0])


def test_two_that_become_one_are_one_change(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    make_participation(world.institute, world.programme, now=NOW)
    db.session.flush()
    make_published(world.institute, world.programme, now=NOW, title="Of the institute")
    db.session.commit()

    recorded(as_, paula)
    here = HERE | {"participant": world.institute.slug}
    as_(paula).get("succession.record_succession", **here).form("Hand over").fill(**TYPED).submit()

    change = db.session.scalars(select(OrganisationChange)).one()
    assert sorted(row.slug for row in change.predecessors) == ["alder-trust", "institute-of-fairness"]


def test_one_that_has_ended_cannot_follow(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    world.birch.ended_on = NOW.date()
    db.session.commit()

    page = as_(paula).get("succession.record_succession", **HERE)

    assert "Nobody takes part who could follow it" in page.main


def test_a_day_before_it_joined_does_not_end_its_place_before_it_began(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    recorded(as_, paula, effective_on__year=2020)

    place = db.session.scalars(
        select(Participation).where(
            Participation.programme_id == world.programme.id,
            Participation.organisation_id == world.alder.id,
        )
    ).one()
    assert place.left_on == place.joined_on


def test_links_by_which_others_were_asked_to_report_stop_working(
    as_: As, paula: User, cora: User, promises: list[Commitment]
) -> None:
    make_link(promises[0], "a-link", by=cora, now=NOW)
    db.session.commit()

    recorded(as_, paula)

    link = db.session.scalars(select(CheckInLink).execution_options(every_organisation=True)).one()
    assert not link.is_open(NOW)


def test_what_a_public_programme_does_not_show_yet_changes_no_public_page(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    world.programme.visibility = Visibility.INTERNAL
    db.session.commit()

    recorded(as_, paula)

    told = select(Publication).where(Publication.kind == PublicationKind.ORGANISATION)
    assert db.session.scalars(told).all() == []


def test_handed_on_before_an_answer_only_the_last_holder_is_asked(
    as_: As, paula: User, eve: User, world: World, promises: list[Commitment]
) -> None:
    make_participation(world.institute, world.programme, now=NOW)
    db.session.commit()
    recorded(as_, paula, successor="institute-of-fairness")
    here = HERE | {"participant": world.institute.slug}
    as_(paula).get("succession.record_succession", **here).form("Hand over").fill(**TYPED).submit()

    home = as_(eve).get("organisations.show_home", organisation="birch-college").main
    assert home.count("Say whether you take it on: Fair pay") == 1
    decide = as_(eve).get(
        "succession.decide_handover", organisation="birch-college", commitment=promises[0].public_id
    )
    decide.form("Send the answer").fill(decision="accepted").submit()

    home = as_(eve).get("organisations.show_home", organisation="birch-college").main
    assert "Say whether you take it on: Fair pay" not in home
    with clock.fixed(NOW + timedelta(days=61)):
        orphans = as_(paula).get("monday.list_orphans", programme="fairer-shore", kind="undecided").main
    assert "Warm homes" in orphans
    assert "Fair pay" not in orphans


def test_a_partner_that_follows_is_a_partner_no_longer(
    as_: As, paula: User, eve: User, world: World, promises: list[Commitment]
) -> None:
    name_partner(promises[0], world.birch)
    publish_commitment(promises[0], now=NOW, today=NOW.date())
    db.session.commit()
    assert "with 1 partner" in public_text(as_, promises[0])

    recorded(as_, paula)

    assert "with 1 partner" not in public_text(as_, promises[0])
    home = as_(eve).get("organisations.show_home", organisation="birch-college").main
    assert "names you as a partner" not in home


def test_in_practice_no_organisation_ends(as_: As, paula: User, world: World) -> None:
    practice = make_programme("Practice Shore", world.institute, now=NOW, prefix="PR")
    practice.is_practice = True
    for organisation in (world.alder, world.birch):
        make_participation(organisation, practice, now=NOW)
    paula_there = ProgrammeMembership(
        user=paula, programme=practice, role=ProgrammeRole.COORDINATOR, created_at=NOW
    )
    db.session.add(paula_there)
    db.session.flush()
    make_published(world.alder, practice, now=NOW, title="For practice")
    db.session.commit()

    here = HERE | {"programme": practice.slug}
    page = as_(paula).get("succession.record_succession", **here).form("Hand over").fill(**TYPED)

    assert "This is practice: no organisation ends in it" in page.submit(expected=422).main
