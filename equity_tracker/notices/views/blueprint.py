"""The blueprint of mails: what people choose, and what was written."""

from flask import Blueprint

blueprint = Blueprint("notices", __name__)
