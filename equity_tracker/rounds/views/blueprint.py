"""The blueprint that the pages of one round are registered on, and the round that their address names."""

from flask import Blueprint

blueprint = Blueprint("rounds", __name__, url_prefix="/p/<programme>/rounds")
