"""The fixtures F1 to F11 among the demonstration: each shows what it was written for."""

from datetime import date

import pytest
from sqlalchemy import select

from equity_tracker.demonstration.content import Content
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.hints import hints_for
from equity_tracker.model.ingredients import ADVOCACY
from equity_tracker.model.measure import MeasureKind
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.power import power_of
from equity_tracker.model.public_promise import commitment_payload
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.quality import GOES_ON_ANYWAY, how_it_reads
from equity_tracker.model.readiness import missing
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.status import delivery_status
from equity_tracker.model.vocabulary import LEVELS
from tests.demonstration.conftest import STORY_DAY

pytestmark = pytest.mark.usefixtures("loaded")


def fixtures(content: Content, name: str) -> list[Commitment]:
    titles = [row["title"] for row in content.commitments if row.get("fixture") == name]
    return list(
        db.session.scalars(
            select(Commitment)
            .where(Commitment.title.in_(titles))
            .order_by(Commitment.id)
            .execution_options(every_organisation=True)
        )
    )


def fixture(content: Content, name: str) -> Commitment:
    [commitment] = fixtures(content, name)
    return commitment


def entry_of(commitment: Commitment) -> RegisterEntry:
    assert commitment.register_entry is not None
    return commitment.register_entry


def reads(commitment: Commitment) -> dict[str, str]:
    """Return the five answers by level, as the fixture's own publication gives them."""
    told = [
        row.payload
        for row in commitment.publications
        if row.kind is PublicationKind.COMMITMENT and row.is_current
    ]
    quality = how_it_reads(told[0] if told else commitment_payload(commitment))
    return {each.slug: each.level for each in quality.dimensions}


def hints(commitment: Commitment) -> set[str]:
    return {hint.slug for hint in hints_for(commitment_payload(commitment))}


def level_number(slug: str | None) -> int:
    assert slug is not None
    number = LEVELS.get(slug).number
    assert number is not None
    return number


def test_f1_changes_a_rule_of_training_and_is_new(content: Content) -> None:
    f1 = fixture(content, "F1")

    assert (f1.domain, f1.level) == ("education", "conditions")
    assert "sdh_curriculum" in f1.recommendation_areas
    assert (f1.kind, f1.additionality) == ("change_rule", "new")
    assert missing(f1) == []
    assert (
        reads(f1).items() >= {"verifiable": "yes", "additional": "new", "ambition": "institutional"}.items()
    )
    # Its forum, and what a commitment needs beyond the fixture's text: a post-holder and the money.
    assert (f1.forum, reads(f1)["owned"]) == ("Exam board, three times a year", "three")
    assert hints(f1) == set()


def test_f2_could_only_be_a_statement_of_intent(content: Content) -> None:
    f2 = fixture(content, "F2")

    assert f2.lifecycle is Lifecycle.DRAFT
    assert {requirement.field for requirement in missing(f2)} >= {"level", "ends_on", "deliverable", "owner"}
    assert (reads(f2)["verifiable"], reads(f2)["owned"]) == ("no", "none")


def test_f3_answers_damp_homes_with_lessons_for_parents(content: Content) -> None:
    f3 = fixture(content, "F3")

    assert "housing" in f3.determinants
    assert f3.level == "behaviour"
    assert hints(f3) == {"mismatch"}


def test_f4_changes_what_contracts_pay(content: Content) -> None:
    f4 = fixture(content, "F4")

    assert (f4.domain, set(f4.recommendation_areas)) == ("nhs_organisations", {"procurement", "good_work"})
    assert (f4.level, f4.distribution) == ("conditions", "universal")
    assert reads(f4).items() >= {"verifiable": "yes", "ambition": "institutional", "owned": "one"}.items()
    assert f4.resources


def test_f5_goes_on_with_what_there_was(content: Content) -> None:
    f5 = fixture(content, "F5")

    assert (f5.additionality, f5.level) == ("continued", "circumstances")
    assert reads(f5).items() >= {"additional": "continued", "ambition": "maintains"}.items()
    assert f5.additionality in GOES_ON_ANYWAY
    assert hints(f5) == set()


