"""One line of JSON for each request and each event. Never what people typed, never a token."""

import json
import logging
import re
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import TextIO

from flask import Flask, Response, g, has_request_context, request, request_finished

TOKEN_PATHS = (
    "/check-in-link/",
    "/invitations/",
    "/reset-password/",
    "/forgot-password/",
    "/feeds/",
    "/calendar/",
    "/follow/",
    "/links/",
    "/shared-reports/",
)
"""What follows one of these in a path opens something for whoever holds it."""

_TOKENS = re.compile(f"({'|'.join(map(re.escape, TOKEN_PATHS))})[^\\s?#\"']+")
_WHO = ("organisation_id", "programme_id", "user_id")
_requests = logging.getLogger("equity_tracker.requests")


def configure(level: str = "INFO") -> None:
    """Send everything that is logged to the standard error, once. For programs, not for `create_app`."""
    root = logging.getLogger()
    root.setLevel(level)
    if not any(isinstance(handler, StandardError) for handler in root.handlers):
        root.addHandler(StandardError())
    # These two write a line for each tick, also when nothing happened.
    for chatty in ("apscheduler", "huey"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def init_app(app: Flask) -> None:
    app.before_request(_start)
    app.after_request(_name_request)
    # Sent once, when the answer is final: after a commit that failed there is a second answer.
    request_finished.connect(_log_request, app)


def request_id() -> str:
    """What a person can quote from an error page, and an operator can look up."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return str(g.request_id)


def mask(text: str) -> str:
    return _TOKENS.sub(r"\1<masked>", text)


class StandardError(logging.StreamHandler[TextIO]):
    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(JsonLines())


class JsonLines(logging.Formatter):
    """JSON escapes line breaks and everything beyond ASCII, so that one event is always one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": mask(record.getMessage()),
        }
        if has_request_context():
            line["request_id"] = request_id()
        line.update(getattr(record, "fields", {}))
        if record.exc_info:
            line["exception"] = mask(self.formatException(record.exc_info))
        return json.dumps(line, default=str)


def _start() -> None:
    request_id()
    g.request_started = time.monotonic()


def _name_request(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    return response


def _log_request(_app: Flask, response: Response) -> None:
    fields = {
        "request_id": request_id(),
        "method": request.method,
        "path": mask(request.path),
        "status": response.status_code,
        "ms": round(1000 * (time.monotonic() - g.get("request_started", time.monotonic())), 1),
        **{name: g.get(name) for name in _WHO if g.get(name) is not None},
    }
    _requests.info("request", extra={"fields": fields})
