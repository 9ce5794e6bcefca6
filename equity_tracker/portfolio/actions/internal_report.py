"""Gathering the edition for coordinators and observers, from the lists of every feature that has one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from equity_tracker.model.programme import Programme
from equity_tracker.model.report_choice import Choice, Period
from equity_tracker.portfolio.actions.worklists import (
    changes,
    count_without,
    look_again,
    moves,
    not_reported,
    orphans,
)
from equity_tracker.portfolio.asks import without_private as asks_without_private
from equity_tracker.portfolio.drift import drift_of
from equity_tracker.portfolio.held import Held, pages_of
from equity_tracker.portfolio.lights import lights_of
from equity_tracker.portfolio.matches import without_private
from equity_tracker.portfolio.programme_report import ProgrammeReport
from equity_tracker.portfolio.queries.commitments import get_portfolio
from equity_tracker.portfolio.queries.held import list_held, list_told_check_ins
from equity_tracker.portfolio.queries.learning import count_private_notes, get_asks, get_themes, list_matches
from equity_tracker.portfolio.queries.standing import list_taking_part
from equity_tracker.portfolio.standing import Decision, InShort, in_short, organisations_of, response_of
from equity_tracker.portfolio.told import last_said, latest_of, said_on
from equity_tracker.portfolio.words import words_of
from equity_tracker.programmes.queries.reviews import count_waiting
from equity_tracker.rounds.queries.response import list_responses


def gather_internal(programme: Programme, choice: Choice) -> ProgrammeReport:
    """Leave out whatever is for the coordinators' own pages alone: private notes, and names of people."""
    as_of, period = choice.as_of, choice.period
    held = list_held(programme)
    check_ins = list_told_check_ins(programme)
    taking_part = list_taking_part(programme)
    standing = [row.standing(as_of) for row in held if not row.is_statement]
    responses = [row for row in list_responses(programme) if period.holds(row.due_on) or _is_all(period)]
    makers: Mapping[str, Callable[[], Any]] = {
        "response": lambda: response_of(responses),
        "lights": lambda: lights_of(held, as_of, **came_in(check_ins, period)),
        "not-reported": lambda: not_reported(programme, as_of),
        "changes": lambda: changes(programme, choice),
        "drift": lambda: drift_of(held, moves(programme, period)),
        "look-again": lambda: look_again(programme, as_of),
        "orphans": lambda: orphans(programme, as_of),
        "portfolio": lambda: get_portfolio(programme),
        "themes": lambda: get_themes(programme, period),
        "asks": lambda: asks_without_private(get_asks(programme, period)),
        "matches": lambda: without_private(list_matches(programme, period)),
        "organisations": lambda: organisations_of(taking_part, standing),
        "pages": lambda: pages_of(taking_part, held, last_said(latest_of(check_ins)), as_of),
    }
    parts: dict[str, Any] = {slug: make() for slug, make in makers.items() if choice.wants(slug)}
    given: dict[str, Any] = {slug.replace("-", "_"): parts.get(slug) for slug in makers}
    return ProgrammeReport(
        choice=choice,
        programme=programme.name,
        coordinating_body=programme.coordinating_body.name,
        summary=programme.summary,
        closed_on=programme.closed_on,
        closing_statement=programme.closing_statement,
        in_short=_in_short(programme, held, choice),
        **given,
        private_notes=count_private_notes(programme, period),
        words=words_of(parts, held, as_of),
        attribution=programme.attribution,
    )


def _is_all(period: Period) -> bool:
    """Without a first day, a round that is still to be due belongs to it."""
    return period.since is None


def came_in(check_ins: Sequence[Any], period: Period) -> dict[str, int]:
    """Count what came in the period, and on how many commitments."""
    within = [row.about_id for row in check_ins if period.holds(said_on(row.payload))]
    return {"check_ins": len(within), "reported_on": len(set(within))}


def _in_short(programme: Programme, held: Sequence[Held], choice: Choice) -> InShort:
    """Count, and say what waits for somebody to decide."""
    standing = [row.standing(choice.as_of) for row in held if not row.is_statement]
    statements = len(held) - len(standing)
    missing = count_without(programme, choice.as_of)
    short = in_short(standing, statements_of_intent=statements, decisions=())
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
    return in_short(standing, statements_of_intent=statements, decisions=decisions)
