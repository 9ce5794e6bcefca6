"""What every template can use: filters, globals, strictness; and how a page with a form is answered."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined

from equity_tracker import clock
from equity_tracker.model import vocabulary
from equity_tracker.model.dates import Precision, long_date, short_date
from equity_tracker.model.evidence_words import evidence_title
from equity_tracker.model.power import power_of, power_standing
from equity_tracker.model.status import partner_answer, partner_status
from equity_tracker.model.stored_file import MayNameFile, file_payload
from equity_tracker.model.text_diff import word_diff
from equity_tracker.web import signed, workspace
from equity_tracker.web.canonical import canonical_address
from equity_tracker.web.charts import measure_chart
from equity_tracker.web.form_keys import new_form_key
from equity_tracker.web.forms import AppForm

SERVICE_NAME = "Equity Tracker"
DAYS_REMEMBERED = 2_000


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        long_date=_long_date,
        moment=_moment,
        period=_period,
        label=_label,
        labels=_labels,
        counted=_counted,
        yes_no=_yes_no,
        evidence_title=_evidence_title,
        on_the_web=partial(_on_the_web, app.config["SETTINGS"].public_base_url),
    )
    app.jinja_env.globals.update(
        service_name=SERVICE_NAME,
        vocabulary=vocabulary.ALL,
        new_form_key=new_form_key,
        sign=signed.sign,
        measure_chart=measure_chart,
        partner_answer=partner_answer,
        partner_status=partner_status,
        power_of=power_of,
        power_standing=power_standing,
        word_diff=word_diff,
        public_base_url=app.config["SETTINGS"].public_base_url,
        canonical_address=canonical_address,
    )
    app.add_template_global(workspace.current_workspace, "current_workspace")


def render_form(template: str, form: Any, **context: Any) -> ResponseReturnValue:  # noqa: ANN401 - a form and words for its page
    """Answer with the page of a form: 422 when something in it is to be mended, 409 when it is outdated."""
    status = 409 if form.is_outdated else 422 if form.errors else 200
    return render_template(template, form=form, **context), status


def render_changed_since(
    template: str,
    form: AppForm,
    theirs: AppForm,
    *,
    version: int,
    **context: Any,  # noqa: ANN401 - words for the page
) -> ResponseReturnValue:
    """Answer 409 with what a colleague saved, as the form shows it, beside what this person typed.

    Sent again from that page it is a decision and no accident, so it carries the version that it replaces.
    """
    form.version = version
    return render_template(template, form=form, compared=form.compared_with(theirs), **context), 409


@lru_cache(DAYS_REMEMBERED)
def _long_date(value: date | str | None) -> str:
    """Print 3 May 2026, or nothing for no date. Publications keep dates as text."""
    if value is None:
        return ""
    return long_date(date.fromisoformat(value) if isinstance(value, str) else value)


def _period(value: date | str | None, precision: str = "day") -> str:
    """Print as much of a date as is known."""
    if value is None:
        return ""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return short_date(day, Precision(precision))


def _moment(value: datetime | None, zone: str = clock.HOME_ZONE) -> str:
    """Print a moment as people at home read it: 3 May 2026 at 14:02."""
    if value is None:
        return ""
    return f"{long_date(clock.local_date(value, zone))} at {clock.local_time(value, zone)}"


def _label(slug: str | None, name: str) -> str:
    """Print the label of a term, or Not stated."""
    return vocabulary.ALL[name].label(slug)


def _labels(slugs: list[str], name: str) -> str:
    return ", ".join(vocabulary.ALL[name].label(slug) for slug in slugs)


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - a filter's value
    """Print Yes, No or Not stated."""
    return vocabulary.NOT_STATED_LABEL if value is None else "Yes" if value else "No"


def _evidence_title(row: Mapping[str, Any] | MayNameFile) -> str:
    """Print the title of a row of evidence, published or our own; with kind and size if it is a file."""
    if isinstance(row, Mapping):
        return evidence_title(row)
    return evidence_title({"title": row.title} | file_payload(row))


def _on_the_web(public_base_url: str, address: str) -> str:
    """Print an address for readers elsewhere: of a file of ours, with the name of this register before it."""
    return f"{public_base_url}{address}" if address.startswith("/") else address


def _counted(number: int, one: str, many: str | None = None) -> str:
    """Print 1 commitment, 2 commitments, 1,000 commitments."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
