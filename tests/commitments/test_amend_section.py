"""The sections of a published commitment: written down, public to nobody yet, and never lost."""

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.amendment import open_amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.readiness import Section
from tests.commitments.amended import REASON, As, open_change, open_section, promises, send, write
from tests.conftest import NOW
from tests.support.factories.commitment import make_draft, make_published
from tests.support.people import World

SAVE = "Save and read the change"


@pytest.fixture
def promise(world: World) -> Commitment:
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    return commitment


@pytest.mark.parametrize("section", list(Section))
def test_saving_what_stands_there_begins_no_change(
    as_: As, cora: User, promise: Commitment, section: Section
) -> None:
    page = open_section(as_(cora), promise, section.value).form(SAVE).submit()
    assert "Nothing so far" in page.main
    db.session.refresh(promise)
    assert promise.amendments == []


def test_what_was_written_stands_in_the_form_and_not_in_the_commitment(
    as_: As, cora: User, promise: Commitment
) -> None:
    page = open_section(as_(cora), promise, "action").form(SAVE).fill(level="circumstances").submit()
    assert "was Conditions → , now Circumstances" in page.main
    assert open_section(as_(cora), promise, "action").form(SAVE).values["level"] == ["circumstances"]
    db.session.refresh(promise)
    assert promise.level == "conditions"


def test_putting_an_answer_back_ends_the_change(as_: As, cora: User, promise: Commitment) -> None:
    write(promise, cora, level="circumstances")
    open_section(as_(cora), promise, "action").form(SAVE).fill(level="conditions").submit()
    db.session.refresh(promise)
    assert open_amendment(promise) is None


def test_milestones_are_not_overwritten_here(as_: As, cora: User, promise: Commitment) -> None:
    page = open_section(as_(cora), promise, "timing")
    assert "Clause agreed" not in page.response.text
    page.form(SAVE).fill(evidence_source="The register").submit().form("Publish this change").submit()
    assert [row["title"] for row in promises(promise)[-1].payload["milestones"]] == [
        "Clause agreed with both unions"
    ]


def test_partners_that_stay_keep_their_organisation(
    as_: As, cora: User, world: World, promise: Commitment
) -> None:
    promise.partners = [
        Partner(name="Birch College", role="partner", partner_organisation_id=world.birch.id),
        Partner(name="Old Friend", role="supporter"),
    ]
    db.session.commit()
    form = open_section(as_(cora), promise, "people").form(SAVE)
    form.values.update({f"partners-1-{name}": [""] for name in ("name", "contribution", "role")})
    page = form.fill(partners__0__contribution="Rooms").submit()
    page.form("Publish this change").submit()
    db.session.refresh(promise)
    assert [(row.name, row.contribution, row.partner_organisation_id) for row in promise.partners] == [
        ("Birch College", "Rooms", world.birch.id)
    ]


def test_a_partner_named_in_a_change_is_found_and_asked_when_it_is_published(
    as_: As, cora: User, eve: User, world: World, promise: Commitment
) -> None:
    form = open_section(as_(cora), promise, "people").form(SAVE)
    page = form.fill(partners__0__name="Birch College", partners__0__role="partner").submit()
    assert promise.partners == []
    page.form("Publish this change").submit()
    db.session.refresh(promise)
    (partner,) = promise.partners
    assert (partner.partner_organisation_id, partner.awaits_answer) == (world.birch.id, True)


def test_no_change_names_the_organisation_itself_or_anybody_twice(
    as_: As, cora: User, promise: Commitment
) -> None:
    form = open_section(as_(cora), promise, "people").form(SAVE)
    page = form.fill(partners__0__name="Alder Trust", partners__0__role="partner").submit(expected=422)
    assert page.error_list == ["Name other organisations. Yours makes the commitment"]


def test_a_second_editor_sees_both_texts_and_loses_nothing(
    as_: As, cora: User, ada: User, promise: Commitment
) -> None:
    mine = open_section(as_(cora), promise, "promise").form(SAVE).fill(title="Mine")
    open_section(as_(ada), promise, "promise").form(SAVE).fill(title="Theirs").submit()
    page = mine.submit(expected=409)
    assert [row[1:] for row in page.table("What each of you wrote")] == [["Theirs", "Mine"]]
    page = page.form("Replace theirs with mine").submit()
    assert "Mine" in page.main


