"""Fills the templates of an e-mail. Who gets it, and when it goes out, is decided elsewhere."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, render_template, url_for
from flask.ctx import RequestContext

PARTS = ("subject.txt", "body.txt", "body.html")


def render_email(name: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the subject on one line, the plain text and the HTML; every link is on PUBLIC_BASE_URL."""
    with _on_public_address():
        subject, text, html = [render_template(f"emails/{name}/{part}", **context) for part in PARTS]
    return " ".join(subject.split()), f"{text.strip()}\n", html


def choices_page(context: Mapping[str, Any]) -> str:
    """Return the address of the page on which whoever got such a mail stops it."""
    with _on_public_address():
        if context.get("to_mailbox"):
            slug = context["organisation_slug"]
            return url_for("organisations.edit_organisation", organisation=slug, _external=True)
        return url_for("notices.choose_mail", _external=True)


def _on_public_address() -> RequestContext:
    return current_app.test_request_context(base_url=current_app.config["SETTINGS"].public_base_url)
