"""Setting a draft aside and taking it up again: where it is no longer, and where it is found."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.retracting import retract_commitment, take_up_again
from equity_tracker.model.review import Decision, Review
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_published
from tests.support.factories.partner import name_partner
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
PAGE = "commitments.archive_commitment"
RECORD = "commitments.show_commitment"
ARCHIVE = "Archive this draft"
RESUME = "Take it up again"
TITLE = "A bus to the early clinics"


@pytest.fixture
def draft(world: World) -> Commitment:
    commitment = make_commitment(world.alder, world.programme, now=NOW, title=TITLE)
    db.session.commit()
    return commitment


@pytest.fixture
def returned(world: World, draft: Commitment) -> Commitment:
    world.programme.review_mode = ReviewMode.APPROVE
    draft.submit(as_statement_of_intent=False, now=NOW)
    draft.return_with_reason()
    draft.reviews.append(
        Review(decision=Decision.RETURNED, reason="Say by when.", reviewed_by=world.paula, reviewed_at=NOW)
    )
    db.session.commit()
    return draft


def opened(browser: CheckingClient, commitment: Commitment, page: str = PAGE, *, expected: int = 200) -> Page:
    return browser.get(page, organisation="alder-trust", commitment=commitment.public_id, expected=expected)


def led_away(browser: CheckingClient, commitment: Commitment, page: str = PAGE) -> str:
    """Open a page that leads to the record, and return what it says there."""
    opened(browser, commitment, page, expected=303)
    return opened(browser, commitment, RECORD).flash


def archive(browser: CheckingClient, commitment: Commitment, **note: str) -> Page:
    return opened(browser, commitment, RECORD).link(ARCHIVE).follow().form(ARCHIVE).fill(**note).submit()


def lifecycle_of(commitment: Commitment) -> Lifecycle:
    db.session.refresh(commitment)
    return commitment.lifecycle


def lines(kind: ActivityKind) -> Sequence[Activity]:
    return db.session.scalars(select(Activity).where(Activity.kind == kind)).all()


def the_list(browser: CheckingClient, stage: str | None = None) -> Page:
    return browser.get("commitments.list_commitments", organisation="alder-trust", stage=stage)


def test_it_leaves_the_list_and_is_found_among_the_archived(as_: As, cora: User, draft: Commitment) -> None:
    page = archive(as_(cora), draft, note="The council runs one.")

    assert "You find it under “Archived”" in page.flash
    assert page.heading == "Commitments"
    assert TITLE not in page.main
    assert lifecycle_of(draft) is Lifecycle.ARCHIVED
    page = page.link("Archived (1)").follow()
    assert page.heading == "Archived commitments"
    page = page.link(TITLE).follow()
    assert "Archived on 6 April 2026" in page.main
    assert "by Cora Editor. The council runs one." in page.main
    assert not page.has_link("Check and submit")
    [line] = lines(ActivityKind.COMMITMENT_ARCHIVED)
    assert (line.subject_name, line.after) == (TITLE, {"note": "The council runs one."})
    log = as_(cora).get("organisations.list_activity", organisation="alder-trust")
    assert f"Cora Editor archived {TITLE}" in log.main


def test_without_a_note_it_says_when_and_by_whom(as_: As, cora: User, vic: User, draft: Commitment) -> None:
    archive(as_(cora), draft)
    page = opened(as_(vic), draft, RECORD)
    assert "by Cora Editor. It was never published" in page.main
    assert not page.has_link(RESUME)


def test_it_is_nothing_to_do_any_more(as_: As, cora: User, draft: Commitment) -> None:
    home = as_(cora).get("organisations.show_home", organisation="alder-trust")
    assert TITLE in home.main
    archive(as_(cora), draft)
    home = as_(cora).get("organisations.show_home", organisation="alder-trust")
    assert TITLE not in home.main


def test_a_list_without_archived_ones_offers_none(as_: As, cora: User, draft: Commitment) -> None:
    assert not the_list(as_(cora)).has_link("Archived")
    page = the_list(as_(cora), stage="archived")
    assert "Nothing is archived" in page.main
    assert TITLE in page.link("Commitments").follow().main


def test_who_looks_for_its_words_finds_it_and_reads_that_it_is_archived(
    as_: As, cora: User, draft: Commitment
) -> None:
    archive(as_(cora), draft)
    page = as_(cora).get("searching.search_organisation", organisation="alder-trust", q="early clinics")
    assert f"{TITLE} Archived" in page.main


def test_nothing_is_begun_from_it(as_: As, cora: User, draft: Commitment) -> None:
    archive(as_(cora), draft)
    page = as_(cora).get("commitments.register_commitment", organisation="alder-trust")
    assert TITLE not in page.main


def test_taken_up_again_it_is_a_draft_with_every_answer(as_: As, cora: User, draft: Commitment) -> None:
    statement = draft.statement
    archive(as_(cora), draft)
    page = opened(as_(cora), draft, RECORD).link(RESUME).follow().form(RESUME).submit()
    assert "It is a draft again." in page.flash
    assert page.has_link("Check and submit")
    assert lifecycle_of(draft) is Lifecycle.DRAFT
    assert draft.statement == statement
    assert TITLE in the_list(as_(cora)).main
    log = as_(cora).get("organisations.list_activity", organisation="alder-trust")
    assert f"Cora Editor took up the archived {TITLE} again." in log.main


def test_the_pages_that_would_change_it_lead_to_its_record(as_: As, cora: User, draft: Commitment) -> None:
    form = (
        as_(cora)
        .get(
            "commitments.edit_section",
            organisation="alder-trust",
            commitment=draft.public_id,
            section="promise",
        )
        .form("Save and continue")
    )
    archive(as_(cora), draft)

    refused = form.fill(title="Another").submit(expected=422)

    assert refused.error_list == ["This commitment is archived. Take it up again to change it."]
    for page in ("commitments.submit_commitment", "commitments.add_measure"):
        assert "Take it up again" in led_away(as_(cora), draft, page)
    db.session.refresh(draft)
    assert draft.title == TITLE


def test_a_second_press_archives_once(as_: As, cora: User, draft: Commitment) -> None:
    form = opened(as_(cora), draft).form(ARCHIVE)
    form.submit()
    page = form.submit()
    assert "This commitment is archived already." in page.flash
    assert len(lines(ActivityKind.COMMITMENT_ARCHIVED)) == 1


def test_what_a_colleague_wrote_since_is_not_archived_unread(
    as_: As, cora: User, ada: User, draft: Commitment
) -> None:
    form = opened(as_(cora), draft).form(ARCHIVE).fill(note="Nobody works on it.")
    section = as_(ada).get(
        "commitments.edit_section",
        organisation="alder-trust",
        commitment=draft.public_id,
        section="timing",
    )
    section.form("Save and continue").fill(deliverable="A timetable").submit()

    page = form.submit(expected=409)

    assert page.error_list == ["A colleague changed this since you opened it."]
    assert lifecycle_of(draft) is Lifecycle.DRAFT
    again = page.form("Archive what stands now")
    assert again.values["note"] == ["Nobody works on it."]
    again.submit()
    assert lifecycle_of(draft) is Lifecycle.ARCHIVED


def test_two_who_take_it_up_do_it_once(as_: As, cora: User, ada: User, draft: Commitment) -> None:
    archive(as_(cora), draft)
    form = opened(as_(ada), draft, "commitments.resume_commitment").form(RESUME)
    opened(as_(cora), draft, "commitments.resume_commitment").form(RESUME).submit()
    page = form.submit()
    assert "This commitment is not archived." in page.flash
    assert len(lines(ActivityKind.COMMITMENT_RESUMED)) == 1


def test_what_has_been_published_is_not_archived(as_: As, cora: User, world: World) -> None:
    published = make_published(world.alder, world.programme, now=NOW)
    taken_back = make_published(world.alder, world.programme, now=NOW)
    retract_commitment(taken_back, "It named a patient.", now=NOW, today=NOW.date())
    take_up_again(taken_back)
    db.session.commit()
    for commitment in (published, taken_back):
        assert not opened(as_(cora), commitment, RECORD).has_link(ARCHIVE)
        assert "closed or taken back, and not archived" in led_away(as_(cora), commitment)
    assert lifecycle_of(published) is Lifecycle.PUBLISHED


def test_what_waits_for_a_coordinator_is_not_archived(as_: As, cora: User, draft: Commitment) -> None:
    draft.submit(as_statement_of_intent=False, now=NOW)
    db.session.commit()
    assert "waits for the coordinator’s decision" in led_away(as_(cora), draft)


def test_coordinators_never_hear_of_a_draft(
    as_: As, cora: User, paula: User, world: World, draft: Commitment
) -> None:
    archive(as_(cora), draft)
    for page in ("programmes.show_home", "programmes.list_commitments"):
        assert TITLE not in as_(paula).get(page, programme=world.programme.slug).main
    as_(paula).get(
        "programmes.review_commitment",
        programme=world.programme.slug,
        commitment=draft.public_id,
        expected=404,
    )
    found = as_(paula).get("searching.search_programme", programme=world.programme.slug, q="clinics")
    assert TITLE not in found.main


def test_one_that_was_returned_is_gone_for_them_and_their_log_says_so(
    as_: As, cora: User, paula: User, world: World, returned: Commitment
) -> None:
    page = opened(as_(cora), returned)
    assert "Their log says that it was archived." in page.main
    page.form(ARCHIVE).fill(note="A secret reason.").submit()

    home = as_(paula).get("programmes.show_home", programme=world.programme.slug)
    assert f"Cora Editor archived “{TITLE}”, which had been returned" in home.main
    assert not home.has_link("Cora Editor archived")
    assert "A secret reason." not in home.text
    listed = as_(paula).get("programmes.list_commitments", programme=world.programme.slug)
    assert TITLE not in listed.main

    page = opened(as_(cora), returned, "commitments.resume_commitment").form(RESUME).submit()

    assert "Say by when." in page.main
    listed = as_(paula).get("programmes.list_commitments", programme=world.programme.slug)
    assert TITLE not in listed.main


def test_a_partner_that_was_asked_sees_it_again_only_when_it_is_taken_up(
    as_: As, cora: User, eve: User, world: World, draft: Commitment
) -> None:
    partner = name_partner(draft, world.birch)
    partner.ask(by=cora, now=NOW, publication=None)
    db.session.commit()
    assert "Partners that you asked no longer see it." in opened(as_(cora), draft).main
    archive(as_(cora), draft)

    for page in ("organisations.show_home", "partnerships.list_partnerships"):
        assert TITLE not in as_(eve).get(page, organisation="birch-college").main
    address: dict[str, Any] = {"organisation": "birch-college", "partnership": partner.public_id}
    as_(eve).get("partnerships.show_partnership", expected=404, **address)
    opened(as_(cora), draft, "commitments.resume_commitment").form(RESUME).submit()
    assert TITLE in as_(eve).get("partnerships.show_partnership", **address).main


def test_an_outsider_and_a_reader_cannot(as_: As, eve: User, vic: User, draft: Commitment) -> None:
    opened(as_(eve), draft, expected=404)
    opened(as_(vic), draft, expected=403)
    assert not opened(as_(vic), draft, RECORD).has_link(ARCHIVE)


def test_an_unknown_commitment_is_not_found(as_: As, cora: User) -> None:
    as_(cora).get(PAGE, organisation="alder-trust", commitment="zzzzzzzzzzzz", expected=404)