def test_a_second_editor_also_sees_what_was_published_meanwhile(
    as_: As, cora: User, ada: User, promise: Commitment
) -> None:
    mine = open_section(as_(cora), promise, "promise").form(SAVE).fill(title="Mine")
    send(promise, ada, title="Published meanwhile")
    page = mine.submit(expected=409)
    assert [row[1:] for row in page.table("What each of you wrote")] == [["Published meanwhile", "Mine"]]


def test_two_who_change_different_sections_are_in_nobody_s_way(
    as_: As, cora: User, ada: User, promise: Commitment
) -> None:
    mine = open_section(as_(cora), promise, "action").form(SAVE).fill(level="circumstances")
    open_section(as_(ada), promise, "promise").form(SAVE).fill(title="Theirs").submit()
    page = mine.submit()
    assert "Theirs" in page.main
    assert "Circumstances" in page.main


def test_saving_takes_a_change_that_waits_back_to_be_sent_again(
    as_: As, cora: User, promise: Commitment
) -> None:
    promise.programme.review_mode = ReviewMode.APPROVE
    send(promise, cora, level="circumstances")
    page = open_section(as_(cora), promise, "action")
    assert "Saving here takes it back" in page.main
    page = page.form(SAVE).fill(level="treatment").submit()
    assert page.form("Send for approval").values["reason"] == [REASON]
    assert open_amendment(promise) is not None


def test_a_commitment_that_was_closed_meanwhile_refuses_and_keeps_what_was_typed(
    as_: As, cora: User, promise: Commitment
) -> None:
    form = open_section(as_(cora), promise, "promise").form(SAVE).fill(title="Typed at length")
    promise.close("met_late", "All of it.", today=NOW.date())
    db.session.commit()
    page = form.submit(expected=422)
    assert page.error_list == ["This commitment is closed. What it said stays as it was."]
    assert page.form(SAVE).values["title"] == ["Typed at length"]


def test_a_wrong_entry_is_refused_and_nothing_stored(as_: As, cora: User, promise: Commitment) -> None:
    form = open_section(as_(cora), promise, "timing").form(SAVE)
    form.fill(ends_on__day="31", ends_on__month="2").submit(expected=422)
    db.session.refresh(promise)
    assert promise.amendments == []


def test_fields_that_are_not_on_the_page_cannot_be_written(as_: As, cora: User, promise: Commitment) -> None:
    form = open_section(as_(cora), promise, "promise").form(SAVE).fill(title="Other words")
    form.values |= {"organisation_id": ["2"], "lifecycle": ["draft"], "level": ["treatment"]}
    form.submit()
    db.session.refresh(promise)
    assert [row.answers for row in promise.amendments] == [{"title": "Other words"}]


def test_a_viewer_may_not_and_an_outsider_cannot_tell(
    as_: As, vic: User, eve: User, promise: Commitment
) -> None:
    for person, organisation, expected in ((vic, "alder-trust", 403), (eve, "birch-college", 404)):
        address = f"/o/{organisation}/commitments/{promise.public_id}/change"
        for page in (address, f"{address}/promise", f"{address}/withdraw"):
            as_(person).get_url(page, expected=expected)


def test_a_draft_has_its_own_pages(as_: As, cora: User, world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="A draft")
    db.session.commit()
    open_change(as_(cora), draft, expected=303)


def test_what_was_typed_into_a_draft_that_was_submitted_meanwhile_is_not_lost(
    as_: As, cora: User, world: World
) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="A draft")
    db.session.commit()
    page = as_(cora).get(
        "commitments.edit_section",
        organisation="alder-trust",
        commitment=draft.public_id,
        section="promise",
    )
    draft.statement = "We will."
    draft.submit(as_statement_of_intent=True, now=NOW)
    db.session.commit()
    page = page.form("Save and continue").fill(title="Typed at length").submit(expected=422)
    assert page.form("Save and continue").values["title"] == ["Typed at length"]
