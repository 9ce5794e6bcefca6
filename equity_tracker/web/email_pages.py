"""Fills the templates of an e-mail. Who gets it, and when it goes out, is decided elsewhere."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, render_template

PARTS = ("subject.txt", "body.txt", "body.html")


def render_email(name: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the subject on one line, the plain text and the HTML; every link is on PUBLIC_BASE_URL."""
    base_url = current_app.config["SETTINGS"].public_base_url
    with current_app.test_request_context(base_url=base_url):
        subject, text, html = [render_template(f"emails/{name}/{part}", **context) for part in PARTS]
    return " ".join(subject.split()), f"{text.strip()}\n", html
