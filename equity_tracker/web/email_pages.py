"""Fills the templates of an e-mail. Who gets it, and when it goes out, is decided elsewhere."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, render_template, url_for
from flask.ctx import RequestContext
from jinja2 import TemplateNotFound

from equity_tracker.web import signed

PARTS = ("subject.txt", "body.txt", "body.html")


def render_email(name: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the subject on one line, the plain text and the HTML; every link is on PUBLIC_BASE_URL."""
    with _on_public_address():
        given = [{**context, **_put_in(context, kind)} for kind in ("txt", "txt", "html")]
        subject, text, html = [
            render_template(f"emails/{name}/{part}", **each) for part, each in zip(PARTS, given, strict=True)
        ]
    return " ".join(subject.split()), f"{text.strip()}\n", html


def _put_in(context: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return what a mail that holds others says of each: its subject, with its part of a page or its link."""
    if "parts" not in context:
        return {}
    return {"parts": [_part(each["name"], each["context"], kind) for each in context["parts"]]}


def _part(name: str, context: Mapping[str, Any], kind: str) -> dict[str, Any]:
    subject = " ".join(render_template(f"emails/{name}/subject.txt", **context).split())
    try:
        template = current_app.jinja_env.get_template(f"emails/{name}/part.{kind}")
    except TemplateNotFound:
        link = render_template(f"emails/{name}/link.txt", **context).strip()
        return {"subject": subject, "body": "", "link": link}
    # A macro, so that what it returns counts as drawn already.
    draw: Any = vars(template.module)["part"]
    body = draw(**{word: context[word] for word in draw.arguments})
    return {"subject": subject, "body": body.strip(), "link": ""}


def choices_page(context: Mapping[str, Any]) -> str:
    """Return the address of the page on which whoever got such a mail stops it."""
    with _on_public_address():
        if "follower" in context:
            token = signed.sign("follower", context["follower"])
            return url_for("following.stop", token=token, _external=True)
        if "report_recipient" in context:
            token = signed.sign("report-recipient", context["report_recipient"])
            return url_for("scheduling.stop", token=token, _external=True)
        if context.get("to_mailbox"):
            slug = context["organisation_slug"]
            return url_for("organisations.edit_organisation", organisation=slug, _external=True)
        return url_for("notices.choose_mail", _external=True)


def _on_public_address() -> RequestContext:
    return current_app.test_request_context(base_url=current_app.config["SETTINGS"].public_base_url)
