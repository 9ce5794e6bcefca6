"""What the Monday page costs on 100,000 commitments with a million check-ins.

    .venv/bin/python -m benchmarks.monday

Measured in one process and in rounds, every second one backwards, as processor time: the page as a
coordinator opens it, beside the aggregates over what is kept of each commitment; one organisation's list,
beside an empty Flask page (H); and how many stand how, beside the same counts by a window over all check-ins.
"""

import secrets
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, event, func, select

from benchmarks.million import COMMITMENTS, NOW, ORGANISATIONS, ROUNDS, TODAY, fill
from equity_tracker import clock, create_app
from equity_tracker.config import Settings
from equity_tracker.extensions import db, migrations
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.programme import Programme
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.model.sign_in import ABSOLUTE_LIMIT, UserSession
from equity_tracker.model.tokens import hash_token
from equity_tracker.monday.queries.drift import count_moves
from equity_tracker.monday.queries.look_again import count_flagged
from equity_tracker.monday.queries.monday import count_changes, count_monday
from equity_tracker.monday.queries.not_reported import Narrowing, count_unreported
from equity_tracker.monday.queries.orphans import count_orphans
from equity_tracker.monday.since import monday_before
from equity_tracker.programmes.queries.commitments import count_by_reporting, count_due_by
from equity_tracker.programmes.queries.reviews import count_waiting
from equity_tracker.programmes.queries.rounds import count_reported, list_open_rounds

TIMES = 7
HELLOS = 200
DRIFT = 0.25
PAGE, ONE_ORGANISATION, WINDOW = 3, 8, 15
Questions = dict[str, Callable[[], object]]
Costs = dict[str, list[float]]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="equity-tracker-monday-") as folder:
        app = _application(Path(folder))
        with clock.fixed(NOW):
            with app.app_context():
                migrations.upgrade()
                print(f"Filling {COMMITMENTS:,} commitments and {COMMITMENTS * (ROUNDS - 1):,} check-ins …")
                started = time.monotonic()
                fill()
                print(f"Filled in {time.monotonic() - started:.0f} s.")
            measure(app)
            with app.app_context():
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


def measure(app: Flask) -> None:
    """Ask everything in turn, and print each with its target."""
    coordinator, hello = _signed_in(app, ORGANISATIONS + 1), _hello()
    with app.app_context():
        programme = db.session.scalars(select(Programme)).one()
        questions = _floor(programme) | _numbers(programme) | _statuses(programme)
        pages: Questions = {
            "the Monday page": lambda: _open(coordinator, f"/p/{programme.slug}/"),
            "one organisation's commitments": lambda: _open(
                coordinator, f"/p/{programme.slug}/commitments?organisation=organisation-7"
            ),
            "H": lambda: [_open(hello, "/") for _ in range(HELLOS)],
        }
        asked = [0]
        event.listen(db.engine, "before_cursor_execute", lambda *_: asked.__setitem__(0, asked[0] + 1))
        costs, queries = _ask(questions | pages, asked)
        kept, window = (sorted(db.session.execute(row(programme))) for row in (_kept, _by_window))
    costs["H"] = [cost / HELLOS for cost in costs["H"]]
    _print(costs, queries, list(_floor(programme)))
    print(f"Kept and by window, they are {'the same' if kept == window else 'NOT THE SAME'}: {dict(kept)}")


def _ask(questions: Questions, asked: list[int]) -> tuple[Costs, dict[str, int]]:
    """Ask each once to warm up, then in rounds, every second one backwards."""
    costs: Costs = {name: [] for name in questions}
    queries: dict[str, int] = {}
    for number in range(TIMES + 1):
        order = list(questions.items())
        for name, question in order if number % 2 == 0 else reversed(order):
            asked[0], before = 0, time.process_time()
            question()
            if number:
                costs[name].append(time.process_time() - before)
            queries[name] = asked[0]
    return costs, queries


def _floor(programme: Programme) -> Questions:
    """The aggregates over what is kept of each commitment: no row of its history is read."""
    entry, due = RegisterEntry, ExpectedCheckIn
    here = entry.programme_id == programme.id
    counted: dict[str, Select[tuple[object, ...]]] = {
        "kept: by outlook": _kept(programme),
        "kept: by organisation and outlook": select(entry.organisation_id, entry.outlook, func.count())
        .where(here)
        .group_by(entry.organisation_id, entry.outlook),
        "kept: by domain and outlook": select(entry.domain, entry.outlook, func.count())
        .where(here)
        .group_by(entry.domain, entry.outlook),
        "kept: overdue": select(func.count()).where(here, entry.next_due_on < TODAY),
        "kept: reminders due": select(func.count()).where(
            due.programme_id == programme.id, due.next_reminder_on <= TODAY
        ),
    }
    return {name: lambda rows=rows: db.session.execute(rows).all() for name, rows in counted.items()}


