"""The blueprint that the pages of an organisation's workspace are registered on."""

from flask import Blueprint

blueprint = Blueprint("organisations", __name__, url_prefix="/o/<organisation>")
