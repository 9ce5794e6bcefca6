"""The invented programmes as they stand in the database, counted against the files they come from."""

from collections import Counter
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from equity_tracker.demonstration.content import FIRST_PROGRAMME, Content, Row
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.changes import promise_changes
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.imported_record import ImportedRecord
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.partner import Partner
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Form, Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.review import Decision, Review
from equity_tracker.model.round import ExpectedCheckIn, Round
from equity_tracker.model.vocabulary import DOMAINS, LEVELS
from tests.demonstration.conftest import STORY_DAY

pytestmark = pytest.mark.usefixtures("loaded")
EVERYWHERE = {"every_organisation": True}


def entries(programme: str = FIRST_PROGRAMME) -> Sequence[RegisterEntry]:
    return db.session.scalars(select(RegisterEntry).where(RegisterEntry.programme_slug == programme)).all()


def published_rows(content: Content, programme: str = FIRST_PROGRAMME) -> list[Row]:
    return [row for row in content.commitments if "published_on" in row and row["programme"] == programme]


def round_of(programme: str, number: int) -> Round:
    return db.session.scalars(
        select(Round).join(Programme).where(Programme.slug == programme, Round.number == number)
    ).one()


def expected_in(round_: Round) -> Sequence[ExpectedCheckIn]:
    return db.session.scalars(
        select(ExpectedCheckIn).where(
            ExpectedCheckIn.programme_id == round_.programme_id, ExpectedCheckIn.round_id == round_.id
        )
    ).all()


def test_there_is_enough_to_look_at(content: Content) -> None:
    first = entries()

    assert len({entry.organisation_id for entry in first}) >= 14
    assert sum(entry.form is Form.COMMITMENT for entry in first) >= 60
    assert len({entry.organisation_kind for entry in first}) >= 10
    assert {entry.domain for entry in first} == {term.slug for term in DOMAINS}
    assert {entry.level for entry in first} == {term.slug for term in LEVELS.current()}


@pytest.mark.parametrize("programme", [FIRST_PROGRAMME, "warm-homes-vale"])
def test_the_register_has_every_published_row_of_the_files_and_no_other(
    content: Content, programme: str
) -> None:
    rows = published_rows(content, programme)

    assert sorted(entry.title for entry in entries(programme)) == sorted(row["title"] for row in rows)
    intents = [row["title"] for row in rows if row.get("form") == "statement_of_intent"]
    assert sorted(e.title for e in entries(programme) if e.form is Form.STATEMENT_OF_INTENT) == sorted(
        intents
    )


def test_totals_by_domain_are_the_total_overall() -> None:
    by_domain = db.session.execute(
        select(RegisterEntry.domain, func.count()).group_by(RegisterEntry.domain)
    ).all()

    assert sum(count for _, count in by_domain) == db.session.scalar(select(func.count(RegisterEntry.id)))


def test_references_follow_the_day_of_publication(content: Content) -> None:
    in_order = sorted(published_rows(content), key=lambda row: row["published_on"])
    by_title = {entry.title: entry.reference for entry in entries()}

    assert [by_title[row["title"]] for row in in_order] == [
        f"FH-{number:04d}" for number in range(1, len(in_order) + 1)
    ]


@pytest.mark.parametrize(
    ("programme", "number"), [(FIRST_PROGRAMME, 1), (FIRST_PROGRAMME, 2), (FIRST_PROGRAMME, 3)]
)
def test_in_every_round_those_reported_whose_check_ins_the_files_have(
    content: Content, programme: str, number: int
) -> None:
    places = {row["key"]: row["programme"] for row in content.commitments}
    sent = [
        row
        for row in content.check_ins
        if row.get("round") == number and places[row["commitment"]] == programme
    ]

    expected = expected_in(round_of(programme, number))

    assert len([row for row in expected if row.reported_on]) == len(sent)
    assert len(expected) > len(sent)


@pytest.mark.parametrize(("number", "result"), [(1, (61, 59)), (2, (61, 57))])
def test_a_closed_round_publishes_its_result_and_each_check_in_that_never_came(
    number: int, result: tuple[int, int]
) -> None:
    round_ = round_of(FIRST_PROGRAMME, number)

    frozen = db.session.scalars(select(Publication).where(Publication.subject_id == round_.public_id)).one()
    missed = [row for row in expected_in(round_) if row.is_missed]
    published = db.session.scalars(
        select(Publication.subject_id).where(Publication.kind == PublicationKind.MISSED_CHECK_IN)
    ).all()

    assert (frozen.payload["expected"], frozen.payload["reported"]) == result
    assert len(missed) == result[0] - result[1]
    assert {row.public_id for row in missed} <= set(published)


