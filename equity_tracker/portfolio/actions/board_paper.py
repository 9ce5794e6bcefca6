"""Gathering a board paper from the lists of every feature that has one. It only reads."""

from datetime import date

from equity_tracker.model.programme import Programme
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.vocabulary import (
    ADDITIONALITIES,
    DISTRIBUTIONS,
    INEQUALITIES,
    LEVELS,
    OUTLOOKS,
    REPORTING_STATUSES,
    THEMES,
    TIME_HORIZONS,
)
from equity_tracker.portfolio.actions.worklists import count_without, gather_worklists
from equity_tracker.portfolio.asks import without_private as asks_without_private
from equity_tracker.portfolio.matches import without_private
from equity_tracker.portfolio.paper import Definition, Paper, Section, defined
from equity_tracker.portfolio.queries.commitments import get_portfolio
from equity_tracker.portfolio.queries.learning import count_private_notes, get_asks, get_themes, list_matches
from equity_tracker.portfolio.queries.standing import list_standing, list_taking_part
from equity_tracker.portfolio.standing import (
    Decision,
    InShort,
    Standing,
    in_short,
    organisations_of,
    response_of,
)
from equity_tracker.programmes.queries.reviews import count_waiting
from equity_tracker.rounds.queries.response import list_responses

Glossary = tuple[tuple[str, tuple[Definition, ...]], ...]
REPORTED = ("reported", "due", "overdue", "not_reported", "never_reported")


def gather_programme_report(programme: Programme, choice: Choice) -> Paper:
    """Read everything once, and put it in the order in which it is printed."""
    as_of = choice.as_of
    standing = list_standing(programme, as_of)
    taking_part = list_taking_part(programme)
    taught = _what_check_ins_teach(programme)
    sections = (
        Section("response", "Who has reported, round by round", response_of(list_responses(programme))),
        *gather_worklists(programme, as_of),
        Section("portfolio", "Where the commitments are aimed", get_portfolio(programme), begins_page=True),
        *taught,
        Section("organisations", "Each organisation in brief", organisations_of(taking_part, standing)),
    )
    return Paper(
        choice=choice,
        programme=programme.name,
        coordinating_body=programme.coordinating_body.name,
        summary=programme.summary,
        closed_on=programme.closed_on,
        in_short=_in_short(
            programme,
            standing,
            as_of=as_of,
            statements_of_intent=sum(row.statements_of_intent for row in taking_part),
        ),
        sections=sections,
        private_notes=count_private_notes(programme),
        definitions=_glossary(),
        attribution=programme.attribution,
    )


def _what_check_ins_teach(programme: Programme) -> tuple[Section, ...]:
    """Leave out whatever is for the coordinators' own pages alone."""
    return (
        Section("themes", "What helps and what hinders", get_themes(programme), begins_page=True),
        Section("asks", "What must change above us", asks_without_private(get_asks(programme))),
        Section("matches", "Who could help whom", without_private(list_matches(programme))),
    )


def _in_short(
    programme: Programme, standing: list[Standing], *, as_of: date, statements_of_intent: int
) -> InShort:
    """Count, and say what waits for somebody to decide."""
    missing = count_without(programme, as_of)
    short = in_short(standing, statements_of_intent=statements_of_intent, decisions=())
    decisions = (
        Decision(
            count_waiting(programme),
            "commitment, change or check-in to acknowledge or approve",
            "commitments, changes and check-ins to acknowledge or approve",
        ),
        Decision(
            short.owing,
            "commitment with a check-in past its due date: who to ring",
            "commitments with a check-in past its due date: who to ring",
        ),
        Decision(
            missing["no_owner"],
            "commitment that nobody in post answers for",
            "commitments that nobody in post answers for",
        ),
        Decision(
            missing["no_sponsor"],
            "commitment without a senior sponsor",
            "commitments without a senior sponsor",
        ),
    )
    return in_short(standing, statements_of_intent=statements_of_intent, decisions=decisions)


def _glossary() -> Glossary:
    return (
        ("Reporting", defined(*(REPORTING_STATUSES.get(slug) for slug in REPORTED))),
        ("Outlook", defined(*OUTLOOKS.current())),
        ("Level of action", defined(*LEVELS.current())),
        ("Which inequality", defined(*INEQUALITIES.current())),
        ("What is new", defined(*ADDITIONALITIES.current())),
        ("Time horizon", defined(*TIME_HORIZONS.current())),
        ("Who they are meant to reach", defined(*DISTRIBUTIONS.current())),
        ("Themes", defined(*THEMES.current())),
    )
