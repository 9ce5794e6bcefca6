"""A coordinator records who follows an organisation: what it promised moves, with its whole history."""

from datetime import date

from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import Participation
from equity_tracker.model.publication import Publication
from equity_tracker.model.register import RegisterEntry
from tests.conftest import NOW
from tests.succession.conftest import As, everything, form, handovers, public_text, recorded
from tests.support.factories.commitment import make_draft
from tests.support.factories.programme import make_participation
from tests.support.people import World


def test_what_was_promised_has_a_new_holder_and_keeps_the_name_of_who_made_it(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    before = len(everything())

    page = recorded(as_, paula)

    assert "3 commitments are with the new holder" in page.flash
    rows = everything()
    assert len(rows) == before
    assert {row.organisation.slug for row in rows} == {"birch-college"}
    assert {row.made_by_name for row in rows} == {"Alder Trust"}
    assert {row.made_by_id for row in rows} == {world.alder.id}


def test_its_history_moves_too_and_how_many_there_are_in_public_does_not_change(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    in_public = select(func.count(RegisterEntry.id))
    before = db.session.scalar(in_public)
    ids = [row.id for row in promises]

    recorded(as_, paula)

    assert db.session.scalar(in_public) == before
    birch = db.session.scalars(select(Organisation).where(Organisation.slug == "birch-college")).one()
    entries = db.session.scalars(select(RegisterEntry)).all()
    assert {row.organisation_id for row in entries} == {birch.id}
    told = db.session.scalars(select(Publication).where(Publication.commitment_id.in_(ids))).all()
    assert {row.organisation_id for row in told} == {birch.id}
    page = as_(None).get_url(f"/commitments?organisation={birch.slug}")
    assert "Fair pay" in page.main


def test_what_goes_on_is_asked_about_and_what_is_closed_is_not(
    as_: As, paula: User, eve: User, promises: list[Commitment]
) -> None:
    recorded(as_, paula)

    moved = handovers()
    assert {(row.from_name, row.to_name, row.decision) for row in moved} == {
        ("Alder Trust", "Birch College", None)
    }
    assert len(moved) == 3
    home = as_(eve).get("organisations.show_home", organisation="birch-college").main
    for title, is_asked in (("Fair pay", True), ("Warm homes", True), ("Work that has ended", False)):
        assert (f"Say whether you take it on: {title}" in home) is is_asked
    said = public_text(as_, promises[2])
    assert "Now held by Birch College , since 1 April 2026" in said
    assert "has not said yet" not in said


def test_the_public_page_says_who_holds_it_since_when_and_that_there_is_no_answer_yet(
    as_: As, paula: User, promises: list[Commitment]
) -> None:
    recorded(as_, paula)

    said = public_text(as_, promises[0])

    assert "Promised by Alder Trust" in said
    assert "Now held by Birch College , since 1 April 2026" in said
    assert "Birch College has not said yet whether it takes this promise on" in said
    assert "Birch College holds this promise now, after Alder Trust" in said


def test_the_admins_of_the_new_holder_are_asked_by_mail_once(
    as_: As, paula: User, eve: User, promises: list[Commitment]
) -> None:
    recorded(as_, paula)

    mails = db.session.scalars(
        select(OutgoingEmail).where(OutgoingEmail.name == "commitments_handed_over")
    ).all()
    assert [mail.recipient for mail in mails] == [eve.email]
    assert mails[0].context["titles"] == ["Fair pay", "Warm homes"]


def test_where_nobody_may_answer_the_mailbox_is_asked(
    as_: As, paula: User, eve: User, world: World, promises: list[Commitment]
) -> None:
    eve.memberships[0].ended_at = NOW
    world.birch.mailbox = "office@birch.example.org"
    db.session.commit()

    recorded(as_, paula)

    mails = db.session.scalars(
        select(OutgoingEmail).where(OutgoingEmail.name == "commitments_handed_over")
    ).all()
    assert [mail.recipient for mail in mails] == ["office@birch.example.org"]


def test_who_answered_for_it_with_an_account_is_not_with_the_new_holder(
    as_: As, paula: User, promises: list[Commitment]
) -> None:
    recorded(as_, paula)

    posts = [post for row in everything() for post in row.ownerships]
    assert {post.left_on for post in posts} == {NOW.date()}


def test_the_organisation_has_ended_and_takes_part_no_longer(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    recorded(as_, paula)

    alder = db.session.scalars(select(Organisation).where(Organisation.slug == "alder-trust")).one()
    change = db.session.scalars(select(OrganisationChange)).one()
    assert alder.ended_on == date(2026, 4, 1)
    assert [row.slug for row in change.successors] == ["birch-college"]
    place = db.session.scalars(
        select(Participation).where(
            Participation.programme_id == world.programme.id, Participation.organisation_id == alder.id
        )
    ).one()
    assert place.left_on == date(2026, 4, 1)
    assert "Became Birch College" in as_(None).get_url("/organisations/alder-trust").main


def test_one_that_is_at_work_in_another_programme_has_left_but_not_ended(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    make_participation(world.alder, world.other_programme, now=NOW)
    db.session.commit()

    recorded(as_, paula)

    alder = db.session.scalars(select(Organisation).where(Organisation.slug == "alder-trust")).one()
    assert alder.ended_on is None


def test_drafts_stay_where_they_were_written(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    make_draft(world.alder, world.programme, now=NOW, title="A secret draft")
    db.session.commit()
    assert "A secret draft" not in form(as_, paula).page.main

    recorded(as_, paula)

    drafts = [row for row in everything() if row.lifecycle is Lifecycle.DRAFT]
    assert [row.organisation.slug for row in drafts] == ["alder-trust"]


def test_in_a_split_some_go_to_one_and_the_rest_to_another(
    as_: As, paula: User, world: World, promises: list[Commitment]
) -> None:
    make_participation(world.institute, world.programme, now=NOW)
    db.session.commit()
    first, *rest = [row.public_id for row in promises]

    recorded(as_, paula, kind="split", commitments=[first])
    assert db.session.get_one(Organisation, world.alder.id).ended_on is None
    recorded(as_, paula, kind="split", successor="institute-of-fairness", commitments=rest)

    change = db.session.scalars(select(OrganisationChange)).one()
    assert sorted(row.slug for row in change.successors) == ["birch-college", "institute-of-fairness"]
    assert {row.public_id: row.organisation.slug for row in everything()} == {
        first: "birch-college",
        **dict.fromkeys(rest, "institute-of-fairness"),
    }


def test_it_stands_in_the_log(as_: As, paula: User, promises: list[Commitment]) -> None:
    recorded(as_, paula)

    kinds = list(db.session.scalars(select(Activity.kind).order_by(Activity.id)))
    assert kinds.count(ActivityKind.ORGANISATION_SUCCEEDED) == 1
    assert kinds.count(ActivityKind.COMMITMENT_HANDED_OVER) == 3


def test_the_feed_of_the_one_before_goes_on_telling_where_each_promise_went(
    as_: As, paula: User, promises: list[Commitment]
) -> None:
    recorded(as_, paula)

    told = as_(None).browser.get("/organisations/alder-trust/feed.atom").get_data(as_text=True)
    for promise in promises:
        assert f"{promise.title} – Birch College holds this promise now, after Alder Trust" in told
        assert f"/commitments/{promise.public_id}/" in told
    after = as_(None).browser.get("/organisations/birch-college/feed.atom").get_data(as_text=True)
    assert after.count("holds this promise now") == len(promises)
