"""Refusals of the API, as problem details (RFC 9457): one shape for every status."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException

from equity_tracker.web.log_lines import request_id

PREFIX = "/api/"
REFERENCE = "/data/api"
MEDIA_TYPE = "application/problem+json"
Errors = Mapping[str, list[str]]

# What each status means here, and what to do. Any other one is told by the first of its family.
TITLES = {
    400: ("Not understood", "The request could not be read. Check how it is written."),
    401: ("Token needed", "Send a valid token: Authorization: Bearer eqt_…"),
    403: ("Not allowed", "This is not open to you."),
    404: ("Not found", "There is nothing at this address, or it is not for you."),
    405: (
        "Method not allowed",
        "This address does not take this method. The header Allow names those it does.",
    ),
    409: ("In conflict", "Somebody else was first. Read what stands now, and send it again."),
    410: ("Taken back", "This was published and has been taken back."),
    412: ("Changed since", "This has changed since you read it. Read what stands now, and send it again."),
    413: ("Too large", "The body is too large. The limit is 1 MB."),
    415: ("Not JSON", "Send the body as JSON, with Content-Type: application/json."),
    422: ("Some of it cannot be taken", "Each fault is named."),
    428: (
        "Precondition needed",
        "Send If-Match with the ETag you read, so that nobody's work is overwritten.",
    ),
    429: ("Too many requests", "Wait as many seconds as the header Retry-After says."),
    500: ("Our fault", "Something failed here. Nothing was changed. Quote the instance to the operator."),
    503: ("Busy", "The service is busy. Try again in some seconds."),
}
_FIRST_FAULT = 500


class Problem(HTTPException):
    """A refusal with words of its own, perhaps about single fields."""

    def __init__(
        self,
        code: int,
        detail: str | None = None,
        *,
        errors: Errors | None = None,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.errors = errors or {}
        self.more = more or {}
        self.headers = headers or {}


def is_wanted() -> bool:
    """Say whether whoever asks is a program, by the address it asks."""
    return request.path.startswith(PREFIX)


def answer(status: int, error: Exception | None = None, *, reason: str | None = None) -> Response:
    """Put a refusal as a problem.

    :param error: what was raised. The words of errors that are not ours are not for readers.
    """
    shown = status if status in TITLES else 400 if status < _FIRST_FAULT else 500
    title, detail = TITLES[shown]
    ours = error if isinstance(error, Problem) else Problem(status, errors=_errors_of_arguments(error))
    said = {
        "type": f"{current_app.config['SETTINGS'].public_base_url}{REFERENCE}#error-{shown}",
        "title": title,
        "status": status,
        "detail": ours.description or reason or detail,
        "instance": request_id(),
        "errors": [{"field": name, "messages": messages} for name, messages in ours.errors.items()],
        **ours.more,
    }
    response = Response(json.dumps(said, ensure_ascii=False), status=status, mimetype=MEDIA_TYPE)
    if allowed := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(allowed))
    response.headers.update(ours.headers)
    return response


def _errors_of_arguments(error: Exception | None) -> dict[str, list[str]]:
    """Return the faults of an address or a body, by field, as webargs gathers them."""
    messages = getattr(error, "data", {}).get("messages", {}) if error is not None else {}
    found: dict[str, list[str]] = {}
    for of_location in messages.values():
        _gather(of_location, "", found)
    return found


def _gather(said: object, path: str, found: dict[str, list[str]]) -> None:
    if isinstance(said, dict):
        for name, inner in said.items():
            _gather(inner, f"{path}.{name}" if path else str(name), found)
    elif isinstance(said, list):
        found.setdefault(path, []).extend(str(message) for message in said)
