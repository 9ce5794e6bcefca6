"""Every rule that *How we count* prints is what the code does: each is read from the page and tried out."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model import asked_again, status
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.counting import n_of_m, percent
from equity_tracker.model.dates import add_months
from equity_tracker.model.drift import drift_steps, is_narrowed
from equity_tracker.model.flags import contradiction, is_near_duplicate
from equity_tracker.model.library import EntryKind
from equity_tracker.model.measure import MeasureKind
from equity_tracker.model.public_measure import measure_payload
from equity_tracker.model.publication import Form
from equity_tracker.model.publishing import publish_missed_check_in
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.model.round import RoundState
from equity_tracker.model.round_snapshot import by_kind, outcome_of, take_snapshot
from equity_tracker.model.vocabulary import ADDITIONALITIES, CLOSE_REASONS, DISTRIBUTIONS, LEVELS
from equity_tracker.public import method
from equity_tracker.public.queries.figures import count_by_subject
from equity_tracker.public.views.blueprint import SECONDS_KEPT
from equity_tracker.web import page_cache
from tests.conftest import NOW
from tests.public.records import report_on
from tests.public.register_rows import TODAY, add_rows
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.library import make_entry
from tests.support.factories.measure import make_measure
from tests.support.factories.programme import make_round
from tests.support.people import World

DAY = timedelta(days=1)
Check = Callable[[str, World, CheckingClient], None]
CHECKS: dict[str, Check] = {}


def rule(slug: str) -> Callable[[Check], Check]:
    """Name the rule that a check tries out, with the words that the page prints of it."""

    def keep(check: Check) -> Check:
        CHECKS[slug] = check
        return check

    return keep


def numbers(says: str) -> list[int]:
    return [int(digits.replace(",", "")) for digits in re.findall(r"\d[\d,]*", says)]


def light_of(commitment: Commitment) -> RegisterEntry:
    assert commitment.register_entry is not None
    return commitment.register_entry


@pytest.mark.parametrize("slug", [rule.slug for rule in method.RULES])
def test_a_rule_of_the_page_is_what_the_code_does(
    slug: str, reader: CheckingClient, public_world: World
) -> None:
    printed = reader.get("public.show_method").soup.find("li", id=slug)

    assert printed is not None, "the page leaves a rule out"
    assert slug in CHECKS, "nothing tries this rule out"
    CHECKS[slug](" ".join(printed.get_text().split()), public_world, reader)


def test_a_slug_is_one_rule() -> None:
    assert len({rule.slug for rule in method.RULES}) == len(method.RULES)
    assert set(CHECKS) == {rule.slug for rule in method.RULES}


@rule("apart")
def _(_says: str, world: World, reader: CheckingClient) -> None:
    make_published(world.alder, world.programme, now=NOW)
    for lacking in ("level", "ends_on", "inequality"):
        make_published(world.alder, world.programme, now=NOW, **{lacking: None})
    db.session.commit()

    counts = {row.form: row.number for row in count_by_subject(TODAY)}
    assert sum(n for form, n in counts.items() if form is Form.COMMITMENT) == 1
    page = reader.get("public.show_programme", slug="fairer-shore")
    assert page.table("Commitments by outlook")[-1] == ["All", "1"]


@rule("once")
def _(_says: str, world: World, reader: CheckingClient) -> None:
    make_published(world.alder, world.programme, now=NOW, domain=None, other_domains=["education"])
    make_published(world.alder, world.programme, now=NOW, domain="education", other_domains=["advocacy"])
    db.session.commit()

    counted = [row.number for row in count_by_subject(TODAY)]
    assert sum(counted) == 2
    assert {row.domain for row in count_by_subject(TODAY)} == {None, "education"}


@rule("nothing-drops-out")
def _(_says: str, world: World, _reader: CheckingClient) -> None:
    kept, gone = (make_published(world.alder, world.programme, now=NOW) for _ in range(2))
    report_on(kept, TODAY, by=world.cora)
    kept.close("withdrawn", "No money.", today=TODAY)
    retract_commitment(gone, "Not theirs.", now=NOW, today=TODAY)
    db.session.commit()

    assert sum(row.number for row in count_by_subject(TODAY)) == 1


@rule("new")
def _(says: str, world: World, reader: CheckingClient) -> None:
    add_rows(world.alder, world.programme, [{"additionality": term.slug} for term in ADDITIONALITIES])
    counted, others = (re.findall("“([^”]+)”", part) for part in says.split(" count as new; "))

    assert {*counted, *others} == {term.label for term in ADDITIONALITIES.current()}
    main = reader.get("public.show_programme", slug="fairer-shore").main
    assert f"{len(counted)} of {len(ADDITIONALITIES)} say they are new" in main


@rule("beside")
def _(_says: str, world: World, reader: CheckingClient) -> None:
    for kind in EntryKind:
        make_entry(world.alder, world.programme, by=world.cora, kind=kind, now=NOW, published=True)
    db.session.commit()

    assert "0 commitments by 0 organisations" in reader.get("public.show_home").main


@rule("asked")
def _(_says: str, world: World, _reader: CheckingClient) -> None:
    asked, closed, gone = (make_published(world.alder, world.programme, now=NOW) for _ in range(3))
    intent = make_published(world.alder, world.programme, now=NOW, level=None)
    closed.close("withdrawn", "No money.", today=TODAY)
    retract_commitment(gone, "Not theirs.", now=NOW, today=TODAY)

    round_ = make_round(world.programme, due_on=TODAY + 30 * DAY)
    db.session.flush()
    expected = round_.open([asked, closed, gone, intent], now=NOW)
    db.session.add_all(expected)

    assert [row.commitment for row in expected] == [asked]
    assert not make_published(world.alder, world.programme, now=NOW).expected_check_ins


@rule("grace")
def _(_says: str, world: World, _reader: CheckingClient) -> None:
    commitment = make_published(world.alder, world.programme, now=NOW)
    due, grace = TODAY, TODAY + 10 * DAY
    commitment.next_due_on, commitment.grace_until = due, grace
    expected = {due: "Due", due + DAY: "Overdue", grace: "Overdue", grace + DAY: "Never reported"}
    for day, label in expected.items():
        assert status.reporting_status(commitment, day).label.startswith(label)
    commitment.last_reported_on = TODAY - DAY
    assert status.reporting_status(commitment, grace + DAY).label == "Not reported"


@rule("late")
def _(_says: str, world: World, reader: CheckingClient) -> None:
    commitment, _ = _one_missed_and_one_reported(world)
    report_on(commitment, TODAY, by=world.cora)

    assert status.reporting(commitment, TODAY) is status.Reporting.REPORTED
    slug = light_of(commitment).slug
    page = reader.get("public.show_commitment", public_id=commitment.public_id, slug=slug)
    assert "No report" in page.main


@rule("frozen")
def _(_says: str, world: World, _reader: CheckingClient) -> None:
    commitment, expected = _one_missed_and_one_reported(world)
    settled = make_published(world.alder, world.programme, now=NOW).expect_check_in(expected[0].round)
    db.session.add(settled)
    settled.settle(TODAY)
    snapshot = take_snapshot(expected[0].round, [*expected, settled], now=NOW, today=TODAY)

    assert (snapshot.reported, snapshot.expected, snapshot.settled) == (1, 2, 1)
    assert snapshot.late == 1
    report_on(commitment, TODAY, by=world.cora)
    assert (snapshot.reported, snapshot.expected) == (1, 2)
    assert by_kind([("council", outcome_of(settled))])["council"]["expected"] == 0


@rule("stale")
def _(says: str, world: World, reader: CheckingClient) -> None:
    [months] = numbers(says)
    last = add_months(TODAY, -months)
    stale, recent = (make_published(world.alder, world.programme, now=NOW) for _ in range(2))
    report_on(stale, last, by=world.cora)
    report_on(recent, last + DAY, by=world.cora)
    missed = _one_missed_and_one_reported(world)[0]

    assert status.is_stale(light_of(stale), TODAY)
    assert not status.is_stale(light_of(recent), TODAY)
    assert status.is_stale(light_of(missed), TODAY)
    page = reader.get("public.show_programme", slug="fairer-shore")
    assert dict(page.table("Commitments by outlook"))["On track"] == "2"


@rule("sourced")
def _(_says: str, world: World, reader: CheckingClient) -> None:
    add_rows(world.alder, world.programme, [{"source_status": "Kept", "outlook": "on_track"}])

    assert "Source says: Kept" in reader.get("public.list_commitments").main


@rule("drift")
def _(says: str, world: World, _reader: CheckingClient) -> None:
    lowest, highest = numbers(says)
    first, last = LEVELS.numbered(lowest), LEVELS.numbered(highest)

    assert (first.slug, last.slug) == (LEVELS.slugs[0], LEVELS.slugs[-1])
    assert drift_steps(last.slug, first.slug) == highest - lowest
    assert drift_steps(first.slug, last.slug) == lowest - highest
    commitment = make_published(world.alder, world.programme, now=NOW, level=last.slug)
    commitment.level = first.slug
    report_on(commitment, TODAY, by=world.cora, level=first.slug)
    entry = light_of(commitment)
    assert (entry.first_level, entry.confirmed_level) == (last.slug, first.slug)


@rule("narrowed")
def _(_says: str, _world: World, _reader: CheckingClient) -> None:
    narrowed = {slug for slug in DISTRIBUTIONS.slugs if is_narrowed("proportionate", slug)}

    assert narrowed == {"targeted_place", "targeted_group"}
    assert not any(is_narrowed(slug, "targeted_place") for slug in DISTRIBUTIONS.slugs[:1])


@rule("recycled")
def _(says: str, _world: World, _reader: CheckingClient) -> None:
    fewest, percent = numbers(says)
    long = [f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200)]
    same = len(long) * percent // 100

    def with_other_words(start: int) -> str:
        return " ".join([*long[:start], *(f"other{word}" for word in long[start:])])

    assert is_near_duplicate(" ".join(long), with_other_words(same))
    assert not is_near_duplicate(" ".join(long), with_other_words(same - 1))
    assert is_near_duplicate(" ".join(long[:3]), " ".join(long[:3]).upper())
    short = long[: fewest - 1]
    assert not is_near_duplicate(" ".join(short), " ".join([*short[:-1], "other"]))
    assert is_near_duplicate(" ".join(long[:fewest]), " ".join([*long[: fewest - 1], "other"]))
    assert not is_near_duplicate(" ".join([*long, "12"]), " ".join([*long, "13"]))


@rule("complete")
def _(_says: str, world: World, reader: CheckingClient) -> None:
    commitment = make_published(world.alder, world.programme, now=NOW)
    check_in = report_on(commitment, TODAY, by=world.cora, delivery="complete", evidence=())

    assert contradiction(check_in.current) is not None
    page = reader.get("public.show_programme", slug="fairer-shore")
    assert ["Complete", "1"] in page.table("Commitments by delivery so far")
    assert "no evidence given" not in page.main


@rule("still-in-place")
def _(says: str, _world: World, _reader: CheckingClient) -> None:
    months, days = numbers(says)
    closed_on = date(2025, 3, 31)
    due = asked_again.due_on("met_on_time", closed_on)

    assert due == add_months(closed_on, months)
    assert not asked_again.is_not_answered(due, programme_closed_on=None, today=due + days * DAY)
    assert asked_again.is_not_answered(due, programme_closed_on=None, today=due + days * DAY + DAY)
    for term in CLOSE_REASONS:
        is_named = re.search(rf"\b{re.escape(term.label.lower())}[,\s]", says) is not None
        assert (asked_again.due_on(term.slug, closed_on) is not None) is is_named, term.slug


@rule("percent")
def _(says: str, _world: World, reader: CheckingClient) -> None:
    fewest, of_all, of_none = numbers(says)

    assert [n for n in range(1001) if percent(n, 1000) == of_all] == [1000]
    assert [n for n in range(1001) if percent(n, 1000) == of_none] == [0]
    assert "%" in n_of_m(1, fewest)
    assert "%" not in n_of_m(1, fewest - 1)
    assert "%" not in reader.get("public.show_home").main


@rule("small-numbers")
def _(says: str, _world: World, _reader: CheckingClient) -> None:
    [fewest] = numbers(says)

    def published(value: int, *, counts_people: bool = True) -> Any:
        measure = make_measure(baseline=value, counts_people=counts_people, kind=MeasureKind.NUMERIC)
        return measure_payload(measure)["baseline"]

    assert published(fewest - 1) is None
    assert published(fewest) == str(fewest)
    assert published(fewest - 1, counts_people=False) == str(fewest - 1)


@rule("exact")
def _(says: str, world: World, reader: CheckingClient) -> None:
    most = numbers(says)[0]
    assert set(numbers(says)) == {most}
    add_rows(world.alder, world.programme, [{} for _ in range(most)])
    assert f"{most:,} results." in reader.get("public.list_commitments").main
    add_rows(world.birch, world.programme, [{"reference": "FS-B"}])
    assert f"more than {most:,} results" in reader.get("public.list_commitments").main.lower()
    rows = reader.browser.get("/commitments.csv", buffered=True).text.strip().splitlines()
    assert len(rows) == most + 2


@rule("seen")
def _(says: str, _world: World, _reader: CheckingClient) -> None:
    [seconds] = numbers(says)

    assert seconds >= SECONDS_KEPT + page_cache.SECONDS_AT_MOST


@rule("calendar")
def _(_says: str, _world: World, _reader: CheckingClient) -> None:
    assert clock.local_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)


def _one_missed_and_one_reported(world: World) -> tuple[Commitment, list[Any]]:
    """Close a round that one commitment was late for, and another never reported in."""
    due_on = TODAY - 60 * DAY
    round_ = make_round(world.programme, due_on=due_on, state=RoundState.OPEN)
    db.session.flush()
    missed, late = (make_published(world.alder, world.programme, now=NOW) for _ in range(2))
    rows = [commitment.expect_check_in(round_) for commitment in (missed, late)]
    db.session.add_all(rows)
    db.session.flush()
    rows[1].reported_on = due_on + 3 * DAY
    round_.close(rows, now=NOW)
    publish_missed_check_in(rows[0], now=NOW)
    refresh_register_entry(missed, now=NOW)
    report_on(late, due_on + 3 * DAY, by=world.cora)
    return missed, rows
