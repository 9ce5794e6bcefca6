"""Changing a published commitment: what the public reads, when, and what a change owes it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publication import Form
from tests.commitments.amended import (
    REASON,
    As,
    open_change,
    open_section,
    promises,
    public_page,
    send,
    write,
)
from tests.conftest import NOW
from tests.support.factories.commitment import make_published
from tests.support.people import World

LATER = {"ends_on__day": "31", "ends_on__month": "3", "ends_on__year": "2029"}


@pytest.fixture
def promise(world: World) -> Commitment:
    commitment = make_published(world.alder, world.programme, now=NOW, forum="The board")
    db.session.commit()
    return commitment


def test_a_moved_end_date_is_published_with_its_reason_and_both_dates(
    as_: As, cora: User, promise: Commitment
) -> None:
    page = open_section(as_(cora), promise, "timing")
    page = page.form("Save and read the change").fill(**LATER).submit()
    assert "was 31 March 2028 → , now 31 March 2029" in page.main
    assert len(promises(promise)) == 1, "nothing is public before it is sent"
    page = page.form("Publish this change").fill(reason=REASON).submit()
    assert "publication 2" in page.flash
    first, second = promises(promise)
    assert (second.number, second.note, second.payload["ends_on"]) == (2, REASON, "2029-03-31")
    assert (first.is_current, first.payload["ends_on"]) == (False, "2028-03-31")
    told = public_page(as_(None), promise).main
    assert "The promise was changed" in told
    assert "was 31 March 2028 → , now 31 March 2029" in told
    assert f"Reason given: {REASON}" in told


@pytest.mark.parametrize(
    ("section", "answer"),
    [
        ("promise", {"title": "Most cleaning contracts pay it"}),
        ("promise", {"statement": "Most contracts."}),
        ("promise", {"domain": "partnership"}),
        ("action", {"level": "circumstances"}),
        ("ownership", {"owner": "Director of estates"}),
        ("timing", {"deliverable": "Half of the contracts"}),
        ("timing", {"ask": "Pay it"}),
        ("timing", LATER),
        ("timing", {"starts_on__year": "2027"}),
    ],
)
def test_a_goalpost_owes_a_reason(
    as_: As, cora: User, promise: Commitment, section: str, answer: dict[str, str]
) -> None:
    page = open_section(as_(cora), promise, section)
    assert "Some of these answers ask for a public reason" in page.main
    page = page.form("Save and read the change").fill(**answer).submit()
    page = page.form("Publish this change").submit(expected=422)
    assert page.error_list == ["Enter the reason for the change. It is public"]
    assert len(promises(promise)) == 1


def test_other_answers_may_change_without_a_reason_and_are_told_too(
    as_: As, cora: User, promise: Commitment
) -> None:
    page = open_section(as_(cora), promise, "ownership")
    page = page.form("Save and read the change").fill(forum="The people committee").submit()
    page.form("Publish this change").submit()
    assert promises(promise)[-1].note is None
    told = public_page(as_(None), promise).main
    assert "Details beside the promise were changed" in told
    assert "was The board → , now The people committee" in told


def test_the_name_of_a_post_holder_is_saved_and_never_published(
    as_: As, cora: User, promise: Commitment
) -> None:
    page = open_section(as_(cora), promise, "ownership")
    page = page.form("Save and read the change").fill(owner_name="Greta Successor").submit()
    assert "Not public: the name of the post-holder" in page.main
    page = page.form("Save").submit()
    assert "Saved. Nothing of this is public." in page.flash
    assert page.fact("Post-holder").startswith("Director of finance")
    assert "Greta Successor" in page.main
    assert len(promises(promise)) == 1
    assert db.session.scalars(select(OutgoingEmail)).all() == []


def test_a_new_post_holder_is_public_by_job_title_alone(as_: As, cora: User, promise: Commitment) -> None:
    form = open_section(as_(cora), promise, "ownership").form("Save and read the change")
    page = form.fill(owner="Director of estates", owner_name="Greta Successor").submit()
    page.form("Publish this change").fill(reason="She took the work with her.").submit()
    told = public_page(as_(None), promise)
    assert "was Director of finance → , now Director of estates" in told.main
    assert "Greta" not in told.response.text
    assert "Frances" not in told.response.text


def test_a_lost_answer_is_refused_unless_the_person_chooses_a_statement_of_intent(
    as_: As, cora: User, promise: Commitment
) -> None:
    form = open_section(as_(cora), promise, "timing").form("Save and read the change")
    page = form.fill(ends_on__day="", ends_on__month="", ends_on__year="").submit()
    assert "A commitment also needs: the end date" in page.main
    page = page.form("Publish this change").fill(reason=REASON).submit(expected=422)
    assert page.error_list == [
        "A commitment also needs this: the end date. Put it back, or choose a statement of intent"
    ]
    assert len(promises(promise)) == 1
    page.form("Publish this change").fill(publish_as="statement_of_intent").submit()
    assert promises(promise)[-1].form is Form.STATEMENT_OF_INTENT
    told = public_page(as_(None), promise).main
    assert "Published as: was Commitment → , now Statement of intent" in told


def test_a_statement_of_intent_that_gains_every_answer_may_become_a_commitment(
    as_: As, cora: User, world: World
) -> None:
    promise = make_published(world.alder, world.programme, now=NOW, level=None)
    db.session.commit()
    page = open_section(as_(cora), promise, "action")
    page = page.form("Save and read the change").fill(level="conditions").submit()
    page.form("Publish this change").fill(publish_as="commitment", reason="We know it now.").submit()
    assert promises(promise)[-1].form is Form.COMMITMENT
    db.session.refresh(promise)
    assert promise.is_live


def test_what_was_only_called_a_statement_of_intent_can_be_called_a_commitment(
    as_: As, cora: User, world: World
) -> None:
    promise = make_published(world.alder, world.programme, now=NOW)
    send_as_intent(promise, cora)
    page = open_change(as_(cora), promise)
    page = page.form("Publish this change").fill(publish_as="commitment").submit(expected=422)
    page.form("Publish this change").fill(reason="The board stands behind it.").submit()
    assert [row.form for row in promises(promise)][-1] is Form.COMMITMENT


def send_as_intent(promise: Commitment, by: User) -> None:
    promise.wants_statement_of_intent = promise.is_statement_of_intent = True
    send(promise, by, forum="Another")


def test_the_coordinator_is_told_at_once_and_acknowledges_after(
    as_: As, cora: User, paula: User, promise: Commitment
) -> None:
    with clock.fixed(datetime(2026, 4, 7, 9, 0, tzinfo=UTC)):
        page = open_section(as_(cora), promise, "timing")
        page = page.form("Save and read the change").fill(**LATER).submit()
        page.form("Publish this change").fill(reason=REASON).submit()
    mail = db.session.scalars(select(OutgoingEmail)).one()
    assert (mail.recipient, mail.name) == (paula.email, "commitment_amended")
    assert mail.context["reason"] == REASON


def test_each_step_leaves_a_line_with_before_and_after(as_: As, cora: User, promise: Commitment) -> None:
    page = open_section(as_(cora), promise, "action")
    page = page.form("Save and read the change").fill(level="circumstances").submit()
    page.form("Publish this change").fill(reason=REASON).submit()
    lines = db.session.scalars(select(Activity).order_by(Activity.id)).all()
    assert [row.kind for row in lines] == [ActivityKind.AMENDMENT_EDITED, ActivityKind.COMMITMENT_AMENDED]
    assert lines[1].before == {"level": "conditions"}
    assert lines[1].after == {"level": "circumstances", "reason": REASON}


def test_where_the_programme_approves_the_public_reads_the_old_text_until_then(
    as_: As, cora: User, promise: Commitment
) -> None:
    promise.programme.review_mode = ReviewMode.APPROVE
    db.session.commit()
    page = open_section(as_(cora), promise, "timing")
    page = page.form("Save and read the change").fill(**LATER).submit()
    page = page.form("Send for approval").fill(reason=REASON).submit()
    assert "A change waits for approval" in page.main
    assert "31 March 2029" not in public_page(as_(None), promise).main
    assert len(promises(promise)) == 1
    page = open_change(as_(cora), promise)
    assert f"Reason given: {REASON}" in page.main
    assert "sent by Cora Editor" in page.main


def test_sending_twice_publishes_once(as_: As, cora: User, promise: Commitment) -> None:
    write(promise, cora, level="circumstances")
    form = open_change(as_(cora), promise).form("Publish this change").fill(reason=REASON)
    form.submit()
    page = form.submit(expected=409)
    assert page.error_list == ["There is no change here now: a colleague has published it or taken it back."]
    assert len(promises(promise)) == 2


def test_two_changes_in_a_row_are_two_publications(as_: As, cora: User, promise: Commitment) -> None:
    for level in ("circumstances", "treatment"):
        page = open_section(as_(cora), promise, "action")
        page = page.form("Save and read the change").fill(level=level).submit()
        page.form("Publish this change").fill(reason=f"Because of {level}").submit()
    rows = promises(promise)
    assert [(row.number, row.payload["level"], row.is_current) for row in rows] == [
        (1, "conditions", False),
        (2, "circumstances", False),
        (3, "treatment", True),
    ]


def test_what_a_colleague_wrote_meanwhile_is_not_published_unread(
    as_: As, cora: User, ada: User, promise: Commitment
) -> None:
    write(promise, cora, level="circumstances")
    mine = open_change(as_(cora), promise).form("Publish this change").fill(reason=REASON)
    write(promise, ada, title="Ada's own words")
    page = mine.submit(expected=409)
    assert "Ada's own words" in page.main
    assert len(promises(promise)) == 1
    page.form("Publish this change").submit()
    assert promises(promise)[-1].note == REASON


def test_a_programme_that_closed_meanwhile_publishes_nothing_and_the_reason_stays(
    as_: As, cora: User, promise: Commitment
) -> None:
    write(promise, cora, level="circumstances")
    form = open_change(as_(cora), promise).form("Publish this change").fill(reason=REASON)
    promise.programme.close("It ends here.", today=NOW.date())
    db.session.commit()
    page = form.submit(expected=422)
    assert page.error_list[0].startswith("This programme is closed.")
    assert page.form("Publish this change").values["reason"] == [REASON]
    assert len(promises(promise)) == 1


def test_a_change_at_midnight_belongs_to_the_day_it_is_in_london(
    as_: As, cora: User, promise: Commitment
) -> None:
    with clock.fixed(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):
        page = open_section(as_(cora), promise, "action")
        page = page.form("Save and read the change").fill(level="circumstances").submit()
        page.form("Publish this change").fill(reason=REASON).submit()
        assert promises(promise)[-1].happened_on == date(2026, 7, 1)
        assert "1 July 2026" in public_page(as_(None), promise).main


@pytest.mark.parametrize("how", ["closed", "draft", "taken back"])
def test_what_is_not_public_or_has_ended_is_led_away_from(
    as_: As, cora: User, promise: Commitment, how: str
) -> None:
    if how == "closed":
        promise.close("met_late", "All of it.", today=NOW.date())
    elif how == "draft":
        promise.lifecycle = Lifecycle.RETURNED
    else:
        promise.publications[0].retracted_on = NOW.date()
    db.session.commit()
    open_change(as_(cora), promise, expected=303)


def test_a_check_in_by_a_colleague_is_no_conflict(as_: As, cora: User, promise: Commitment) -> None:
    form = open_section(as_(cora), promise, "action").form("Save and read the change")
    promise.last_reported_on = NOW.date()  # The row's own version goes up.
    db.session.commit()
    page = form.fill(level="circumstances").submit()
    assert page.heading == "Change this commitment"
