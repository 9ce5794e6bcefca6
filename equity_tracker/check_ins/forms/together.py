"""What people may type around a check-in: to hand it over, to ask somebody by a link, to give it back."""

from equity_tracker.check_ins.forms.rows import SENTENCE_LIMIT
from equity_tracker.web.fields import Choice, Email, Prose
from equity_tracker.web.forms import AppForm


class HandOverForm(AppForm):
    """Who goes on with it."""

    to = Choice("Who goes on with it?", noun="colleague", required="Choose a colleague")
    note = Prose("A note to them", limit=SENTENCE_LIMIT, rows=3, hint="It stands in the e-mail they get.")


class AskByLinkForm(AppForm):
    """Whom to send a link."""

    email = Email(
        "Their e-mail address",
        required="Enter the e-mail address of the person you ask",
        noun="the e-mail address",
        autocomplete="off",
    )
    note = Prose("A note to them", limit=SENTENCE_LIMIT, rows=3, hint="It stands in the e-mail they get.")


class GiveBackForm(AppForm):
    """Why it is not signed yet."""

    reason = Prose(
        "What should be changed before you sign?",
        noun="reason",
        required="Enter what should be changed",
        hint="Whoever wrote it reads this in an e-mail and above the form.",
        limit=SENTENCE_LIMIT,
        rows=3,
    )


class ConfirmForm(AppForm):
    """A page that asks only whether to go on."""

    stamp = ""
