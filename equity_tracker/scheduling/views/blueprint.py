"""The blueprint that the pages of scheduled reports are registered on."""

from flask import Blueprint

blueprint = Blueprint("scheduling", __name__)
