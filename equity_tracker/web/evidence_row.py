"""One piece of evidence on a form, of a check-in or a close-out: a link or a file, and what it is worth."""

from equity_tracker.model.vocabulary import EVIDENCE_KINDS, EVIDENCE_STRENGTHS
from equity_tracker.web.choice_fields import Pick
from equity_tracker.web.file_field import HINT, FileField
from equity_tracker.web.row_form import RowForm
from equity_tracker.web.text_fields import Line, WebAddress

NEITHER = "Enter the web address of the evidence, or choose a file"
BOTH = "Give a web address or a file, not both. Put the other into a row of its own"


class EvidenceRow(RowForm):
    """A link to something that shows it, or a file that does."""

    title = Line("Title", required="Enter a title for the evidence")
    url = WebAddress("Web address")
    file = FileField("Or a file", noun="file", hint=HINT)
    kind = Pick("Kind of evidence", EVIDENCE_KINDS.current(), required="Choose the kind of evidence")
    strength = Pick(
        "What stands behind it",
        # A link that shows nothing is no evidence.
        [term for term in EVIDENCE_STRENGTHS.current() if term.slug != "none"],
        noun="answer",
        required="Choose what stands behind it",
    )

    def validate(self, *args: object, **settings: object) -> bool:
        is_right = super().validate(*args, **settings)  # type: ignore[arg-type]  # passed through
        url, file = self["url"], self["file"]
        if url.is_blank and file.is_blank:
            url.say(NEITHER)
        elif not (url.is_blank or file.is_blank or url.errors or file.errors):
            file.say(BOTH)
        else:
            return is_right
        return False
