"""A message that was taken and came back later: noted as a refusal at the door would have been."""

from datetime import datetime

from equity_tracker.adapters.returned_mail import Returned
from equity_tracker.model.errors import Refused
from equity_tracker.model.outbox import EmailState
from equity_tracker.notices import queries
from equity_tracker.notices.actions.refusals import note_address_refused

# Whose server had it, or may have had it.
_POSTED = {EmailState.SENT, EmailState.WAITING, EmailState.FAILED}


def note_returned(returned: Returned, *, sender: str, now: datetime) -> str:
    """Note what came back, and say what was done. What we did not send, or not there, is refused.

    :param sender: the address that our messages come from; their ids end in its host.
    """
    email = queries.find_by_message_id(returned.message_id)
    is_ours = returned.host == sender.rpartition("@")[2].casefold()
    if email is None or not is_ours or email.state not in _POSTED or not email.attempts:
        raise Refused("No message with this Message-ID was sent from here. Nothing is changed.")
    if email.recipient.casefold() not in returned.addresses:
        raise Refused("That message went to another address than this notice names. Nothing is changed.")
    if not returned.is_final:
        return "It is late or was delivered, and not refused. Nothing is changed."
    if email.state is EmailState.FAILED:
        return "It is known already that this message came back. Nothing is changed."
    email.mark_refused(returned.reason)
    if returned.is_by_address:
        note_address_refused(email, returned.reason, now)
    return "Noted. The log of mails says that it came back, and why."
