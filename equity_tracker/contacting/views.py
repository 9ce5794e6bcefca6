"""Writing to whoever runs the register, or to a programme's coordinators, without their addresses."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.contacting import actions
from equity_tracker.contacting.forms import TOPICS, ContactForm, Topic
from equity_tracker.contacting.letters import Letter
from equity_tracker.web import throttle
from equity_tracker.web.access import anyone
from equity_tracker.web.fields import Option
from equity_tracker.web.templating import render_form

blueprint = Blueprint("contacting", __name__)


@blueprint.route("/contact", methods=["GET", "POST"])
@anyone("GET", "POST")
def contact() -> ResponseReturnValue:
    """Take a message, and say to whom it goes."""
    programmes = [(row.public_id, row.name) for row in actions.list_programmes(clock.today())]
    form = ContactForm.about([Option(*row) for row in programmes], request.args.get("topic", ""))
    if form.is_submitted and form.validate():
        throttle.count(
            (throttle.CONTACT_BY_NETWORK, throttle.network()), (throttle.CONTACT_IN_ALL, "everybody")
        )
        if not form.is_trapped:
            _send(form)
        return redirect(url_for(".show_sent"), code=303)
    return render_form("contacting/contact.html", form, address=_operator())


def _send(form: ContactForm) -> None:
    topic = Topic(form.data["topic"])
    wanted = form.data["programme"] if topic is Topic.PROGRAMME else None
    programme = next((row for row in actions.list_programmes(clock.today()) if row.public_id == wanted), None)
    letter = Letter(form.form_key, TOPICS[topic], form.data["message"], form.data["name"], form.data["email"])
    actions.send_message(letter, programme, operator=_operator(), now=clock.now())


@blueprint.get("/contact/sent")
@anyone("GET")
def show_sent() -> ResponseReturnValue:
    return render_template("contacting/sent.html")


def _operator() -> str:
    """Return the address that the operator of this installation writes from, and reads."""
    return str(current_app.config["SETTINGS"].mail_from)
