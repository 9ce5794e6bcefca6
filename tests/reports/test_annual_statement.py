"""A year in review: what is counted equals what was published, and what did not come stands there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, Period, ReportKind
from equity_tracker.reports.annual_statement import AnnualStatement
from equity_tracker.reports.content import from_json, to_json
from equity_tracker.reports.queries import annual_statement, list_posts, status_report
from equity_tracker.reports.queries.annual_statements import NoSuchPost
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.records import MINUTES, TODAY, ask, close, make_public, of_today, promise, say
from tests.reports.test_printed_report import check_document, words
from tests.support.factories.commitment import make_draft
from tests.support.factories.measure import make_measure
from tests.support.people import World

SINCE = date(2025, 10, 15)


def choice(edition: Edition = Edition.PUBLIC, since: date = SINCE) -> Choice:
    return Choice(ReportKind.ANNUAL_STATEMENT, edition, TODAY, Period(TODAY, since))


@pytest.fixture
def year(world: World) -> World:
    """Give Alder a year: promised before and new, reported, overdue, changed, closed, drifted, stated."""
    kept = promise(
        world,
        "Fair pay for cleaners",
        level="conditions",
        made_on=date(2025, 9, 1),
        measures=[make_measure(readings=[2, "4.5"])],
    )
    overdue = promise(world, "Warm homes on discharge", made_on=date(2025, 9, 1))
    promise(world, "A new promise", made_on=date(2026, 2, 1))
    ask(world, [kept, overdue], TODAY - timedelta(days=3))
    say(
        world,
        kept,
        TODAY - timedelta(days=5),
        level="circumstances",
        evidence=(MINUTES,),
        asks=(Ask("national_government", "Change the rule."), Ask("funder", "Secret.", is_private=True)),
        themes=(ThemeNote("funding", "hindering", "Private note.", is_private=True),),
    )
    kept.ends_on = date(2029, 3, 31)
    publish_commitment(kept, now=NOW, today=TODAY, note="The tender ran a year longer.")
    close(promise(world, "Closed before", made_on=date(2025, 9, 1)), "met_on_time", date(2025, 10, 2))
    close(
        promise(world, "Closed in it", made_on=date(2025, 9, 1)), "not_met", TODAY - timedelta(days=1), "No."
    )
    promise(world, "A statement", domain=None)
    make_draft(world.alder, world.programme, now=NOW, title="A draft of ours")
    make_public(world.alder)
    db.session.commit()
    return world


def test_each_commitment_of_the_year_is_counted_once(year: World) -> None:
    told = annual_statement(year.alder, choice())
    counts = told.counts

    assert [row.title for row in told.before] == [
        "Closed in it",
        "Fair pay for cleaners",
        "Warm homes on discharge",
    ]
    assert [row.title for row in told.new] == ["A new promise"]
    assert (counts.before, counts.new, counts.closed, counts.under_way) == (3, 1, 1, 3)
    assert counts.statements_of_intent == 1
    whole = status_report(year.alder, of_today(Edition.PUBLIC, TODAY)).summary
    assert counts.under_way == whole.under_way
    assert counts.before + counts.new + 1 == whole.commitments, "one was closed before"


def test_what_did_not_come_is_counted_and_named(year: World) -> None:
    told = annual_statement(year.alder, choice())
    text = words(fill_report(told))

    assert (told.counts.reported, told.counts.asked, told.counts.missed) == (1, 2, 1)
    assert [row.title for row in told.missed] == ["Warm homes on discharge"]
    assert "1 of 2 check-ins that rounds asked for came" in text
    assert "was due on 3 April 2026, and has not come so far" in text
    assert "%" not in text


def test_it_says_what_was_reached_changed_closed_asked_and_how_levels_moved(year: World) -> None:
    told = annual_statement(year.alder, choice())
    text = words(fill_report(told))

    assert [row.what for row in told.reached] == [
        "Contracts with the clause: 2 contracts",
        "Contracts with the clause: 4.5 contracts",
    ]
    assert [row.reason for row in told.changed] == ["The tender ran a year longer."]
    assert [(row.title, row.reason) for row in told.closed] == [("Closed in it", "Not met")]
    assert [row.what for row in told.help] == ["Change the rule."]
    assert [(row.first_level, row.level) for row in told.moved] == [("Conditions", "Circumstances")]
    assert (told.counts.confirmed, told.counts.lower, told.counts.higher) == (1, 1, 0)
    assert "Reason given: The tender ran a year longer." in text


@pytest.mark.parametrize("edition", Edition)
def test_every_number_and_word_of_it_is_printed_and_nothing_private(year: World, edition: Edition) -> None:
    told = annual_statement(year.alder, choice(edition))
    text = words(fill_report(told))

    for table in told.tables():
        for row in table.rows if table.name != "counts" else ():
            for cell in row:
                if isinstance(cell, str):
                    assert " ".join(cell.split()).casefold() in text.casefold(), (table.name, cell)
    counts = {str(row[0]): row[1] for table in told.tables() if table.name == "counts" for row in table.rows}
    assert f"Promised before: {counts['Promised before, and still held in this time']}." in text
    assert f"Pieces of evidence named: {counts['Pieces of evidence named']}." in text
    for secret in ("Secret.", "Private note.", "A draft of ours", "Frances Private"):
        assert secret not in text


def test_only_a_public_post_signs(year: World) -> None:
    (post, *_) = list_posts(year.alder, TODAY)

    assert annual_statement(year.alder, choice(), signatory=post).signatory == post
    assert f"Post {post}" in words(fill_report(annual_statement(year.alder, choice(), signatory=post)))
    with pytest.raises(NoSuchPost):
        annual_statement(year.alder, choice(), signatory="Frances Private")


@pytest.mark.parametrize("slug", [slug for slug, _ in AnnualStatement.sections])
def test_sections_can_be_left_out(year: World, slug: str) -> None:
    titles = dict(AnnualStatement.sections)
    only = replace(choice(), sections=(slug,))
    soup = check_document(fill_report(annual_statement(year.alder, only)))

    assert {head.get_text() for head in soup.select("h2")} & set(titles.values()) == {titles[slug]}


def test_what_is_kept_of_it_is_all_of_it(year: World) -> None:
    told = annual_statement(year.alder, choice())

    assert from_json(to_json(told), AnnualStatement) == told


@pytest.mark.thorough
@pytest.mark.parametrize("number", [0, 1, 40])
def test_it_reads_well_with_none_one_and_very_many(world: World, number: int) -> None:
    world.alder.rename("A" * 100 + " and " + "B" * 80 + " Trust")
    for place in range(number):
        say(world, promise(world, f"Promise {place}"), date(2026, 3, 1), evidence=(MINUTES,))
    make_public(world.alder)
    db.session.commit()
    told = annual_statement(world.alder, choice())

    check_document(fill_report(told))
    assert told.counts.before + told.counts.new == number
    assert told.counts.check_ins == number
