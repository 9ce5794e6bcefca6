"""Several clocks at once ask once and tell once, on a database that really commits."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.report import Report
from equity_tracker.model.report_choice import ReportKind
from equity_tracker.model.report_schedule import ReportLink
from equity_tracker.model.round import RoundState
from equity_tracker.programmes.actions.rounds import close_round
from equity_tracker.reports.job import ask_report
from equity_tracker.scheduling.job import send_reports
from tests.conftest import NOW
from tests.scheduling.conftest import BOARD, DUE_ON, TODAY, at, deliveries, make_it, make_schedule
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_round
from tests.support.installation import Installation
from tests.support.people import World, make_world

CLOCKS = 4
EVERYWHERE = {"every_organisation": True}


def run_clocks(own: Installation, moment: datetime) -> Counter[str]:
    ready = Barrier(CLOCKS)

    def run() -> Counter[str]:
        with own.app.app_context():
            ready.wait(timeout=10)
            return Counter(send_reports(moment, ask_report))

    with ThreadPoolExecutor(CLOCKS) as threads:
        done = [future.result() for future in [threads.submit(run) for _ in range(CLOCKS)]]
    return sum(done, Counter())


def round_that_closed(world: World) -> None:
    round_ = make_round(world.programme, due_on=TODAY - timedelta(days=40), state=RoundState.OPEN)
    for organisation in (world.alder, world.birch):
        db.session.add(make_published(organisation, world.programme, now=NOW).expect_check_in(round_))
    db.session.flush()
    close_round(round_, by=world.paula, now=NOW, today=TODAY)
    db.session.commit()


def test_each_is_asked_for_once_and_everybody_told_once(own: Installation) -> None:
    with own.app.app_context():
        world = make_world(NOW)
        for _ in range(3):
            make_schedule(world, world.otto, addresses=(BOARD,))
        round_that_closed(world)

    asked = run_clocks(own, at(DUE_ON, 9))

    assert (asked["asked"], asked["faults"]) == (5, 0)
    with own.app.app_context():
        kinds = db.session.scalars(select(Report.kind).execution_options(**EVERYWHERE)).all()
        # A programme report that is waiting already is handed back.
        assert Counter(kinds) == {ReportKind.STATUS_REPORT: 2, ReportKind.PROGRAMME_REPORT: 1}
        for delivery in deliveries():
            make_it(delivery, now=at(DUE_ON, 9))

    told = run_clocks(own, at(DUE_ON, 10))

    assert (told["told"], told["faults"]) == (5, 0)
    with own.app.app_context():
        names = db.session.scalars(select(OutgoingEmail.name).where(OutgoingEmail.name.contains("report")))
        assert Counter(names) == {"scheduled_report": 3, "shared_report": 3, "status_report_made": 3}
        assert db.session.scalar(select(func.count()).select_from(ReportLink)) == 3
