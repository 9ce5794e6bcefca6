"""Which job a worker runs for which kind of row, and what the post office and the press here are."""

from flask import current_app

from equity_tracker import clock
from equity_tracker.jobs import heartbeats, queue, waking
from equity_tracker.jobs.report_kinds import KINDS
from equity_tracker.notices.job import PostOffice, open_post_office, post_email
from equity_tracker.open_data.job import DataPress, make_waiting_releases, open_data_press
from equity_tracker.reports.job import WORKER_FOR_SECONDS, Press, make_waiting_reports, open_press
from equity_tracker.web import report_pages
from equity_tracker.web.email_pages import choices_page, render_email
from equity_tracker.web.public_addresses import public_addresses
from equity_tracker.web.templating import SERVICE_NAME


def register() -> None:
    """Tell the queue's workers what to do with each kind of row."""
    queue.HANDLERS[waking.EMAIL] = _post_email
    queue.HANDLERS[waking.REPORT] = _make_report
    queue.HANDLERS[waking.DATA_RELEASE] = _make_data_release
    queue.HANDLERS[heartbeats.KIND] = _show_life
    report_pages.register(KINDS)


def post_office() -> PostOffice:
    """Return how mail goes out here, by the settings."""
    settings = current_app.config["SETTINGS"]
    return open_post_office(
        settings.mail_url,
        sender=settings.mail_from,
        sender_name=SERVICE_NAME,
        render=render_email,
        choices=choices_page,
    )


def press() -> Press:
    """Return how reports are made here, and where they are kept."""
    settings = current_app.config["SETTINGS"]
    return open_press(
        settings.storage_url, fill=report_pages.fill_report, kinds=KINDS, base_url=settings.public_base_url
    )


def data_press() -> DataPress:
    """Return where releases of the open data are kept here, and where the pages are that they lead to."""
    settings = current_app.config["SETTINGS"]
    return open_data_press(
        settings.storage_url, base_url=settings.public_base_url, addresses=public_addresses()
    )


def _post_email(row_id: int) -> None:
    post_email(row_id, clock.now(), post_office())


def _make_report(row_id: int) -> None:
    """Make what is most urgent: a person may wait for another report than the one carried here.

    Where more waits than one turn can make, stand in line again: other reports were carried to workers that
    found both places taken, so nobody else goes on with them, and mail is not kept waiting.
    """
    if make_waiting_reports(clock.now(), press(), for_seconds=WORKER_FOR_SECONDS)["waiting"]:
        queue.wake(waking.REPORT, row_id)


def _make_data_release(_row_id: int) -> None:
    make_waiting_releases(clock.now(), data_press())


def _show_life(_row_id: int) -> None:
    heartbeats.beat(heartbeats.WORKER, clock.now())
