"""What a host asks: are you there, and can you work? No names, no versions."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.web import health
from equity_tracker.web.access import anyone

health_blueprint = Blueprint("health", __name__, url_prefix="/healthz")


@health_blueprint.route("/live")
@anyone("GET")
def live() -> ResponseReturnValue:
    """Answer without looking at anything: a host starts a process that stays silent anew."""
    return {"status": "ok"}


@health_blueprint.route("/ready")
@anyone("GET")
def ready() -> ResponseReturnValue:
    """Say what works; 503 tells the host to send people elsewhere."""
    found = health.check(clock.now())
    is_well = all(found.values())
    words = {True: "ok", False: "failing"}
    checks = {name: words[works] for name, works in found.items()}
    return {"status": words[is_well], "checks": checks}, 200 if is_well else 503
