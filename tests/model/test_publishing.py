"""What becomes public, in which form, and what of it may never be."""

from datetime import UTC, date, datetime

import pytest

from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import Answers, EvidenceLink
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.errors import Refused
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme, Visibility
from equity_tracker.model.publication import Form, Publication, PublicationKind
from equity_tracker.model.publishing import publish_check_in, publish_commitment, publish_organisation

NOW = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
LAUNCH = date(2025, 3, 4)


def make(**fields: object) -> Commitment:
    organisation = Organisation(
        id=1, name="Alder Trust", slug="alder-trust", kind="nhs_trust", mailbox="SECRET-mailbox"
    )
    programme = Programme(
        id=2,
        name="Fairer Shore",
        slug="fairer-shore",
        reference_prefix="FS",
        next_reference_number=17,
        visibility=Visibility.PUBLIC,
        launches_on=LAUNCH,
    )
    commitment = Commitment(
        id=3,
        public_id="abc",
        lifecycle=Lifecycle.DRAFT,
        organisation=organisation,
        made_by=organisation,
        made_by_name=organisation.name,
        programme=programme,
        title="A living wage in every contract",
        statement="Every contract will require the real living wage.",
        domain="nhs_organisations",
        inequality="conditions",
        mechanisms=["power_resources"],
        level="conditions",
        ends_on=date(2028, 3, 31),
        ends_precision="day",
        additionality="new",
    )
    commitment.milestones.append(Milestone(title="Clause agreed", planned_on=date(2026, 6, 30)))
    commitment.name_owner(OwnerRole.OWNER, "Director of finance", "SECRET-name", today=TODAY)
    for name, value in fields.items():
        setattr(commitment, name, value)
    commitment.submit(as_statement_of_intent=False, now=NOW)
    return commitment


def report(commitment: Commitment, **changes: object) -> CheckIn:
    given: dict[str, object] = {
        "delivery": "limited",
        "outlook": "at_risk",
        "why": "One tender had closed.",
        "what_changed": "Two contracts carry the clause.",
        "level": "circumstances",
        "distribution": "universal",
        "next_step": "Ask again.",
        "next_step_on": date(2026, 9, 1),
    }
    check_in = CheckIn(
        public_id="def", commitment=commitment, number=1, submitted_on=TODAY, is_returned=False
    )
    check_in.add_version(Answers(**(given | changes)), by=User(name="SECRET-signer"), now=NOW)  # type: ignore[arg-type]
    return check_in


def test_publishing_gives_a_reference_and_a_first_number() -> None:
    commitment = make()
    publication = publish_commitment(commitment, now=NOW, today=TODAY)
    assert publication is not None
    assert (commitment.reference, publication.number, publication.form) == ("FS-0017", 1, Form.COMMITMENT)
    assert publication.public_from == LAUNCH


def test_a_missing_field_makes_it_a_statement_of_intent() -> None:
    commitment = make(level=None)
    publication = publish_commitment(commitment, now=NOW, today=TODAY)
    assert publication is not None
    assert publication.form is Form.STATEMENT_OF_INTENT
    assert commitment.register_entry is not None
    assert commitment.register_entry.form is Form.STATEMENT_OF_INTENT


def test_one_may_ask_for_a_statement_of_intent_with_everything_filled() -> None:
    commitment = make()
    commitment.wants_statement_of_intent = True
    publication = publish_commitment(commitment, now=NOW, today=TODAY)
    assert publication is not None
    assert publication.form is Form.STATEMENT_OF_INTENT


def test_publishing_the_same_words_again_makes_no_new_number() -> None:
    commitment = make()
    publish_commitment(commitment, now=NOW, today=TODAY)
    assert publish_commitment(commitment, now=NOW, today=TODAY) is None
    assert len(commitment.publications) == 1


def test_a_change_makes_the_next_number_and_keeps_the_first() -> None:
    commitment = make()
    first = publish_commitment(commitment, now=NOW, today=TODAY)
    commitment.ends_on = date(2029, 3, 31)
    second = publish_commitment(commitment, now=NOW, today=TODAY, note="The contracts run a year longer.")
    assert first is not None
    assert second is not None
    assert (second.number, second.note) == (2, "The contracts run a year longer.")
    assert (first.is_current, first.payload["ends_on"]) == (False, "2028-03-31")


def test_what_is_published_does_not_change_when_the_commitment_does() -> None:
    commitment = make()
    publication = publish_commitment(commitment, now=NOW, today=TODAY)
    commitment.title = "Something else"
    commitment.mechanisms.append("exposure")
    assert publication is not None
    assert publication.payload["title"] == "A living wage in every contract"
    assert publication.payload["mechanisms"] == ["power_resources"]


