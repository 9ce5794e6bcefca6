"""What is asked before a partner is asked, or taken off a draft: only whether to go on."""

from equity_tracker.web.forms import AppForm


class AskPartnerForm(AppForm):
    """Whether to ask the partner to confirm."""


class RemovePartnerForm(AppForm):
    """Whether to take the partner off the draft."""
