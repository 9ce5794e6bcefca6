"""What must change above the organisations, and who could help whom; what is private stays private."""

from equity_tracker.extensions import db
from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_help import HelpNote
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.portfolio.asks import without_private as asks_without_private
from equity_tracker.portfolio.matches import without_private
from equity_tracker.portfolio.queries.learning import get_asks, list_matches
from tests.conftest import NOW
from tests.portfolio.conftest import Lines, Open, Promise, Report
from tests.support.people import World

LAW = Ask("national_government", "Let councils set the living wage.")
SECRET_ASK = Ask("national_government", "SECRET ask", is_private=True)
WANTED = HelpNote("wanted", "evidence", "Somebody who reads pay data.")
OFFERED = HelpNote("offered", "evidence", "Our analysts have an afternoon.")


def test_three_check_ins_that_name_one_addressee_count_three(
    opened: Open, lines: Lines, promise: Promise, report: Report
) -> None:
    for number in range(3):
        report(promise(f"Promise {number}"), asks=(LAW, Ask("national_government", "And pay for it.")))
    report(promise("Promise 3"), asks=(Ask("funder", "Pay for five years."),))
    report(promise("Promise 4"))

    page = opened("show_asks")

    assert page.table("Who could change it") == [["National government", "3"], ["A funder", "1"]]
    assert "4 of 5 commitments with a check-in ask" in page.main
    assert len(page.table("Asked of: National government")) == 6
    assert len(lines("download_asks")) == 7


def test_a_private_ask_is_marked_here_and_left_out_of_what_is_passed_on(
    opened: Open, promise: Promise, report: Report, world: World
) -> None:
    report(promise("One"), asks=(LAW, SECRET_ASK))
    report(promise("Two"), asks=(SECRET_ASK,))
    asks = get_asks(world.programme)

    assert "SECRET ask Private: for coordinators and observers alone" in opened("show_asks").main
    told = asks_without_private(asks)
    assert (asks.addressees[0].check_ins, told.addressees[0].check_ins, told.private) == (2, 1, 2)
    assert "SECRET" not in str(told)


def test_nobody_asks_and_nobody_matches_in_an_empty_programme(opened: Open) -> None:
    assert "Nobody has asked for anything so far" in opened("show_asks").main
    assert "Nobody to bring together so far" in opened("show_matches").main
    assert "Nobody to bring together on this theme" in opened("show_match", theme="funding").main


def test_wanted_meets_offered_of_another_organisation(
    opened: Open, lines: Lines, promise: Promise, report: Report, world: World
) -> None:
    report(promise("We look", organisation=world.birch), help=(WANTED,))
    report(promise("We have"), help=(OFFERED,))

    page = opened("show_matches")

    assert page.table("Themes on which somebody could help") == [
        ["Research evidence 1 pair", "Birch College", "Alder Trust"]
    ]
    page = page.link("Research evidence").follow()
    assert page.table("Could be helped")[0][1:] == ["Looks for help", "Somebody who reads pay data."]
    assert page.table("Could help")[0][1:] == ["Offers help", "Our analysts have an afternoon."]
    assert [line[1:4] for line in lines("download_matches")] == [
        ["Could be helped", "Looks for help", "Birch College"],
        ["Could help", "Offers help", "Alder Trust"],
    ]


def test_one_organisation_alone_is_no_pair(promise: Promise, report: Report, world: World) -> None:
    report(promise("We look"), help=(WANTED,))
    report(promise("We have"), help=(OFFERED,))

    assert list_matches(world.programme) == ()


def test_hindered_meets_helped_and_a_closed_commitment_meets_nobody(
    promise: Promise, report: Report, world: World
) -> None:
    helped = promise("Helped", organisation=world.birch)
    report(promise("Hindered"), themes=(ThemeNote("funding", "hindering", "Late."),))
    report(helped, themes=(ThemeNote("funding", "both", "Late, then in full."),))
    (match,) = list_matches(world.programme)

    assert [(side.source.commitment, side.why) for side in match.needing] == [("Hindered", "Is hindered")]
    assert [(side.source.commitment, side.why) for side in match.giving] == [("Helped", "Was helped")]
    helped.close("met_late", "It is done.", today=NOW.date())
    db.session.commit()
    assert list_matches(world.programme) == ()


def test_both_sides_are_in_the_order_of_names(promise: Promise, report: Report, world: World) -> None:
    for number in (3, 1, 2):
        report(promise(f"We look {number}", organisation=world.birch), help=(WANTED,))
    report(promise("We have"), help=(OFFERED,))
    (match,) = list_matches(world.programme)

    assert [side.source.commitment for side in match.needing] == ["We look 1", "We look 2", "We look 3"]
    assert match.pairs == 3


def test_an_introduction_is_words_to_copy(
    opened: Open, promise: Promise, report: Report, world: World
) -> None:
    report(promise("We look", organisation=world.birch), help=(WANTED,))
    private = ThemeNote("evidence", "helping", "SECRET note", is_private=True)
    report(promise("We have"), themes=(private,))

    asked = opened("show_match", theme="evidence").form("Write an introduction").values
    page = opened("show_match", theme="evidence", **{name: values[0] for name, values in asked.items()})
    text = str(page.soup.select_one("textarea").get_text())  # type: ignore[union-attr]

    assert "Birch College looks for help with research evidence in “We look”:" in text
    assert "Alder Trust was helped by research evidence in “We have”." in text
    assert "SECRET" not in text
    assert "Institute of Fairness, for Fairer Shore" in text


def test_who_only_speaks_in_private_is_not_introduced(
    opened: Open, promise: Promise, report: Report, world: World
) -> None:
    secret = HelpNote("wanted", "evidence", "SECRET want", is_private=True)
    wanting = report(promise("We look", organisation=world.birch), help=(secret,))
    giving = report(promise("We have"), help=(OFFERED,))

    page = opened("show_match", theme="evidence", needing=wanting.public_id, giving=giving.public_id)

    assert "SECRET want Private: for coordinators and observers alone" in page.main
    assert "Ask that organisation before you name it" in page.main
    assert page.soup.select("textarea") == []
    assert without_private(list_matches(world.programme)) == ()


def test_two_that_are_no_pair_are_told_so(
    opened: Open, promise: Promise, report: Report, world: World
) -> None:
    both = report(promise("We look"), help=(WANTED, OFFERED))
    report(promise("We too", organisation=world.birch), help=(WANTED, OFFERED))

    page = opened("show_match", theme="evidence", needing=both.public_id, giving=both.public_id)

    assert "These two are no pair" in page.main