def _numbers(programme: Programme) -> Questions:
    """The questions of the page, one by one."""
    month = TODAY + timedelta(days=30)
    return {
        "to review": lambda: count_waiting(programme),
        "by reporting": lambda: count_by_reporting(programme, TODAY),
        "due soon": lambda: count_due_by(programme, today=TODAY, until=month),
        "not reported": lambda: count_unreported(programme, Narrowing(), today=TODAY),
        "look again": lambda: count_flagged(programme, today=TODAY),
        "drift": lambda: count_moves(programme),
        "orphans": lambda: count_orphans(programme, today=TODAY),
        "changes": lambda: count_changes(programme, since=monday_before(TODAY)),
        "open rounds": lambda: count_reported(programme, list_open_rounds(programme)),
        "all of the lists": lambda: count_monday(programme, today=TODAY),
    }


def _statuses(programme: Programme) -> Questions:
    return {"by outlook, by window": lambda: db.session.execute(_by_window(programme)).all()}


def _kept(programme: Programme) -> Select[tuple[str | None, int]]:
    return (
        select(RegisterEntry.outlook, func.count())
        .where(RegisterEntry.programme_id == programme.id)
        .group_by(RegisterEntry.outlook)
    )


def _by_window(programme: Programme) -> Select[tuple[str | None, int]]:
    """Find the latest check-in of each commitment among all of them, and count those."""
    latest = (
        func.row_number()
        .over(partition_by=CheckIn.commitment_id, order_by=CheckIn.number.desc())
        .label("place")
    )
    rows = (
        select(CheckInVersion.outlook, latest)
        .join(CheckIn, CheckIn.id == CheckInVersion.check_in_id)
        .where(CheckIn.programme_id == programme.id)
        .subquery()
    )
    return select(rows.c.outlook, func.count()).where(rows.c.place == 1).group_by(rows.c.outlook)


def _signed_in(app: Flask, user_id: int) -> FlaskClient:
    token = secrets.token_urlsafe(32)
    with app.app_context():
        db.session.add(
            UserSession(
                token_hash=hash_token(token),
                user_id=user_id,
                created_at=NOW,
                last_seen_at=NOW,
                expires_at=NOW + ABSOLUTE_LIMIT,
                browser="benchmark",
            )
        )
        db.session.commit()
    client = app.test_client()
    client.set_cookie(app.config["USER_COOKIE_NAME"], token, domain="localhost")
    return client


def _hello() -> FlaskClient:
    app = Flask("hello")

    @app.get("/")
    def say_hello() -> str:
        return "hello"

    return app.test_client()


def _open(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:  # noqa: PLR2004 - the page
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _print(costs: Costs, queries: dict[str, int], of_floor: list[str]) -> None:
    cost = {name: median(spent) for name, spent in costs.items()}
    floor, hello = sum(cost[name] for name in of_floor), cost["H"]
    print(f"\n{'question':<36}{'ms':>9}{'÷ floor':>9}{'÷ H':>9}{'queries':>9}{'spread':>9}")
    for name, spent in costs.items():
        spread = (max(spent) - min(spent)) / cost[name]
        numbers = f"{cost[name] * 1000:>9.2f}{cost[name] / floor:>9.2f}{cost[name] / hello:>9.1f}"
        print(f"{name:<36}{numbers}{queries[name]:>9}{spread:>9.0%}")
    page, one = cost["the Monday page"], cost["one organisation's commitments"]
    times = cost["by outlook, by window"] / cost["kept: by outlook"]
    print(f"\nFloor {floor * 1000:.1f} ms, H {hello * 1000:.3f} ms.")
    print(f"The Monday page: {page / floor:.2f} times the floor (target {PAGE}).")
    print(f"One organisation: {one / hello:.1f} H (target {ONE_ORGANISATION}).")
    print(f"Status counts: {times:.0f} times faster than by window (target {WINDOW}).")
    if max(costs["H"]) - min(costs["H"]) > DRIFT * hello:
        print(
            f"H drifted by more than {DRIFT:.0%}: the machine was busy. Rely on the ratios, or measure again."
        )


if __name__ == "__main__":
    main()