def test_f6_drifts_by_three_levels(content: Content) -> None:
    f6 = fixture(content, "F6")

    assert level_number(f6.level) - level_number(entry_of(f6).confirmed_level) == 3


def test_f6_claims_a_power_that_its_second_check_in_cannot_show(content: Content) -> None:
    f6 = fixture(content, "F6")

    assert f6.decision_power == "community_led"
    assert f6.check_ins[1].current.decision_power == "none"
    assert power_of(f6) == "claimed, not evidenced: the last check-in shows “no say”"


def test_f7_asks_and_says_whom_what_and_by_when(content: Content) -> None:
    f7 = fixture(content, "F7")

    assert (f7.domain, f7.kind, f7.level) == ("advocacy", "advocate", "structural")
    assert f7.ask_addressee
    assert f7.ask
    assert f7.ask_by
    assert f7.why_us
    assert f7.reply_logging
    assert f7.actor_position == "profession"
    assert reads(f7).items() >= {"trackable": "high", "ambition": "institutional"}.items()
    assert ADVOCACY.missing(commitment_payload(f7)) == []


def test_f8_repeats_an_earlier_check_in_word_for_word(content: Content) -> None:
    texts = [check_in.current.what_changed for check_in in fixture(content, "F8").check_ins]

    assert len(set(texts)) < len(texts)


def test_f9_passes_six_promises_to_the_board_that_followed_two(content: Content) -> None:
    f9 = fixtures(content, "F9")
    vale = db.session.scalars(
        select(Organisation).where(Organisation.slug == "vale-integrated-care-board")
    ).one()

    assert len(f9) == 6
    assert {row.organisation_id for row in f9} == {vale.id}
    assert {row.made_by.slug for row in f9} == {
        "upper-vale-integrated-care-board",
        "lower-vale-integrated-care-board",
    }
    assert all(row.made_by_name == row.made_by.name for row in f9)
    for row in f9:
        assert all(check_in.organisation_id == vale.id for check_in in row.check_ins)
    assert {entry_of(row).organisation_slug for row in f9} == {vale.slug}


def test_f9_leaves_nothing_in_the_workspaces_of_those_who_ended(content: Content) -> None:
    upper_and_lower = {row.made_by_id for row in fixtures(content, "F9")}
    passed = {row.public_id for row in fixtures(content, "F9")}

    left = db.session.scalars(
        select(Activity).where(
            Activity.organisation_id.in_(upper_and_lower), Activity.subject_kind != "organisation"
        )
    ).all()
    published = db.session.scalars(
        select(Publication.organisation_id).where(Publication.about_id.in_(passed))
    ).all()

    assert left == []
    assert set(published) & upper_and_lower == set()


def test_f9_says_in_the_public_log_who_holds_it_now(content: Content) -> None:
    for row in fixtures(content, "F9"):
        notes = [
            publication.note or ""
            for publication in row.publications
            if publication.happened_on == date(2026, 4, 1)
        ]
        assert notes == [f"Vale Integrated Care Board holds this promise now. {row.made_by_name} made it."]


def test_f9_names_predecessors_and_successors_on_their_pages(content: Content) -> None:
    pages = {
        row.payload["slug"]: row.payload
        for row in db.session.scalars(
            select(Publication).where(
                Publication.kind == PublicationKind.ORGANISATION, Publication.is_current
            )
        )
    }

    vale = pages["vale-integrated-care-board"]
    assert [row["slug"] for row in vale["predecessors"]] == [
        "lower-vale-integrated-care-board",
        "upper-vale-integrated-care-board",
    ]
    assert pages["upper-vale-integrated-care-board"]["ended_on"] == "2026-03-31"


def test_f10_is_too_early_to_say_and_never_red(content: Content) -> None:
    f10 = fixture(content, "F10")

    assert {check_in.current.outlook for check_in in f10.check_ins} <= {"too_early", "on_track"}
    assert delivery_status(entry_of(f10), STORY_DAY.date()).slug == "too_early"
    assert {row.kind for row in f10.measures} == {MeasureKind.SCALE}, "steps, and no number anywhere"
    assert reads(f10).items() >= {"verifiable": "yes", "trackable": "high"}.items()


def test_f11_is_a_full_commitment(content: Content) -> None:
    assert missing(fixture(content, "F11")) == []
