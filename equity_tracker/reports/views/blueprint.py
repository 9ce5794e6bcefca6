"""Where the pages of reports hang."""

from flask import Blueprint

from equity_tracker.web.charts import stacked_bar

blueprint = Blueprint("reports", __name__)
blueprint.add_app_template_global(stacked_bar, "stacked_bar")
