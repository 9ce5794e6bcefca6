"""Where the pages of reports hang."""

from flask import Blueprint

from equity_tracker.reports.asking import KIND_WORDS
from equity_tracker.web.charts import stacked_bar

blueprint = Blueprint("reports", __name__)
blueprint.add_app_template_global(stacked_bar, "stacked_bar")
blueprint.add_app_template_global(lambda kind: KIND_WORDS[kind], "report_kind")