def test_every_check_in_and_every_correction_is_there(content: Content) -> None:
    corrections = sum(len(row.get("corrections", [])) for row in content.check_ins)

    check_ins = db.session.scalar(select(func.count(CheckIn.id)).execution_options(**EVERYWHERE))
    versions = db.session.scalar(select(func.count(CheckInVersion.id)).execution_options(**EVERYWHERE))

    assert check_ins == len(content.check_ins)
    assert versions == len(content.check_ins) + corrections


def test_one_click_repeats_the_answers_before_it(content: Content) -> None:
    repeated = db.session.scalars(
        select(CheckInVersion)
        .where(CheckInVersion.nothing_changed)
        .options(selectinload(CheckInVersion.check_in))
        .execution_options(**EVERYWHERE)
    ).all()

    assert len(repeated) == sum(1 for row in content.check_ins if row.get("nothing_changed"))
    for version in repeated:
        before = version.check_in.commitment.check_ins[version.check_in.number - 2].current
        assert (version.why, version.outlook, version.level) == (before.why, before.outlook, before.level)


def test_what_was_given_back_waits_with_its_reason(content: Content) -> None:
    reasons = [
        row["returned"]["reason"] for row in (*content.commitments, *content.check_ins) if "returned" in row
    ]

    returned = db.session.scalars(
        select(Review).where(Review.decision == Decision.RETURNED).execution_options(**EVERYWHERE)
    ).all()

    assert sorted(row.reason or "" for row in returned) == sorted(reasons)


def test_nobody_reviewed_their_own_words() -> None:
    reviews = db.session.scalars(
        select(Review)
        .where(Review.check_in_id.is_not(None))
        .options(selectinload(Review.commitment).selectinload(Commitment.check_ins))
        .execution_options(**EVERYWHERE)
    ).all()

    for review in reviews:
        check_in = next(row for row in review.commitment.check_ins if row.id == review.check_in_id)
        version = next(row for row in check_in.versions if row.number == review.check_in_version)
        assert review.reviewed_by_id != version.submitted_by_id


def test_something_waits_for_the_coordinators() -> None:
    reviewed = select(Review.check_in_id).where(Review.check_in_id.is_not(None))
    waiting = db.session.scalars(
        select(CheckIn).where(CheckIn.id.not_in(reviewed)).execution_options(**EVERYWHERE)
    ).all()
    submitted = db.session.scalars(
        select(Commitment).where(Commitment.lifecycle == Lifecycle.SUBMITTED).execution_options(**EVERYWHERE)
    ).all()

    assert len(waiting) >= 3
    assert len(submitted) == 1


def test_closings_are_as_written(content: Content) -> None:
    written = Counter(row["closing"]["reason"] for row in content.commitments if "closing" in row)

    assert Counter(entry.close_reason for entry in entries() if entry.closed_on) == written


def test_drafts_are_nowhere_in_public(content: Content) -> None:
    drafts = {
        row["title"] for row in content.commitments if row.get("state") in {"draft", "submitted", "returned"}
    }

    payloads = db.session.scalars(
        select(Publication.payload).where(Publication.kind == PublicationKind.COMMITMENT)
    ).all()

    assert drafts
    assert drafts & {payload["title"] for payload in payloads} == set()


def test_no_milestone_was_reached_before_it_was(content: Content) -> None:
    """A publication never knows what happened after its day."""
    publications = db.session.scalars(
        select(Publication).where(Publication.kind == PublicationKind.COMMITMENT)
    ).all()

    early = [
        (row.payload["title"], milestone["actual_on"])
        for row in publications
        for milestone in row.payload["milestones"]
        if milestone["actual_on"] and milestone["actual_on"] > row.happened_on.isoformat()
    ]
    reached = sum(
        1
        for row in content.commitments
        if "published_on" in row
        for milestone in row.get("milestones", [])
        if "actual_on" in milestone
    )
    now_reached = sum(
        1 for row in publications if row.is_current for each in row.payload["milestones"] if each["actual_on"]
    )

    assert early == []
    assert now_reached == reached


