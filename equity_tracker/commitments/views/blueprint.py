"""The blueprint that the pages of an organisation's commitments are registered on."""

from flask import Blueprint

blueprint = Blueprint("commitments", __name__, url_prefix="/o/<organisation>/commitments")
