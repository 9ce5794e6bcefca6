"""The record of one commitment: its whole history, from publications alone where the public reads it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publishing import publish_check_in, publish_commitment
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, Period, ReportKind
from equity_tracker.reports.commitment_record import CommitmentRecord
from equity_tracker.reports.content import from_json, to_json
from equity_tracker.reports.queries import commitment_record
from equity_tracker.reports.queries.commitment_records import NotPublished
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.records import MINUTES, TODAY, ask, close, make_public, promise, say
from tests.reports.test_printed_report import check_document, words
from tests.support.factories.commitment import answers, make_draft
from tests.support.factories.measure import make_measure
from tests.support.people import World

OWN_NOTES = EvidenceLink("Our own notes", "https://example.org/notes", is_public=False)
MOVED = ThemeNote("reorganisation", "hindering", "Our lead was moved.", is_private=True)


def choice(edition: Edition = Edition.PUBLIC, since: date | None = None) -> Choice:
    return Choice(ReportKind.COMMITMENT_RECORD, edition, TODAY, Period(TODAY, since))


@pytest.fixture
def told(world: World) -> Commitment:
    """Return a commitment with a measure, two check-ins (one corrected), evidence and a moved end."""
    made = promise(world, "Fair pay for cleaners", measures=[make_measure(readings=[2, "4.5"])])
    first = say(world, made, date(2025, 12, 1), why="The first account.", evidence=(MINUTES,))
    first.add_version(answers(why="The corrected account."), by=world.cora, now=NOW, reason="A slip.")
    publish_check_in(first, now=NOW, today=TODAY, note="A slip.")
    ask(world, [made], TODAY - timedelta(days=3))
    say(world, made, TODAY - timedelta(days=5), evidence=(MINUTES, OWN_NOTES), themes=(MOVED,))
    made.ends_on = date(2029, 3, 31)
    publish_commitment(made, now=NOW, today=TODAY, note="The tender ran a year longer.")
    make_public(world.alder)
    db.session.commit()
    return made


def test_the_promise_comes_first_quoted_and_dated(told: Commitment) -> None:
    soup = check_document(fill_report(commitment_record(told, choice())))

    cover = soup.select_one(".record-cover")
    assert cover is not None
    assert told.statement
    assert told.statement in words(str(cover))
    assert "Alder Trust" in words(str(cover.select_one(".promise footer")))
    assert [head.get_text() for head in soup.select("h2")][:2] == [
        "Contents",
        "The promise, and how it stands",
    ]


def test_it_tells_every_version_of_a_check_in_and_every_change_with_its_reason(told: Commitment) -> None:
    record = commitment_record(told, choice())
    text = words(fill_report(record))

    assert [row.what for row in record.story if row.said] == ["Check-in 2, Round 1", "Check-in 1"]
    (correction,) = next(row.corrections for row in record.story if row.what == "Check-in 1")
    assert [(row.before, row.after) for row in correction.changes][:1] == [
        ("The first account.", "The corrected account.")
    ]
    assert "Reason given: A slip." in text
    assert record.changes[-1].reason == "The tender ran a year longer."
    assert "Reason given: The tender ran a year longer." in text
    assert {row.label for row in record.changes[-1].changes} >= {"To be done by"}
    assert [row.title for row in record.evidence] == ["Board minutes"]
    assert record.addresses == ("https://example.org/minutes",)
    assert len(record.publications) >= 5


def test_every_number_of_it_is_printed(told: Commitment) -> None:
    record = commitment_record(told, choice())
    text = words(fill_report(record))

    for table in record.tables():
        for row in table.rows:
            for cell in row:
                if isinstance(cell, str):
                    assert " ".join(cell.split()).casefold() in text.casefold(), (table.name, cell)
    for figure in record.line.measures[0].all_readings:
        assert figure.text in text
    assert f"{record.rounds_reported} of {record.rounds_asked} round reported." in text


def test_what_is_private_is_in_its_own_edition_alone_and_marked(told: Commitment, world: World) -> None:
    say(world, told, TODAY - timedelta(days=1), publish=False, why="Waiting to be read.")
    db.session.commit()
    public = words(fill_report(commitment_record(told, choice())))
    own = words(fill_report(commitment_record(told, choice(Edition.INTERNAL))))

    for secret in ("Our own notes", "Our lead was moved.", "Waiting to be read.", "not for publication"):
        assert secret not in public
        assert secret in own
    assert "Our own notes 2 (document, not public )" in own
    assert "Waiting for approval, not public" in own


def test_a_period_leaves_out_what_came_before_and_says_how_much(told: Commitment) -> None:
    whole = commitment_record(told, choice())
    recent = commitment_record(told, choice(since=date(2026, 1, 1)))

    assert 0 < len(recent.story) < len(whole.story)
    assert recent.earlier == len(whole.story) - len(recent.story)
    assert f"{recent.earlier} earlier entries left out" in words(fill_report(recent))
    assert recent.line.statement == whole.line.statement


@pytest.mark.parametrize("slug", [slug for slug, _ in CommitmentRecord.sections])
def test_sections_can_be_left_out(told: Commitment, slug: str) -> None:
    titles = dict(CommitmentRecord.sections)
    only = replace(choice(), sections=(slug,))
    soup = check_document(fill_report(commitment_record(told, only)))

    heads = {head.get_text() for head in soup.select("h2")}
    assert not (set(titles.values()) - {titles[slug]}) & heads


@pytest.mark.parametrize("edition", Edition)
def test_what_is_kept_of_it_is_all_of_it(told: Commitment, edition: Edition) -> None:
    close(told, "met_late", TODAY, "All nine.")
    db.session.commit()
    record = commitment_record(told, choice(edition))

    assert from_json(to_json(record), CommitmentRecord) == record
    assert record.ending is not None
    assert "Closed on 6 April 2026: met late. All nine." in words(fill_report(record))


def test_what_nobody_can_read_has_no_record(world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="A draft of ours")
    db.session.commit()

    for edition in Edition:
        with pytest.raises(NotPublished):
            commitment_record(draft, choice(edition))
