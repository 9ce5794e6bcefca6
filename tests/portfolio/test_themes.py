"""What helps and hinders: counted from the latest words of each commitment, and led back to them."""

from datetime import timedelta

import pytest

from equity_tracker.check_ins.actions import correct_check_in
from equity_tracker.extensions import db
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.people import User
from equity_tracker.model.retracting import retract_check_in, retract_commitment
from equity_tracker.portfolio.queries.learning import get_themes
from equity_tracker.portfolio.themes import HeatMap
from tests.conftest import NOW
from tests.portfolio.conftest import As, Lines, Open, Promise, Report
from tests.support.factories.commitment import answers
from tests.support.people import World

HINDERED = (ThemeNote("funding", "hindering", "Paid a year late."),)
BOTH = (ThemeNote("funding", "both", "Late, and then in full."),)
HELPED = (ThemeNote("community", "helping"),)


def totals(heat: HeatMap) -> dict[str, tuple[int, int]]:
    return {row.slug: (row.total, row.both) for row in heat.rows}


def test_before_anybody_names_a_theme_the_page_says_so(
    opened: Open, promise: Promise, report: Report
) -> None:
    report(promise())

    page = opened("show_themes")

    assert "0 of 1 commitment with a check-in name a theme." in page.main
    assert "Nobody has named a theme so far" in page.main


def test_seeded_counts_match_and_both_ways_counts_in_both(
    opened: Open, promise: Promise, report: Report, world: World
) -> None:
    report(promise("One", domain="advocacy"), themes=HINDERED)
    report(promise("Two", domain="education", organisation=world.birch), themes=BOTH)
    report(promise("Three", domain="education"), themes=HELPED)
    themes = get_themes(world.programme)

    assert totals(themes.hindering) == {"funding": (2, 1)}
    assert totals(themes.helping) == {"funding": (1, 1), "community": (1, 0)}
    assert dict(themes.hindering.rows[0].cells)["advocacy"] == 1
    assert (themes.naming, themes.check_ins) == (3, 3)
    page = opened("show_themes")
    assert page.table("Hindering: commitments by theme")[0] == [
        "Funding", "1 on funding", "0", "0", "0", "1 on funding", "0", "2", "1"
    ]  # fmt: skip
    assert "Mental health" in page.main


def test_only_the_latest_check_in_counts_as_last_corrected(
    promise: Promise, report: Report, world: World
) -> None:
    commitment = promise()
    report(commitment, at=NOW - timedelta(days=30), themes=HINDERED)
    check_in = report(commitment, themes=HINDERED)
    correct_check_in(
        check_in,
        answers(themes=HELPED),
        reason="It helped.",
        seen=1,
        by=world.cora,
        now=NOW,
        today=NOW.date(),
    )
    db.session.commit()

    themes = get_themes(world.programme)

    assert totals(themes.hindering) == {}
    assert totals(themes.helping) == {"community": (1, 0)}


def test_what_went_back_or_was_taken_back_is_not_counted(
    promise: Promise, report: Report, world: World
) -> None:
    commitment = promise()
    report(commitment, at=NOW - timedelta(days=30), themes=HELPED)
    retract_check_in(report(commitment, themes=HINDERED), "Wrong.", now=NOW, today=NOW.date())
    report(gone := promise("Taken back"), themes=HINDERED)
    retract_commitment(gone, "Not ours.", now=NOW, today=NOW.date())
    db.session.commit()

    themes = get_themes(world.programme)

    assert (totals(themes.helping), totals(themes.hindering)) == ({"community": (1, 0)}, {})
    assert themes.check_ins == 1


def test_a_number_leads_to_the_notes_behind_it(opened: Open, promise: Promise, report: Report) -> None:
    report(promise("One", domain="advocacy"), themes=HINDERED)
    report(promise("Two", domain="education"), themes=BOTH)

    page = opened("show_theme", theme="funding", way="hinders", domain="advocacy")

    assert page.table("Who said what") == [
        ["Alder Trust One , 6 April 2026", "Hindering", "Paid a year late."]
    ]
    assert "1 answer, hindering, in workforce as advocates" in page.main
    assert len(page.link("All 2 on this theme").follow().table("Who said what")) == 2
    assert len(opened("show_theme", theme="funding", way="helps").table("Who said what")) == 1


@pytest.mark.parametrize("narrowing", [{"way": "%"}, {"domain": "none"}])
def test_a_word_that_is_none_of_ours_narrows_nothing(
    opened: Open, promise: Promise, report: Report, narrowing: dict[str, str]
) -> None:
    report(promise("One"), themes=HINDERED)

    assert len(opened("show_theme", theme="funding", **narrowing).table("Who said what")) == 1


def test_a_private_note_is_marked_for_those_who_may_read_it(
    opened: Open, lines: Lines, promise: Promise, report: Report
) -> None:
    report(promise(), themes=(ThemeNote("funding", "hindering", "Who left.", is_private=True),))

    assert (
        "Who left. Private: for coordinators and observers alone"
        in opened("show_theme", theme="funding").main
    )
    assert lines("download_notes")[0][6:] == ["Who left.", "private"]
    assert lines("download_themes")[:1] == [["Hindering", "Funding", "Education", "0"]]


def test_an_unknown_theme_and_an_outsider_find_nothing(
    opened: Open, as_: As, eve: User, world: World
) -> None:
    opened("show_theme", theme="money", expected=404)
    for name in ("show_themes", "download_notes", "show_asks", "show_matches", "show_portfolio"):
        as_(eve).get(f"portfolio.{name}", programme=world.programme.slug, expected=404)
        as_(world.other_paula).get(f"portfolio.{name}", programme=world.programme.slug, expected=404)
