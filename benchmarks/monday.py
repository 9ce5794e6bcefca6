"""What the Monday page costs on 100,000 commitments: its numbers beside the plainest counts there are.

    .venv/bin/python -m benchmarks.monday

Prints the processor time of all its questions together as a multiple of two aggregates over the maintained
status (the register by reporting and by outlook), measured in the same run. Target: 3.
"""

import random
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import Row, event, func, insert, select, text

from benchmarks.register import COMMITMENTS, NOW, fill
from equity_tracker import clock, create_app
from equity_tracker.config import Settings
from equity_tracker.extensions import db, migrations
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.commitment_flag import CommitmentFlag
from equity_tracker.model.ownership import Ownership
from equity_tracker.model.programme import Programme
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from equity_tracker.monday.queries.drift import count_moves
from equity_tracker.monday.queries.look_again import count_flagged
from equity_tracker.monday.queries.monday import count_changes, count_monday
from equity_tracker.monday.queries.not_reported import Narrowing, count_unreported
from equity_tracker.monday.queries.orphans import count_orphans
from equity_tracker.monday.since import monday_before
from equity_tracker.programmes.queries.commitments import count_by_reporting

TIMES = 7
TARGET = 3
ROUNDS = 10
AT_ONCE = 5_000
TODAY = clock.local_date(NOW)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="equity-tracker-monday-") as folder:
        app = _application(Path(folder))
        with app.app_context(), clock.fixed(NOW):
            migrations.upgrade()
            print(f"Filling {COMMITMENTS:,} commitments and {COMMITMENTS * ROUNDS:,} check-ins asked for …")
            fill()
            programme = db.session.scalars(select(Programme)).one()
            _add_rounds(programme)
            _measure(programme)
            db.engine.dispose()


def _application(folder: Path) -> Flask:
    return create_app(
        Settings(
            secret_key="a key for a benchmark only, and long enough",  # noqa: S106 - opens nothing
            database_url=f"sqlite:///{folder / 'benchmark.sqlite'}",
            public_base_url="http://127.0.0.1:8000",
            mail_url=f"file://{folder}",
            mail_from="equity-tracker@example.org",
            storage_url=f"file://{folder}",
            folder=folder,
            testing=True,
        )
    )


def _add_rounds(programme: Programme) -> None:
    """Ten rounds for each commitment, most of them answered; posts; a flag on one in twenty."""
    chance = random.Random(2)  # noqa: S311 - invented rows
    rounds = []
    for number in range(1, ROUNDS + 1):
        due_on = TODAY - timedelta(days=180 * (ROUNDS - number) + 20)
        rounds.append(
            Round(
                programme_id=programme.id,
                number=number,
                name=f"Round {number}",
                opens_on=due_on - timedelta(days=30),
                due_on=due_on,
                grace_until=due_on + timedelta(days=30),
                closes_on=due_on + timedelta(days=60),
                state=RoundState.OPEN if number == ROUNDS else RoundState.CLOSED,
            )
        )
    db.session.add_all(rounds)
    db.session.flush()
    held = db.session.execute(
        select(Commitment.id, Commitment.organisation_id).where(Commitment.programme_id == programme.id)
    ).all()
    for start in range(0, len(held), AT_ONCE):
        part = held[start : start + AT_ONCE]
        _insert(ExpectedCheckIn, [row for one in part for row in _expected(chance, programme, rounds, one)])
        _insert(Ownership, [row for one in part for row in _posts(chance, programme, one)])
        _insert(CommitmentFlag, [_flag(programme, one) for one in part if chance.random() < 1 / 20])
    db.session.execute(text("UPDATE commitments SET stale_from = date('2027-01-01') WHERE id % 10 > 0"))
    db.session.execute(text("UPDATE commitments SET stale_from = date('2026-01-01') WHERE id % 10 = 0"))
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def _insert(table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401 - a mapped class
    if rows:
        db.session.execute(insert(table.__table__), rows)


def _expected(
    chance: random.Random, programme: Programme, rounds: list[Round], one: Row[Any]
) -> list[dict[str, Any]]:
    return [
        {
            "public_id": f"{one.id:07d}{round_.number:05d}",
            "organisation_id": one.organisation_id,
            "programme_id": programme.id,
            "round_id": round_.id,
            "commitment_id": one.id,
            "due_on": round_.due_on,
            "grace_until": round_.grace_until,
            "reported_on": round_.due_on if chance.random() < 0.9 else None,  # noqa: PLR2004 - nine in ten
            "is_missed": False,
            "reminders": 0,
        }
        for round_ in rounds
    ]


def _posts(chance: random.Random, programme: Programme, one: Row[Any]) -> list[dict[str, Any]]:
    return [
        {
            "organisation_id": one.organisation_id,
            "programme_id": programme.id,
            "commitment_id": one.id,
            "role": role,
            "job_title": "Director",
            "started_on": TODAY,
        }
        for role in ("owner", "sponsor")
        if chance.random() < 0.9  # noqa: PLR2004 - nine in ten
    ]


def _flag(programme: Programme, one: Row[Any]) -> dict[str, Any]:
    return {
        "organisation_id": one.organisation_id,
        "programme_id": programme.id,
        "commitment_id": one.id,
        "kind": "recycled" if one.id % 2 else "drifted",
        "subject": f"c{one.id:011d}",
        "version": 1,
        "sentence": "This reads almost like check-in 1.",
        "seen_on": TODAY,
        "is_current": True,
    }


def _measure(programme: Programme) -> None:
    queries = [0]
    event.listen(db.engine, "before_cursor_execute", lambda *_: queries.__setitem__(0, queries[0] + 1))
    questions: dict[str, Callable[[], object]] = {
        "maintained status: by reporting": lambda: count_by_reporting(programme, TODAY),
        "maintained status: by outlook": lambda: db.session.execute(
            select(RegisterEntry.outlook, func.count())
            .where(RegisterEntry.programme_id == programme.id)
            .group_by(RegisterEntry.outlook)
        ).all(),
        "not reported": lambda: count_unreported(programme, Narrowing(), today=TODAY),
        "look again": lambda: count_flagged(programme, today=TODAY),
        "drift": lambda: count_moves(programme),
        "orphans": lambda: count_orphans(programme, today=TODAY),
        "changes": lambda: count_changes(programme, since=monday_before(TODAY)),
        "all of the Monday lists": lambda: count_monday(programme, today=TODAY),
    }
    costs: dict[str, list[float]] = {name: [] for name in questions}
    asked: dict[str, int] = {}
    for _ in range(TIMES):
        for name, question in questions.items():
            queries[0], before = 0, time.process_time()
            question()
            costs[name].append(time.process_time() - before)
            asked[name] = queries[0]
    floor = sum(median(costs[name]) for name in questions if name.startswith("maintained"))
    print(f"\n{'question':<36}{'ms':>9}{'÷ floor':>9}{'queries':>9}")
    for name, spent in costs.items():
        print(f"{name:<36}{median(spent) * 1000:>9.1f}{median(spent) / floor:>9.2f}{asked[name]:>9}")
    print(f"\nThe floor is {floor * 1000:.1f} ms; the target for the page is {TARGET} times that.")


if __name__ == "__main__":
    main()
