"""The blueprint that the Monday lists of a programme are registered on."""

from flask import Blueprint

blueprint = Blueprint("monday", __name__, url_prefix="/p/<programme>")
