"""The blueprint that the programme's pages are registered on."""

from flask import Blueprint

blueprint = Blueprint("programmes", __name__)
