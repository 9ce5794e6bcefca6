"""What a status report says: its counts equal recounts, and each edition holds what its readers may see."""

from collections import Counter
from datetime import date, timedelta

import pytest
from flask import Flask

from equity_tracker.extensions import db
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.programme import Visibility
from equity_tracker.model.publishing import publish_check_in, publish_commitment
from equity_tracker.model.report import Edition
from equity_tracker.reports.content import content_hash
from equity_tracker.reports.lines import MOST_IN_FULL, ChartPart
from equity_tracker.reports.queries import status_report
from equity_tracker.reports.status_report import StatusReport
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.records import MINUTES, TODAY, ask, close, make_public, of_today, promise, say
from tests.support.client import counted_queries
from tests.support.factories.commitment import answers, make_commitment, make_draft, make_published
from tests.support.factories.measure import make_measure
from tests.support.people import World


def public(world: World, as_of: date = TODAY) -> StatusReport:
    return status_report(world.alder, of_today(Edition.PUBLIC, as_of))


def internal(world: World, as_of: date = TODAY) -> StatusReport:
    return status_report(world.alder, of_today(Edition.INTERNAL, as_of))


def counts(parts: tuple[ChartPart, ...]) -> dict[str, int]:
    return {part.label: part.count for part in parts if part.count}


@pytest.fixture
def register(world: World) -> dict[str, Commitment]:
    """Return one commitment in each state of reporting, one closed, and one statement of intent."""
    names = ("Reported", "Overdue", "Not reported", "Never reported", "Due", "Not asked", "Closed")
    made = {name: promise(world, name) for name in names}
    say(world, made["Not reported"], date(2025, 11, 1))
    ask(world, [made["Not reported"], made["Never reported"]], TODAY - timedelta(days=40), number=1)
    ask(world, [made["Reported"], made["Overdue"]], TODAY - timedelta(days=3), number=2)
    ask(world, [made["Due"]], TODAY + timedelta(days=20), number=3)
    say(world, made["Reported"], TODAY - timedelta(days=5), outlook="at_risk", evidence=(MINUTES,))
    close(made["Closed"], "met_late", TODAY - timedelta(days=1))
    made["Statement"] = promise(world, "Statement", domain=None)
    publish_commitment(made["Statement"], now=NOW, today=TODAY)
    make_public(world.alder)
    db.session.commit()
    return made


def test_the_counts_equal_a_recount_of_the_register(world: World, register: dict[str, Commitment]) -> None:
    report = public(world)
    summary = report.summary

    assert summary.commitments == 7
    assert summary.under_way == len(report.under_way) == 6
    assert counts(summary.closed) == {"Met late": 1}
    assert counts(summary.reporting) == {
        "Reported": 1,
        "Due": 1,
        "Overdue": 1,
        "Not reported": 1,
        "Never reported": 1,
    }
    assert (summary.reported, summary.asked, summary.owing) == (1, 5, 3)
    assert summary.reported == sum(line.latest is not None for line in report.under_way) - 1, "one is stale"
    assert summary.asked == sum(line.reporting.slug != "not_asked" for line in report.under_way)
    assert counts(summary.delivery) == {"At risk": 1, "No recent update": 1, "Nothing reported yet": 4}
    assert sum(part.count for part in summary.delivery) == summary.under_way
    assert Counter(line.delivery.slug for line in report.under_way) == {
        "at_risk": 1,
        "stale": 1,
        "nothing_yet": 4,
    }


def test_statements_of_intent_are_listed_and_counted_apart(
    world: World, register: dict[str, Commitment]
) -> None:
    report = public(world)

    assert [line.title for line in report.statements] == ["Statement"]
    assert report.summary.statements_of_intent == 1
    assert "Statement" not in [line.title for line in (*report.under_way, *report.closed)]


def test_what_is_overdue_is_past_its_due_date_and_not_merely_due(
    world: World, register: dict[str, Commitment]
) -> None:
    owing = public(world).owing

    assert [line.title for line in owing] == ["Never reported", "Not reported", "Overdue"]
    assert all(line.due_on is not None and line.due_on < TODAY for line in owing)
    assert owing[2].reporting_note.startswith("A report was due on 3 April 2026, with days of grace until")


def test_a_stale_commitment_is_never_shown_with_its_last_outlook(
    world: World, register: dict[str, Commitment]
) -> None:
    (line,) = (line for line in public(world).under_way if line.title == "Not reported")

    assert line.delivery.label == "No update since 1 November 2025"
    assert "On track" not in line.delivery.label + line.delivery_note
    assert line.latest is not None
    assert line.latest.submitted_on == date(2025, 11, 1)


def test_lines_stand_in_the_order_of_their_titles_and_carry_what_was_published(
    world: World, register: dict[str, Commitment]
) -> None:
    report = public(world)
    titles = [line.title for line in report.under_way]
    line = report.under_way[titles.index("Reported")]

    assert titles == sorted(titles, key=str.casefold)
    assert line.latest is not None
    assert [(row.title, row.url, row.link_number) for row in line.latest.evidence] == [
        ("Board minutes", "https://example.org/minutes", 1)
    ]
    assert report.addresses == ("https://example.org/minutes",)
    assert line.owner == "Director of finance"
    assert [step.title for step in line.milestones] == ["Clause agreed with both unions"]


def test_a_correction_is_told_and_not_what_it_corrected(world: World) -> None:
    commitment = promise(world, "A promise")
    check_in = say(world, commitment, date(2026, 3, 1), why="It said this at first.")
    check_in.add_version(answers(why="It says this now."), by=world.cora, now=NOW)
    db.session.flush()
    publish_check_in(check_in, now=NOW, today=TODAY, note="A figure was wrong.")
    db.session.commit()

    (line,) = public(world).under_way
    assert line.latest is not None
    assert line.latest.why == "It says this now."


