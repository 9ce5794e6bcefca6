"""Gathering the edition for everybody: from publications alone, so that nothing else can be in it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from equity_tracker.model.programme import Programme
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.round_response import Count
from equity_tracker.portfolio.actions.internal_report import came_in
from equity_tracker.portfolio.asks import asks_of
from equity_tracker.portfolio.drift import drift_of
from equity_tracker.portfolio.gaps import portfolio_of
from equity_tracker.portfolio.held import holders_of, pages_of
from equity_tracker.portfolio.lights import lights_of
from equity_tracker.portfolio.programme_report import ProgrammeReport
from equity_tracker.portfolio.queries.held import (
    list_held,
    list_told_check_ins,
    list_told_promises,
    list_told_rounds,
)
from equity_tracker.portfolio.standing import Response, RoundLine, in_short, organisations_of
from equity_tracker.portfolio.themes import themes_of
from equity_tracker.portfolio.told import (
    asks_told,
    changes_told,
    last_said,
    latest_of,
    said_on,
    themes_told,
)
from equity_tracker.portfolio.words import words_of


def gather_public(programme: Programme, told: dict[str, Any], choice: Choice) -> ProgrammeReport:
    """Put together what anybody could read for themselves.

    :param told: the publication of the programme itself; of the row, nothing but its id is used.
    """
    as_of, period = choice.as_of, choice.period
    held = list_held(programme, as_of)
    by_id = {row.public_id: row for row in held}
    check_ins = [row for row in list_told_check_ins(programme, as_of) if row.about_id in by_id]
    latest = latest_of(check_ins)
    recent = [(by_id[key], said) for key, said in latest.items() if period.holds(said_on(said))]
    standing = [row.standing(as_of) for row in held if not row.is_statement]
    holders = holders_of(held, as_of)
    makers: Mapping[str, Callable[[], Any]] = {
        "response": lambda: _response(list_told_rounds(programme, as_of), choice),
        "lights": lambda: lights_of(held, as_of, **came_in(check_ins, period)),
        "changes": lambda: changes_told(list_told_promises(programme, as_of), check_ins, by_id, period),
        "drift": lambda: drift_of(held, None),
        "portfolio": lambda: portfolio_of(
            [row.fact for row in held if not row.is_statement],
            statements_of_intent=len(held) - len(standing),
        ),
        "themes": lambda: themes_of(themes_told(recent), check_ins=len(recent)),
        "asks": lambda: asks_of(asks_told(recent), check_ins=len(recent)),
        "organisations": lambda: organisations_of(holders, standing),
        "pages": lambda: pages_of(holders, held, last_said(latest), as_of),
    }
    parts: dict[str, Any] = {slug: make() for slug, make in makers.items() if choice.wants(slug)}
    given: dict[str, Any] = {slug: parts.get(slug) for slug in makers}
    return ProgrammeReport(
        choice=choice,
        programme=told["name"],
        coordinating_body=told["coordinating_body_name"],
        summary=told["summary"],
        closed_on=date.fromisoformat(told["closed_on"]) if told["closed_on"] else None,
        closing_statement=told["closing_statement"],
        in_short=in_short(standing, statements_of_intent=len(held) - len(standing), decisions=()),
        not_reported=None,
        look_again=None,
        orphans=None,
        matches=None,
        **given,
        private_notes=0,
        words=words_of(parts, held, as_of),
        attribution=told["attribution"],
    )


def _response(rounds: Sequence[dict[str, Any]], choice: Choice) -> Response:
    """Only closed rounds are published, and of each only how many."""
    lines = [
        RoundLine(
            name=row["name"],
            due_on=date.fromisoformat(row["due_on"]),
            is_open=False,
            total=Count(row["expected"], row["reported"], row.get("late", 0), row.get("settled", 0)),
            kinds=(),
        )
        for row in rounds
    ]
    return Response(rounds=tuple(row for row in lines if choice.period.holds(row.due_on)), kinds=())
