"""Addresses that somebody typed with other capitals than ours."""

from collections.abc import Iterator
from typing import Any

from flask import current_app, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import Gone, HTTPException
from werkzeug.wrappers import Response as BaseResponse

from equity_tracker.web import problems
from equity_tracker.web.access import Surface, access_of, load_arguments


def address_as_written() -> BaseResponse | None:
    """Lead to the same public page in small letters, or in capitals, when only that one is there.

    Its view is asked itself, so nothing is there for this that the public could not read. Programs are told
    exactly what an address is, and hear that nothing is at another.
    """
    endpoint = request.endpoint or ""
    access = access_of(current_app, endpoint)
    is_page = request.method in {"GET", "HEAD"} and not problems.is_wanted()
    if access is None or access.surface is not Surface.PUBLIC or not is_page:
        return None
    for words in _other_ways():
        arguments = dict(words)
        try:
            load_arguments(access, arguments)
            current_app.ensure_sync(current_app.view_functions[endpoint])(**arguments)
        except NoResultFound:
            continue
        except HTTPException as refusal:
            # What leads on is there, and what was taken back was; of what is only refused we know nothing.
            if refusal.response is None and not isinstance(refusal, Gone):
                continue
        query = request.query_string.decode("ascii", "replace")
        address = url_for(endpoint, **words)
        return redirect(f"{address}?{query}" if query else address, code=301)
    return None


def _other_ways() -> Iterator[dict[str, Any]]:
    """Yield its words in small letters, as slugs and ids are, and in capitals, as numbers of reports are."""
    adapter = current_app.create_url_adapter(request)
    typed: dict[str, Any] = dict(adapter.match(method="GET")[1]) if adapter is not None else {}
    for change in (str.lower, str.upper):
        changed = {name: change(word) if isinstance(word, str) else word for name, word in typed.items()}
        if changed != typed:
            yield changed