def test_an_organisation_without_anything_published_has_an_empty_report(world: World) -> None:
    report = internal(world)

    assert (report.summary.commitments, report.under_way, report.drafts) == (0, (), ())
    assert report.organisation == "Alder Trust"


def test_drafts_are_in_the_internal_edition_only_and_in_no_count(world: World) -> None:
    make_draft(world.alder, world.programme, now=NOW, title="A secret draft")
    promise(world, "A public promise")
    db.session.commit()

    report = internal(world)
    assert [(draft.title, draft.state) for draft in report.drafts] == [
        ("A secret draft", "Draft, not submitted yet")
    ]
    assert "The full statement" in report.drafts[0].lacking
    assert report.summary.commitments == public(world).summary.commitments == 1
    assert public(world).drafts == ()


def test_another_organisations_records_are_in_neither_edition(world: World) -> None:
    make_published(world.birch, world.programme, now=NOW, title="A promise of Birch")
    make_draft(world.birch, world.programme, now=NOW, title="A draft of Birch")
    db.session.commit()

    assert "Birch" not in repr(public(world)) + repr(internal(world))


def test_nothing_private_is_in_the_public_edition(world: World) -> None:
    world.alder.mailbox = "secret-mailbox@example.org"
    commitment = promise(world, "A promise")
    hidden = EvidenceLink("Secret evidence", "https://example.org/secret", is_public=False)
    say(world, commitment, date(2026, 3, 1), evidence=(MINUTES, hidden))
    returned = say(world, commitment, date(2026, 4, 1), publish=False, why="A secret answer that went back")
    returned.is_returned = True
    make_commitment(world.alder, world.programme, now=NOW, title="A secret submission").submit(
        as_statement_of_intent=False, now=NOW
    )
    db.session.commit()

    told = repr(public(world)).casefold()
    for secret in ("secret", "frances private", "cora", "example.org/secret"):
        assert secret not in told
    mine = internal(world)
    assert mine.under_way[0].latest is not None
    assert mine.under_way[0].latest.marking == "Returned by the coordinator, not public"


def test_an_internal_programme_is_not_public_and_says_so_to_its_own_people(world: World) -> None:
    commitment = promise(world, "An internal promise")
    world.programme.visibility = Visibility.INTERNAL
    for publication in commitment.publications:
        publication.public_from = None
    assert commitment.register_entry is not None
    commitment.register_entry.public_from = None
    db.session.commit()

    assert public(world).under_way == ()
    (line,) = internal(world).under_way
    assert line.marking == "Not public yet"


def test_private_evidence_is_marked_in_the_internal_edition(world: World) -> None:
    hidden = EvidenceLink("Our own notes", "https://example.org/notes", is_public=False)
    say(world, promise(world, "A promise"), date(2026, 3, 1), evidence=(MINUTES, hidden))
    db.session.commit()

    (line,) = internal(world).under_way
    assert line.latest is not None
    assert [(row.title, row.is_public) for row in line.latest.evidence] == [
        ("Board minutes", True),
        ("Our own notes", False),
    ]


@pytest.mark.thorough
def test_very_many_commitments_are_told_in_short(world: World) -> None:
    for number in range(MOST_IN_FULL + 1):
        say(world, promise(world, f"Promise {number}"), date(2026, 3, 1), evidence=(MINUTES,))
    db.session.commit()
    report = public(world)

    assert report.is_condensed
    assert report.summary.commitments == MOST_IN_FULL + 1
    assert report.addresses == ()
    assert all(line.latest is not None and line.latest.evidence == () for line in report.under_way)


@pytest.mark.parametrize("edition", Edition)
def test_the_number_of_queries_does_not_grow_with_the_commitments(
    app: Flask, world: World, edition: Edition
) -> None:
    def asked() -> int:
        db.session.commit()
        with counted_queries(app) as statements:
            status_report(world.alder, of_today(edition, TODAY))
        return len(statements)

    say(world, promise(world, "One"), date(2026, 3, 1), evidence=(MINUTES,))
    make_public(world.alder)
    few = asked()
    for number in range(5):
        say(world, promise(world, f"More {number}"), date(2026, 3, 1), evidence=(MINUTES,))

    assert asked() <= few <= 21


def test_the_key_changes_with_what_is_shown_and_not_with_the_day(
    world: World, register: dict[str, Commitment]
) -> None:
    first = public(world)

    assert content_hash(public(world)) == content_hash(first)
    assert content_hash(public(world, TODAY + timedelta(days=1))) == content_hash(first)
    assert content_hash(public(world, TODAY + timedelta(days=21))) != content_hash(first), (
        "one more is overdue"
    )
    register["Due"].title = "Renamed"
    publish_commitment(register["Due"], now=NOW, today=TODAY)
    db.session.commit()
    assert content_hash(public(world)) != content_hash(first)


def test_measures_are_printed_and_small_numbers_only_for_the_organisation(world: World) -> None:
    people = make_measure(name="People who started", unit="people", counts_people=True, readings=[3, 40])
    promise(world, "Paid apprenticeships", measures=[people, make_measure(readings=[2])])
    db.session.commit()

    public, internal = (
        fill_report(status_report(world.alder, of_today(edition, TODAY)))
        for edition in (Edition.PUBLIC, Edition.INTERNAL)
    )

    for printed in (public, internal):
        assert "Measure: People who started" in printed
        assert printed.count('class="chart-measure"') == 2
    assert "fewer than 6 people" in public
    assert "3 people" not in public
    assert "3 people" in internal
