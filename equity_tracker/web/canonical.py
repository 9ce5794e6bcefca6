"""The one address of a page, whatever else stood in the address it was asked for by."""

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from flask import current_app, request


def canonical_address(parameters: Iterable[tuple[str, str]] = (), *also: str) -> str:
    """Return the address of this page without what changes nothing of it.

    :param parameters: what the page was narrowed by, in its one order.
    :param also: names of the address that make it another page, such as a cursor.
    """
    asked = [*parameters, *((name, request.args[name]) for name in also if request.args.get(name))]
    base_url: str = current_app.config["SETTINGS"].public_base_url
    path = quote(request.path)
    return f"{base_url}{path}?{urlencode(asked)}" if asked else base_url + path
