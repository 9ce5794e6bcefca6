"""What a morning of reminders costs: `python -m benchmarks.reminders`, also run by `make benchmarks`.

All 100,000 commitments of a register have a check-in due in a week. Measured in processor time of this
process, in the same run as what it is compared with:

- the selection of what is due, against the same question as plain SQL through the driver (target 3);
- the whole morning, from selecting to the last mail handed over, against that plain SQL and the making of
  the same mails, from a template to a message, by themselves (target 1.5);
- and the same morning again, which may send nothing.

Given the address of an empty database it runs there; a server's own work is not counted then.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import func, select

from benchmarks.reminded import ORGANISATIONS, TODAY, fill
from equity_tracker import create_app
from equity_tracker.adapters.email_message import Message, compose
from equity_tracker.adapters.mailer import Mailer
from equity_tracker.config import Settings
from equity_tracker.extensions import db, migrations
from equity_tracker.jobs import queue
from equity_tracker.jobs.handlers import post_office
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.notices import queries
from equity_tracker.notices.job import PostOffice, sweep_outbox, write_mornings
from equity_tracker.notices.letters import Letter

ROUNDS = 3
SELECTION_TARGET = 3.0
RUN_TARGET = 1.5
# As many organisations as the product takes at once: 2,000 reminders.
TOGETHER = 8
PLAIN = """
SELECT e.id, e.public_id, e.organisation_id, e.due_on, e.grace_until, e.next_reminder_on, c.id, c.public_id,
       c.title, p.public_id, p.id, p.name, e.reported_on, e.settled_on, e.is_missed, c.last_reported_on,
       r.state, c.lifecycle, c.is_statement_of_intent, i.id, p.closed_on
FROM expected_check_ins e
JOIN rounds r ON r.id = e.round_id
JOIN commitments c ON c.id = e.commitment_id
JOIN programmes p ON p.id = e.programme_id
LEFT JOIN imported_records i ON i.commitment_id = c.id
WHERE e.organisation_id IN ({places}) AND e.next_reminder_on <= {until}
ORDER BY e.organisation_id, e.id
"""


class NoMailer(Mailer):
    """Makes each message, and hands it to nobody."""

    def send(self, message: Message) -> None:
        compose(message).as_bytes()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="equity-tracker-benchmarks-") as folder:
        app = create_app(_settings(Path(folder)))
        with app.app_context():
            migrations.upgrade()
            print("Filling a register of 100,000 commitments with a check-in due …", flush=True)
            fill()
            # A worker is woken by the queue, which is another program's time.
            queue.Queue.wake = lambda *_: None  # type: ignore[method-assign,assignment]
            is_met = _report(db.engine.dialect.name)
            db.session.close()
            db.engine.dispose()
    if not is_met:
        sys.exit(1)


def _settings(folder: Path) -> Settings:
    return Settings.from_environment(
        {
            "SECRET_KEY": "a key for benchmarks only, and quite long enough",
            "DATABASE_URL": sys.argv[1] if sys.argv[1:] else f"sqlite:///{folder}/reminders.db",
            "DATA_FOLDER": str(folder),
            "PUBLIC_BASE_URL": "http://127.0.0.1:8000",
            "MAIL_FROM": "equity-tracker@example.org",
        }
    )


def _report(engine: str) -> bool:
    parts = [ORGANISATIONS[start : start + TOGETHER] for start in range(0, len(ORGANISATIONS), TOGETHER)]
    plain, selected = [], []
    for number in range(ROUNDS):
        pairs = [(plain, lambda: _plain(parts)), (selected, lambda: _selected(parts))]
        for costs, work in pairs if number % 2 == 0 else reversed(pairs):
            costs.append(_cost(work))
    ratio = median(mine / raw for mine, raw in zip(selected, plain, strict=True))
    print(f"\n{engine}: selecting what is due")
    print(f"{'plain SQL':<34}{median(plain):>8.2f} s")
    print(f"{'the product':<34}{median(selected):>8.2f} s {ratio:>7.2f} × (target {SELECTION_TARGET})")
    return _report_run(median(plain)) and ratio <= SELECTION_TARGET


def _report_run(plain: float) -> bool:
    here = post_office()
    office = PostOffice(NoMailer(), here.sender, here.sender_name, here.render, here.choices)
    writing = _cost(lambda: write_mornings(TODAY))
    letters = [
        Letter(row.id, row.name, row.recipient, row.context, row.message_id, 1, row.is_essential)
        for row in db.session.scalars(select(OutgoingEmail))
    ]
    db.session.rollback()
    office.mailer.send(office.message(letters[0], TODAY))

    def make() -> None:
        for letter in letters:
            office.mailer.send(office.message(letter, TODAY))

    # Before and after, so that a machine that gets busier meanwhile is fair to both.
    before = _cost(make)
    posting = _cost(lambda: _post_all(office))
    making = (before + _cost(make)) / 2
    ratio = (writing + posting) / (making + plain)
    print("\nThe whole morning")
    print(f"{'to write':<34}{writing:>8.2f} s")
    print(f"{'to post':<34}{posting:>8.2f} s")
    print(f"{f'to make {len(letters)} mails':<34}{making:>8.2f} s")
    print(f"{'all ÷ (making + plain SQL)':<34}{ratio:>8.2f} × (target {RUN_TARGET}, reported)")
    again = _sent_again(office, len(letters))
    print(f"{'the same morning again':<34}{again:>8} mails (must be 0)")
    left = _left()
    print(f"{'reminders left behind':<34}{left:>8} (must be 0)")
    return again == 0 and left == 0


def _sent_again(office: PostOffice, before: int) -> int:
    write_mornings(TODAY)
    sweep_outbox(TODAY, office)
    db.session.rollback()
    written = db.session.scalar(select(func.count()).select_from(OutgoingEmail)) or 0
    return written - before


def _left() -> int:
    statement = (
        select(func.count())
        .select_from(ExpectedCheckIn)
        .where(ExpectedCheckIn.next_reminder_on <= TODAY.date())
    )
    return db.session.scalar(statement.execution_options(every_organisation=True)) or 0


def _post_all(office: PostOffice) -> None:
    while sweep_outbox(TODAY, office)["sent"]:
        pass


def _plain(parts: list[list[int]]) -> None:
    connection = db.session.connection().connection.driver_connection
    mark = "?" if db.engine.dialect.name == "sqlite" else "%s"
    for part in parts:
        cursor: Any = connection.cursor()  # type: ignore[union-attr]
        places = ", ".join(mark for _ in part)
        until = TODAY.date().isoformat() if mark == "?" else TODAY.date()
        cursor.execute(PLAIN.format(places=places, until=mark), [*part, until])
        cursor.fetchall()
        cursor.close()
    db.session.rollback()


def _selected(parts: list[list[int]]) -> None:
    for part in parts:
        queries.list_due(part, TODAY.date())
    db.session.rollback()


def _cost(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