def test_nobody_is_written_to_about_the_past() -> None:
    reminders = db.session.scalars(
        select(ExpectedCheckIn.next_reminder_on)
        .where(ExpectedCheckIn.next_reminder_on.is_not(None))
        .execution_options(**EVERYWHERE)
    ).all()

    assert reminders
    assert min(day for day in reminders if day) > STORY_DAY.date()
    assert db.session.scalar(select(func.count(OutgoingEmail.id))) == 0


def test_the_log_tells_the_story_in_order() -> None:
    moments = db.session.scalars(
        select(Activity.at).where(Activity.actor_id.is_not(None)).order_by(Activity.id)
    ).all()

    assert len(moments) > 600
    assert list(moments) == sorted(moments)
    assert moments[-1] <= STORY_DAY


def test_no_real_organisation_has_a_check_in(content: Content) -> None:
    invented = {row["name"] for row in content.organisations}

    check_ins = db.session.scalars(
        select(CheckIn)
        .options(selectinload(CheckIn.commitment).selectinload(Commitment.organisation))
        .execution_options(**EVERYWHERE)
    ).all()
    imported = db.session.scalars(select(ImportedRecord.commitment_id).execution_options(**EVERYWHERE)).all()

    assert {row.commitment.organisation.name for row in check_ins} <= invented
    assert {row.commitment_id for row in check_ins} & set(imported) == set()


def test_what_stands_beside_the_commitments_is_there_to_read(content: Content) -> None:
    kinds = (PublicationKind.STATEMENT, PublicationKind.CASE_STUDY, PublicationKind.SUPPORT)
    rows = db.session.scalars(select(Publication).where(Publication.kind.in_(kinds))).all()
    by_title = {row.payload["title"]: row for row in rows if "title" in row.payload}

    assert {row["title"] for row in content.library} == set(by_title)
    study = by_title["The first contract with the clause"]
    [mention] = study.mentions
    assert mention.public_id in {entry.public_id for entry in entries()}


def test_one_commitment_waits_for_somebody_to_answer_for_it(content: Content) -> None:
    titles = [row["title"] for row in content.commitments if "left_on" in row.get("owner", {})]
    waiting = select(Commitment).where(Commitment.title.in_(titles)).execution_options(**EVERYWHERE)
    assert db.session.scalars(waiting).one().needs_owner


def test_partners_have_answered_in_every_way(content: Content) -> None:
    """Most confirmed, one declined, one is silent, one reads the promise in its own way."""
    named = db.session.scalars(
        select(Partner)
        .where(Partner.asked_at.is_not(None))
        .options(selectinload(Partner.commitment).selectinload(Commitment.partner_readings))
        .execution_options(every_organisation=True)
    ).all()
    in_register = [
        partner
        for row in content.commitments
        for partner in row.get("partners", [])
        if "organisation" in partner and "published_on" in row
    ]
    assert len(named) == len(in_register)
    states = Counter(partner.state.value for partner in named)
    assert states["confirmed"] == len(named) - 2
    assert (states["declined"], states["proposed"]) == (1, 1)
    differing = [row for row in named if row.reading and row.reading.differs_on(row.shown or {})]
    assert [(row.name, row.reading.decision_power) for row in differing if row.reading] == [
        ("Harbour Council", "consulted")
    ]
    assert [row.shown["decision_power"] for row in differing if row.shown] == ["community_led"]


def test_every_answer_from_a_list_of_ours_is_on_the_list() -> None:
    """A word that is not ours would have no label."""
    promises = db.session.scalars(
        select(Publication.payload).where(Publication.kind == PublicationKind.COMMITMENT)
    ).all()

    assert promises
    for payload in promises:
        promise_changes({}, payload)


def test_what_another_took_the_place_of_leads_to_one_of_another_programme() -> None:
    [superseded] = [entry for entry in entries() if entry.close_reason == "superseded"]
    payload = db.session.scalars(
        select(Publication.payload).where(
            Publication.subject_id == superseded.public_id, Publication.is_current
        )
    ).one()

    assert payload["close_out"]["new_home_reference"] in {
        entry.reference for entry in entries("warm-homes-vale")
    }


def test_a_programme_that_is_not_launched_has_a_promise_that_nobody_reads_yet() -> None:
    [entry] = entries("first-thousand-days")

    assert entry.public_from is not None
    assert entry.public_from > STORY_DAY.date()
