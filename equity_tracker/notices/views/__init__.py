"""Pages about mails, and the two that only a host asks for."""

from equity_tracker.notices.views import calendar, choices, mail_log
from equity_tracker.notices.views.blueprint import blueprint
from equity_tracker.notices.views.health import health_blueprint

__all__ = ["blueprint", "calendar", "choices", "health_blueprint", "mail_log"]