def test_nothing_is_readable_while_the_programme_is_internal() -> None:
    commitment = make()
    commitment.programme.visibility = Visibility.INTERNAL
    publication = publish_commitment(commitment, now=NOW, today=TODAY)
    assert publication is not None
    assert publication.public_from is None
    assert commitment.register_entry is not None
    assert commitment.register_entry.public_from is None


def test_a_commitment_without_a_statement_cannot_be_published() -> None:
    commitment = make()
    commitment.statement = ""
    with pytest.raises(Refused):
        publish_commitment(commitment, now=NOW, today=TODAY)


def test_names_addresses_signatures_and_private_evidence_are_never_published() -> None:
    commitment = make()
    publish_commitment(commitment, now=NOW, today=TODAY)
    hidden = EvidenceLink("SECRET-title", "https://example.org/SECRET", is_public=False)
    shown = EvidenceLink("Minutes", "https://example.org/minutes")
    publish_check_in(report(commitment, evidence=(hidden, shown)), now=NOW, today=TODAY)
    everything = str([row.payload for row in commitment.publications])
    assert "SECRET" not in everything
    assert "https://example.org/minutes" in everything


def test_a_check_in_brings_its_outlook_and_level_to_the_register() -> None:
    commitment = make()
    publish_commitment(commitment, now=NOW, today=TODAY)
    publish_check_in(report(commitment), now=NOW, today=TODAY)
    entry = commitment.register_entry
    assert entry is not None
    assert (entry.outlook, entry.delivery, entry.confirmed_level) == ("at_risk", "limited", "circumstances")
    assert (entry.level, entry.last_reported_on) == ("conditions", TODAY)


def test_a_correction_is_a_new_version_and_a_new_number() -> None:
    commitment = make()
    publish_commitment(commitment, now=NOW, today=TODAY)
    check_in = report(commitment)
    publish_check_in(check_in, now=NOW, today=TODAY)
    corrected = Answers(
        delivery="limited",
        outlook="off_track",
        why="The tender failed.",
        what_changed="Nothing more.",
        level="circumstances",
        distribution="universal",
        next_step="Ask again.",
        next_step_on=date(2026, 9, 1),
    )
    check_in.add_version(corrected, by=User(name="Cora"), now=NOW)
    publish_check_in(check_in, now=NOW, today=TODAY, note="The outlook was wrong.")
    numbers = [row.number for row in commitment.publications if row.kind is PublicationKind.CHECK_IN]
    assert numbers == [1, 2]
    assert [version.outlook for version in check_in.versions] == ["at_risk", "off_track"]
    assert commitment.register_entry is not None
    assert commitment.register_entry.outlook == "off_track"


def test_the_name_it_was_made_under_is_kept() -> None:
    commitment = make()
    commitment.organisation.rename("Alder and Birch Trust")
    publication = publish_commitment(commitment, now=NOW, today=TODAY)
    assert publication is not None
    assert publication.payload["made_by_name"] == "Alder Trust"
    assert publication.payload["organisation_name"] == "Alder and Birch Trust"


def test_an_organisation_once_public_stays_public() -> None:
    organisation = Organisation(
        id=1, public_id="o", name="Alder", sort_name="alder", slug="alder", kind="other"
    )
    first: Publication | None = publish_organisation(
        organisation, None, now=NOW, today=TODAY, visible_from=LAUNCH
    )
    assert first is not None
    assert publish_organisation(organisation, first, now=NOW, today=TODAY, visible_from=None) is None
    assert first.public_from == LAUNCH


def test_a_promise_is_dated_by_its_approval_also_when_that_is_put_right() -> None:
    promise = make(approved_on=date(2026, 3, 4))
    publish_commitment(promise, now=NOW, today=TODAY)
    promise.approved_on = date(2025, 3, 4)

    published = publish_commitment(promise, now=NOW, today=TODAY, note="The year was wrong.")

    assert published is not None
    assert published.payload["made_on"] == "2025-03-04"


def test_a_promise_with_a_date_of_its_own_keeps_it() -> None:
    promise = make(approved_on=date(2026, 3, 4), made_on=date(2026, 3, 1))
    publish_commitment(promise, now=NOW, today=TODAY)
    promise.approved_on = date(2025, 3, 4)
    publish_commitment(promise, now=NOW, today=TODAY, note="The year was wrong.")

    assert promise.made_on == date(2026, 3, 1)
