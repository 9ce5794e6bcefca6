"""The blueprint that the pages of checking in are registered on."""

from flask import Blueprint

blueprint = Blueprint("check_ins", __name__, url_prefix="/o/<organisation>")
