"""The blueprint of what is read without a token."""

from equity_tracker.web.resources import reading

blueprint = reading("api", __name__)
