"""The optional answers of a check-in, as the public and its own organisation read them."""

from datetime import UTC, datetime

from equity_tracker.model.answer_changes import answer_changes
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_help import HelpNote
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.public_answers import answers_payload
from equity_tracker.model.reported_elsewhere import ReportedElsewhere
from equity_tracker.model.told_answers import ToldNote, told_answers
from tests.support.factories.commitment import answers

NOW = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)
SAID = answers(
    themes=(
        ThemeNote("funding", "both", "Promised late, and then paid in full."),
        ThemeNote("reorganisation", "hindering", "SECRET who left", is_private=True),
        ThemeNote("senior_leader", "helping"),
    ),
    help=(
        HelpNote("wanted", "evidence", "Somebody who can read pay data."),
        HelpNote("offered", "community", "SECRET names", is_private=True),
    ),
    asks=(
        Ask("national_government", "Let councils set the living wage in every tender."),
        Ask("funder", "SECRET funder", is_private=True),
    ),
    decision_power="consulted",
    reported_elsewhere=ReportedElsewhere("Annual report, page 12", "https://alder.example.org/annual"),
)


def version() -> CheckInVersion:
    promise = Commitment(decision_power="shared")
    check_in = CheckIn(organisation_id=1, programme_id=2, number=1, commitment=promise)
    return check_in.add_version(SAID, by=User(name="Cora Editor"), now=NOW)


def test_what_was_said_is_read_back_as_it_was_given() -> None:
    row = version()
    assert row.answers == SAID
    for owned in (row.themes[0], row.help[0], row.asks[0]):
        assert (owned.organisation_id, owned.programme_id) == (1, 2)


def test_the_public_reads_each_theme_without_its_private_note_and_no_private_help_or_ask() -> None:
    payload = answers_payload(version())
    assert "SECRET" not in str(payload)
    assert "is_private" not in str(payload)
    told = told_answers(payload)
    assert told.helped == [
        ToldNote("Funding", "Promised late, and then paid in full."),
        ToldNote("A senior leader", None),
    ]
    assert [note.label for note in told.hindered] == ["Funding", "Reorganisation"]
    assert [note.words for note in told.wanted] == ["Research evidence: Somebody who can read pay data."]
    assert told.offered == []
    assert [note.label for note in told.asks] == ["National government"]
    assert told.power == "Consulted (claimed, not evidenced: shared)"
    assert told.reported_elsewhere == {
        "title": "Annual report, page 12",
        "url": "https://alder.example.org/annual",
    }


def test_its_own_organisation_and_the_coordinators_read_all_of_it_with_what_is_private_marked() -> None:
    told = told_answers(answers_payload(version(), hides_private=False))
    assert [(note.note, note.is_private) for note in told.hindered] == [
        ("Promised late, and then paid in full.", False),
        ("SECRET who left", True),
    ]
    assert told.offered == [ToldNote("Community involvement", "SECRET names", is_private=True)]
    assert told.asks[1] == ToldNote("A funder", "SECRET funder", is_private=True)


def test_what_was_published_before_themes_had_notes_is_still_told() -> None:
    told = told_answers({"helped_by": ["funding"], "hindered_by": ["too_big"]})
    assert told.helped == [ToldNote("Funding", None)]
    assert told.hindered == [ToldNote("Seen as too big", None)]
    assert (told.wanted, told.asks, told.power, told.reported_elsewhere) == ([], [], "", None)
    assert told_answers({}).helped == []


def test_a_theme_that_only_moved_from_lists_to_rows_has_not_changed() -> None:
    before = {"helped_by": ["funding"], "hindered_by": []}
    after = {"themes": [{"theme": "funding", "direction": "helping", "note": None}]}
    assert [change for change in answer_changes(before, after) if change.before != change.after] == []
